import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import type { Answer } from '../task/task.js';
import type { Transport } from '../transport/transport.js';
import { Dialogue } from './dialogue.js';
import { type Echo, findEcho, findFirstEcho, mayBecomeEcho } from './echo.js';
import type { Mode, Platform } from './platform.js';
import { answerQuestions, looksLikeQuestion, type Questions } from './question.js';
import { Reply } from './reply.js';
import { findRejection, isNoise, modeOf, type Speech, speechOf } from './speech.js';

/** What a session needs to know beside its platform. Times in milliseconds. */
export interface SessionOptions {
  platform: Platform;
  promptMs: number;
  commandMs: number;
  signal: AbortSignal;
  /** Random text of this session, for prompts that flow sets itself. */
  nonce: string;
}

/** One line to type, and what ends the answer to it. */
export interface Exchange {
  phase: Phase;
  timeoutMs: number;
  /** Whether the unfinished last line is the prompt that ends the answer. */
  accept: (line: string) => boolean;
  answers?: readonly Answer[];
}

const SILENCE_MS = 3_000;
const MOST_NUDGES = 2;
const LEAVE_MS = 2_000;

/**
 * One login: learns the prompt, types lines, and reads what comes back. It does not know tasks, results or inventories.
 *
 * A prompt is learned from the device's own echo of the line typed behind it, never guessed from its looks alone.
 */
export class Session {
  private readonly dialogue: Dialogue;
  private readonly speech: Speech;
  /** The prompt on which the session stands, trimmed. */
  private standing = '';
  /** Number of the screen line on which that prompt stands. */
  private standingAt = 0;
  /** The echo behind it has been seen once. */
  private isLearned = false;
  private mode: Mode = 'exec';
  /** A prompt that flow set itself, with the exit status in it. */
  private ownPrompt: RegExp | undefined;
  /** The last reply, until it is final. */
  private open: Reply | undefined;
  /** Lines after the echo of the line being answered, for error reports. */
  private partialFrom: number | undefined;
  /** Refusals of set-up lines, for notices. */
  readonly refusedSetup: string[] = [];

  constructor(
    transport: Transport,
    private readonly options: SessionOptions,
  ) {
    this.speech = speechOf(options.platform);
    this.dialogue = new Dialogue(transport, options.signal);
  }

  get currentMode(): Mode {
    return this.mode;
  }

  get prompt(): string {
    return this.standing;
  }

  /** What came of the command that failed, as far as it came. */
  get partialOutput(): string | undefined {
    if (this.partialFrom === undefined) return undefined;
    const { lines, line } = this.dialogue.screen;
    return [...lines.slice(this.partialFrom), line].join('\n');
  }

  /** The end of what was received. */
  get last(): string {
    return this.dialogue.last();
  }

  /** Waits for the first prompt and sends the platform's set-up lines. @throws {DeviceError} `prompt`, `disconnected`, `cancelled` */
  async start(): Promise<void> {
    let nudges = 0;
    await this.dialogue.wait({
      phase: 'prompt',
      what: `a prompt of ${this.options.platform.name}`,
      timeoutMs: this.options.promptMs,
      until: () => {
        const mode = modeOf(this.speech, this.dialogue.screen.line);
        if (mode) this.stand(this.dialogue.screen.line, mode);
        return mode;
      },
      onSilence: {
        afterMs: SILENCE_MS,
        act: () => {
          if (nudges++ < MOST_NUDGES) this.dialogue.send(this.options.platform.enter);
          return undefined;
        },
      },
    }).catch((error) => {
      throw error instanceof DeviceError && error.code === 'timeout' ? this.promptNotSeen(error) : error;
    });
    this.isLearned = false;
    await this.setUp();
  }

