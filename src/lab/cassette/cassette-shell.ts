import { findRejection, type Speech } from '../../device/speech.js';
import { printableLine } from '../../error/printable.js';
import type { RecordedLogin, RecordedQuestion } from '../../task/recording.js';
import { exampleOf } from '../generic/example-text.js';
import { factsOf } from '../generic/family-facts.js';
import { type Keyboard, NOTHING, output, type Reply, type Shell } from '../personalities/personality.js';
import type { Cassette } from './cassette.js';
import { fits, nonceIn, type Tape, type TapedExchange } from './tape.js';

/** After these a device had fallen silent; after others it had hung up. */
const SILENT: ReadonlySet<string> = new Set(['timeout', 'prompt', 'cancelled', 'expect']);

/**
 * One login on a recorded host: answers what it was asked then, and nothing else. To any other line it gives the error of its family,
 * with what is missing, or hangs up where its family has none: never something that could be taken for an answer.
 */
export class CassetteShell implements Shell {
  readonly keyboard: Keyboard;
  readonly #cassette: Cassette;
  readonly #tape: Tape;
  readonly #speech: Speech;
  readonly #login: RecordedLogin;
  /** As recorded: with `{nonce}` in it. */
  #prompt: string;
  #nonce = '';

  constructor(cassette: Cassette, { tape, speech, login }: { tape: Tape; speech: Speech; login: RecordedLogin }) {
    const { enter, config } = speech.platform;
    this.#cassette = cassette;
    this.#tape = tape;
    this.#speech = speech;
    this.#login = login;
    this.#prompt = login.prompt ?? '';
    this.keyboard = {
      joinsCrLf: true,
      scrollsSideways: false,
      ctrlZ: false,
      showsInterrupt: true,
      echoes: true,
      ignoresLineFeed: enter !== '\n',
      ...(config && { literals: config.leave.replace(/[^\0-\x1f]/g, '') }),
    };
  }

  greeting(): string {
    return '';
  }

  begin(): Reply {
    return this.#login.prompt === undefined ? this.#lose('', this.#login.ended) : NOTHING;
  }

  prompt(): string {
    return this.#prompt.replaceAll('{nonce}', this.#nonce).replaceAll('\n', '\r\n');
  }

  run(line: string): Reply {
    const text = line.trim();
    const exchange = this.#tape.play(this.#prompt, text);
    if (exchange) {
      this.#nonce = nonceIn(exchange.send, text) ?? this.#nonce;
      return this.#answer(exchange, exchange.next === undefined ? this.#prompt : exchange.next);
    }
    // Somebody who types by hand has not set the prompt that flow sets.
    const own = this.#tape.ownPromptFor(this.#prompt);
    const typed = own === undefined ? undefined : this.#tape.play(own, text);
    if (typed) return this.#answer(typed, typed.next === null ? null : this.#prompt);
    if (this.#speech.platform.logout.includes(text)) return { kind: 'close', text: '' };
    return this.#refuse(text);
  }

  isSetup(line: string): boolean {
    const { setup, privilege, logout } = this.#speech.platform;
    const text = line.trim();
    return (
      setup.some(({ send }) => send === text || fits(send, text)) ||
      logout.includes(text) ||
      privilege?.command === text
    );
  }

  rejection(line: string): string {
    return this.#rejectionOf(line) ?? `${this.#missing(line)}\n`;
  }

  interrupt(): void {}

  closed(): void {}

  #answer(exchange: TapedExchange, next: string | null): Reply {
    const finish = (text: string): Reply => {
      if (next === null) return this.#lose(text, exchange.ended);
      this.#prompt = next;
      return output(text === '' ? '' : `${text}\n`);
    };
    const ask = (text: string, index: number): Reply => {
      const question = exchange.asked?.[index];
      if (!question) return finish(text);
      return {
        kind: 'question',
        question: (text === '' ? '' : `${text}\n`) + question.question,
        reads: readsOf(question),
        answer: (typed) => {
          if (typed === undefined) return NOTHING;
          if (isKnown(question, typed)) return ask(question.answer ?? '', index + 1);
          const other = `no recording of the answer "${printableLine(typed)}" to "${printableLine(question.question)}"`;
          return { kind: 'close', text: `${other} in ${this.#cassette.file}\n` };
        },
      };
    };
    return ask(exchange.answer ?? '', 0);
  }

  /** What the device said last; then it is silent, or gone. */
  #lose(text: string, ended: RecordedLogin['ended']): Reply {
    if (!SILENT.has(ended?.code ?? '')) return { kind: 'close', text };
    const wait = (question: string): Reply => ({
      kind: 'question',
      question,
      reads: 'secret',
      answer: (typed) => (typed === undefined ? NOTHING : wait('')),
    });
    return wait(text);
  }

  #refuse(line: string): Reply {
    const rejection = this.#rejectionOf(line);
    if (rejection !== undefined) return output(rejection);
    const missing = this.#missing(line);
    if (!this.#prompt.includes('{nonce}')) return { kind: 'close', text: missing };
    // The exit status of a shell for a command that it does not know.
    this.#prompt = this.#prompt.replace(/(\{nonce\}) \d{1,3}(?= )/, '$1 127');
    return output(`${missing}\n`);
  }

  /** An error that the platform recognises, and what is missing; undefined when it has no such error. */
  #rejectionOf(line: string): string | undefined {
    const { platform } = this.#speech;
    const error = factsOf(platform.name).error ?? exampleOf(platform.errors[0] ?? '') ?? '';
    const lines = error
      .replaceAll('{line}', line.split(' ')[0] ?? '')
      .trimEnd()
      .split('\n');
    const missing = this.#missing(line);
    const joined = lines.map((text) => (this.#isError([text]) ? `${text} (${missing})` : text));
    const found = [joined, [missing, ...lines]].find((text) => this.#isError(text));
    return found && `${found.join('\n')}\n`;
  }

  #isError(lines: readonly string[]): boolean {
    return findRejection(this.#speech, lines) !== undefined;
  }

  #missing(line: string): string {
    const prompt = this.#prompt.split('\n').at(-1)?.trim() ?? '';
    const other = this.#tape.promptOf(line.trim());
    const elsewhere = other === undefined ? '' : `, but on "${printableLine(other)}"`;
    return `no recording of "${printableLine(line)}" on the prompt "${printableLine(prompt)}" in ${this.#cassette.file}${elsewhere}`;
  }
}

function readsOf({ secret, key }: RecordedQuestion): 'line' | 'secret' | 'key' {
  if (secret) return 'secret';
  return key ? 'key' : 'line';
}

function isKnown({ secret, send = '' }: RecordedQuestion, typed: string): boolean {
  return secret === true || send === typed || send.trim() === typed.trim() || fits(send, typed.trim());
}
