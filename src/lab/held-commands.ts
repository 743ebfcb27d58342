import type { Verdict } from './console.js';

/** A command that waits for a test to say what becomes of it. Only the first of its three ways out counts. */
export interface HeldCommand {
  host: string;
  text: string;
  /** Answers with the given lines, or as the device would. */
  answer(output?: string): void;
  /** Answers as the device does when it does not know the command. */
  reject(): void;
  /** Cuts the connection. */
  drop(): void;
}

interface Waiter {
  host: string | undefined;
  resolve(command: HeldCommand): void;
  reject(error: Error): void;
}

/**
 * Keeps commands back until a test answers them, so that order can be proven without time.
 * A command is handed out once, in the order in which the commands came in.
 */
export class HeldCommands {
  /** Nobody has asked for these yet. */
  readonly #unseen: HeldCommand[] = [];
  /** Everything without an answer. */
  readonly #open = new Set<HeldCommand>();
  readonly #waiters: Waiter[] = [];
  /** Set by {@link answerAll}: nothing is held any more. */
  #standing: { output: string | undefined } | undefined;
  #isStopped = false;

  /** Takes a command in; `proceed` is called once, when it is decided. */
  hold(host: string, text: string, proceed: (verdict: Verdict) => void): void {
    const decide = (verdict: Verdict) => {
      if (!this.#open.delete(command)) return;
      const index = this.#unseen.indexOf(command);
      if (index !== -1) this.#unseen.splice(index, 1);
      proceed(verdict);
    };
    const command: HeldCommand = {
      host,
      text,
      answer: (output) => decide(output === undefined ? { kind: 'run' } : { kind: 'output', text: output }),
      reject: () => decide({ kind: 'reject' }),
      drop: () => decide({ kind: 'drop' }),
    };
    this.#open.add(command);
    if (this.#standing) {
      command.answer(this.#standing.output);
      return;
    }
    const index = this.#waiters.findIndex((waiter) => waiter.host === undefined || waiter.host === host);
    const [waiter] = index === -1 ? [] : this.#waiters.splice(index, 1);
    if (waiter) waiter.resolve(command);
    else this.#unseen.push(command);
  }

  /** The next command nobody has been given yet. Rejects when the lab stops before one comes. */
  next(host?: string): Promise<HeldCommand> {
    const index = this.#unseen.findIndex((command) => host === undefined || command.host === host);
    const [command] = index === -1 ? [] : this.#unseen.splice(index, 1);
    if (command) return Promise.resolve(command);
    if (this.#isStopped) return Promise.reject(stopped());
    return new Promise((resolve, reject) => this.#waiters.push({ host, resolve, reject }));
  }

  /** Answers what is held now, whether handed out or not, and everything to come. */
  answerAll(output?: string): void {
    this.#standing = { output };
    for (const command of [...this.#open]) command.answer(output);
  }

  stop(): void {
    this.#isStopped = true;
    this.#open.clear();
    this.#unseen.length = 0;
    for (const waiter of this.#waiters.splice(0)) waiter.reject(stopped());
  }
}

function stopped(): Error {
  return new Error('the lab was stopped before another command came');
}