  /**
   * Goes to the privileged mode.
   *
   * @param secret  undefined: the inventory has none; an empty text is an answer too
   * @throws {DeviceError} `auth` when the device asks for a secret and it is missing or wrong
   */
  async enable(secret: string | undefined): Promise<void> {
    const { privilege } = this.options.platform;
    if (!privilege || this.mode !== 'exec') return;
    const asks = (line: string) => this.speech.question?.test(line.trimEnd()) === true;
    const stood = this.standing;
    const isPrompt = (line: string) => line.trim() === stood || this.ownPrompt?.test(line.trim()) === true || modeOf(this.speech, line) === 'privileged';
    const wait = { phase: 'enable', timeoutMs: this.options.promptMs } as const;
    const reply = await this.exchange(privilege.command, { ...wait, accept: (line) => asks(line) || isPrompt(line) });
    this.open = undefined;
    let lines = reply.lines;
    if (asks(reply.prompt)) {
      if (secret === undefined) throw this.refused('the device asks for a secret, and the inventory has none for this host');
      const from = this.dialogue.screen.lines.length;
      this.dialogue.send(secret + this.options.platform.enter);
      await this.dialogue.wait({
        ...wait,
        what: 'the privileged prompt',
        until: () => {
          const { lines: all, line } = this.dialogue.screen;
          if (all.length === from || !(asks(line) || isPrompt(line))) return undefined;
          return true;
        },
      });
      lines = this.dialogue.screen.lines.slice(from + 1);
    }
    const line = this.dialogue.screen.line;
    if (modeOf(this.speech, line) !== 'privileged') {
      const said = lines.find((text) => this.speech.refusals.some((pattern) => pattern.test(text)));
      throw this.refused(`the device did not accept the secret${said ? `: ${said.trim()}` : ''}`);
    }
    this.stand(line, 'privileged');
    this.isLearned = false;
    if (privilege.setupAgain) await this.setUp();
  }

  /** Types a command and waits for the prompt on which it was typed. The reply is provisional: see {@link Reply}. */
  command(text: string, options: { timeoutMs: number; answers?: readonly Answer[] }): Promise<Reply> {
    return this.exchange(text, { phase: 'command', accept: (line) => this.isStanding(line), ...options });
  }

  /** Types a line that may lead to another mode or name: any prompt of the platform ends it. */
  line(text: string, options: { phase: Phase; timeoutMs: number; answers?: readonly Answer[] }): Promise<Reply> {
    return this.exchange(text, {
      ...options,
      accept: (line) => modeOf(this.speech, line) !== undefined || this.isStanding(line),
    });
  }

  /** The line by which the device rejected what was typed; undefined when it did not. */
  rejectionIn(reply: Reply): string | undefined {
    const line = findRejection(this.speech, reply.lines);
    if (line !== undefined) return line.trim();
    return reply.status === undefined || reply.status === 0 ? undefined : `exit status ${reply.status}`;
  }

  /** Makes the last reply final by typing Enter: the prompt must come again. Only needed where nothing else will be typed soon. */
  async confirm(): Promise<void> {
    if (!this.open || this.open.isFinal) return;
    const reply = await this.exchange('', { phase: 'command', timeoutMs: this.options.commandMs, accept: (line) => this.isStanding(line) });
    reply.confirm([]);
  }

  /** Logs out. What the last command answered becomes final here. Never throws, never waits longer than 2 s. */
  async leave(): Promise<void> {
    const bye = this.options.platform.logout[0];
    try {
      if (bye === undefined || this.dialogue.isClosed) return;
      this.dialogue.send(bye + this.options.platform.enter);
      await this.dialogue.wait({
        phase: 'command',
        what: 'the end of the session',
        timeoutMs: LEAVE_MS,
        until: () => (this.readEcho(bye) ? true : undefined),
      });
    } catch {
      // A device that closes without an echo has said all it had to say; one that is silent is left alone.
    } finally {
      this.settleAtEnd();
      this.dialogue.end();
    }
  }

  /** Drops the session without a word: it is stuck, lost, or nobody waits for it any more. */
  abandon(): void {
    this.settleAtEnd();
    this.dialogue.end();
  }

  private async setUp(): Promise<void> {
    const { setup, typeAhead } = this.options.platform;
    const lines = setup.filter(({ mode }) => mode === undefined || mode === this.mode);
    const fill = (text: string) => text.replaceAll('{nonce}', this.options.nonce);
    if (typeAhead && lines.every(({ prompt }) => prompt === undefined)) {
      if (lines.length > 0) await this.exchangeAll(lines.map(({ send }) => fill(send)), this.setupExchange());
      return;
    }
    for (const { send, prompt } of lines) {
      const own = prompt === undefined ? this.ownPrompt : new RegExp(fill(prompt));
      await this.exchange(fill(send), own ? { ...this.setupExchange(), accept: (line) => own.test(line.trim()) } : this.setupExchange());
      if (prompt !== undefined) this.ownPrompt = own;
    }
  }

  private setupExchange(): Exchange {
    return {
      phase: 'setup',
      timeoutMs: this.options.promptMs,
      accept: (line) => this.isStanding(line),
    };
  }

  private async exchange(input: string, exchange: Exchange): Promise<Reply> {
    const replies = await this.exchangeAll([input], exchange);
    return replies[0] as Reply;
  }

  /** Types lines in one write and reads the answers to all of them. */
  private async exchangeAll(inputs: readonly string[], exchange: Exchange): Promise<Reply[]> {
    const { dialogue, speech } = this;
    const { screen } = dialogue;
    this.forgetOldLines();
    let index = 0;
    let awaited = 0;
    let before: string[] = [];
    const replies: Reply[] = [];
    const questions: Questions = { answers: exchange.answers ?? [], answeredAt: -1, used: new Set() };
    this.partialFrom = undefined;
    dialogue.send(inputs.map((input) => input + this.options.platform.enter).join(''));

    const finish = (prompt: string) => {
      if (awaited > 0) replies.push(this.makeReply(inputs[awaited - 1] as string, before, prompt));
      else this.open?.confirm(before);
      before = [];
    };
    const until = (): true | undefined => {
      while (index < screen.lines.length) {
        const input = inputs[awaited];
        const echo = input === undefined ? undefined : this.echoAt(index, input, before);
        if (echo) {
          if (echo.prompt !== '') this.standing = echo.prompt;
          this.isLearned = true;
          finish(this.standing);
          awaited++;
          index += echo.lines;
          this.partialFrom = index;
        } else if (input !== undefined && mayBecomeEcho(screen.lines, index, input, this.standing)) break;
        else before.push(screen.lines[index++] as string);
      }
      const marker = speech.markers.map((pattern) => pattern.exec(screen.line)).find((match) => match !== null);
      if (marker) {
        screen.dropMarker(screen.line.length - marker.index);
        dialogue.send(this.options.platform.pager.answer);
        return undefined;
      }
      if (awaited === inputs.length && exchange.accept(screen.line)) return true;
      answerQuestions(questions, { line: screen.line, index: screen.lines.length, send: (text) => dialogue.send(text + this.options.platform.enter) });
      return undefined;
    };
    await dialogue
      .wait({
        phase: exchange.phase,
        what: `the answer to "${inputs.at(-1)}"`,
        timeoutMs: exchange.timeoutMs,
        until,
        onSilence: { afterMs: SILENCE_MS, act: () => (awaited === inputs.length ? this.onSilence(exchange) : undefined) },
      })
      .catch((error) => {
        const isUnechoed = error instanceof DeviceError && error.code === 'timeout' && awaited < inputs.length && exchange.accept(screen.line);
        throw isUnechoed ? this.notEchoed(inputs[awaited] as string, exchange.phase) : error;
      });
    const prompt = screen.line.trim();
    finish(prompt);
    const missing = questions.answers.find((answer) => !answer.optional && !questions.used.has(answer));
    if (missing) {
      throw new DeviceError('expect', `the device did not ask the expected question /${missing.match}/`, { phase: exchange.phase, last: dialogue.last() });
    }
    this.stand(screen.line, modeOf(speech, screen.line) ?? this.mode);
    this.partialFrom = undefined;
    this.open = replies.at(-1);
    for (const reply of replies.slice(0, -1)) reply.confirm([]);
    return replies;
  }

  /** Whether an unfinished line is the prompt on which the session stands. */
  private isStanding(line: string): boolean {
    const text = line.trim();
    return this.ownPrompt ? this.ownPrompt.test(text) : text === this.standing;
  }

  private echoAt(index: number, input: string, before: readonly string[]): Echo | undefined {
    const { lines } = this.dialogue.screen;
    const echo = findEcho(lines, index, input, this.standing);
    // The line alone is the echo only behind a prompt that a log message interrupted.
    if (echo && (echo.prompt !== '' || before.some((line) => line.trim() === this.standing))) return echo;
    return this.isLearned ? undefined : findFirstEcho(lines[index] as string, input, this.speech);
  }

  private readEcho(input: string): boolean {
    const { lines } = this.dialogue.screen;
    for (let index = this.standingAt; index < lines.length; index++) {
      if (findEcho(lines, index, input, this.standing)) {
        this.open?.confirm(lines.slice(this.standingAt, index));
        return true;
      }
    }
    return false;
  }

  /** After logging out: the last reply is final when nothing but the beginning of our own good-bye followed its prompt. */
  private settleAtEnd(): void {
    const { open } = this;
    if (!open || open.isFinal) return;
    const { lines, line } = this.dialogue.screen;
    const after = [...lines.slice(this.standingAt), line].filter((text) => !isNoise(this.speech, text));
    if (after.every((text) => text.trim().startsWith(open.prompt))) open.confirm([]);
    else open.abandon('more came after the prompt, and then the session ended', this.dialogue.last());
  }

  private makeReply(input: string, body: string[], prompt: string): Reply {
    const status = this.ownPrompt?.exec(prompt)?.groups?.status;
    return new Reply(input, body, prompt, this.speech, status === undefined ? undefined : Number(status));
  }

  /** The device says nothing more: it asks something, or its prompt has changed. */
  private onSilence(exchange: Exchange): true | undefined {
    const { line } = this.dialogue.screen;
    if (looksLikeQuestion(line)) {
      throw new DeviceError('prompt', `the device asks a question that the playbook does not answer: "${line.trim()}"`, {
        phase: exchange.phase,
        last: this.dialogue.last(),
        hint: 'give the task `answers: [{match: ..., send: ...}]`',
      });
    }
    const mode = exchange.phase === 'command' ? modeOf(this.speech, line) : undefined;
    if (!mode) return undefined;
    this.stand(line, mode);
    this.isLearned = false;
    return true;
  }

  private notEchoed(input: string, phase: Phase): DeviceError {
    return new DeviceError('incomplete', `the device did not repeat "${input}" before its prompt`, { phase, last: this.dialogue.last() });
  }

  private stand(line: string, mode: Mode): void {
    this.standing = line.trim();
    this.standingAt = this.dialogue.screen.lines.length;
    this.mode = mode;
  }

  /** Only what may still be part of an unconfirmed answer is kept. */
  private forgetOldLines(): void {
    this.dialogue.screen.forget(this.standingAt);
    this.standingAt = 0;
  }

  private refused(message: string): DeviceError {
    return new DeviceError('auth', message, { phase: 'enable', last: this.dialogue.last() });
  }

  private promptNotSeen(error: DeviceError): DeviceError {
    const { name } = this.options.platform;
    return new DeviceError('prompt', `no prompt of ${name} within ${this.options.promptMs / 1000} s`, { phase: 'prompt', last: error.last });
  }
}
