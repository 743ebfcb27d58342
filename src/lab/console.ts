import { StringDecoder } from 'node:string_decoder';
import { LineEditor } from './line-editor.js';
import { Pager } from './pager.js';
import { output, type Reply, type Screen, type Shell } from './personalities/personality.js';

/** A command line that has been typed, and what is to be done about it. */
export interface Gate {
  /**
   * Decides when and how a command is answered; calls `proceed` exactly once, at once or later.
   * Input typed meanwhile waits.
   */
  admit(command: { text: string; isSetup: boolean }, proceed: (verdict: Verdict) => void): void;
}

/** How a command is answered: as the device would, with a text of the test's own, with an error, or not at all. */
export type Verdict = { kind: 'run' } | { kind: 'output'; text: string } | { kind: 'reject' } | { kind: 'drop' };

/** The far side of a console. */
export interface ConsoleEnds {
  /** One call per answer. */
  write(text: string): void;
  /** The shell was left. */
  end(): void;
  /** The connection is to be cut. */
  drop(): void;
  /** The prompt is on the screen: nothing is in flight. */
  onIdle(): void;
  /** An output stopped for a key. */
  onPage(): void;
}

interface KeyReader {
  key(character: string): void;
}

const HISTORY_LINES = 20;

/**
 * Keyboard and screen of one login: reads keys, echoes, pages, asks, and hands finished lines to the shell.
 * Input that comes while a command is being answered waits and is echoed when the prompt is back, as on a real device.
 *
 * It does not know the network: bytes come in by {@link receive} and leave by `write`, once per call.
 */
export class Console {
  readonly #shell: Shell;
  readonly #screen: Screen;
  readonly #gate: Gate;
  readonly #ends: ConsoleEnds;
  readonly #decoder = new StringDecoder('utf8');
  readonly #history: string[] = [];
  #input = '';
  #out = '';
  #reader: KeyReader | undefined;
  #afterCr = false;
  #isClosed = false;
  #isDraining = false;

  constructor(parts: { shell: Shell; screen: Screen; gate: Gate; ends: ConsoleEnds }) {
    this.#shell = parts.shell;
    this.#screen = parts.screen;
    this.#gate = parts.gate;
    this.#ends = parts.ends;
  }

  /** Greets and shows the first prompt. */
  start(): void {
    this.#print(this.#shell.greeting());
    if (this.#shell.begin) this.#answer(this.#shell.begin());
    else this.#readCommand();
    this.#drain();
  }

  /** Takes bytes as they come from the client, cut anywhere. */
  receive(bytes: Buffer): void {
    if (this.#isClosed) return;
    this.#input += this.#decoder.write(bytes);
    this.#drain();
  }

  /** Prints something nobody asked for (a log message), wherever the cursor is. */
  interject(text: string): void {
    if (this.#isClosed) return;
    this.#print(text);
    this.#flush();
  }

  /** The client is gone: whatever is still to be answered is forgotten. */
  close(): void {
    this.#isClosed = true;
    this.#shell.closed();
  }

  #drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    let position = 0;
    while (position < this.#input.length && this.#reader && !this.#isClosed) {
      const character = String.fromCodePoint(this.#input.codePointAt(position) ?? 0);
      position += character.length;
      const isJoined = character === '\n' && this.#afterCr && this.#shell.keyboard.joinsCrLf;
      this.#afterCr = character === '\r';
      if (!isJoined) this.#reader.key(character);
    }
    this.#input = this.#input.slice(position);
    this.#isDraining = false;
    this.#flush();
  }

  #readCommand(): void {
    const { keyboard } = this.#shell;
    const shell = this.#shell;
    const editor = new LineEditor(
      {
        keyboard,
        prompt: shell.prompt(),
        echo: keyboard.echoes,
        columns: this.#screen.columns,
        history: this.#history,
      },
      {
        write: (text) => this.#write(text),
        onLine: (line, endedBy) => this.#runCommand(line, endedBy),
        onInterrupt: () => {
          shell.interrupt();
          this.#readCommand();
        },
        onHelp:
          shell.help &&
          ((line) => {
            this.#print(shell.help?.(line) ?? '');
            editor.redraw();
          }),
        onTab: shell.complete && ((line) => shell.complete?.(line)),
      },
    );
    this.#write(shell.prompt());
    this.#reader = editor;
    this.#ends.onIdle();
  }

  #runCommand(line: string, endedBy: 'enter' | 'ctrl-z'): void {
    const leaves = endedBy === 'ctrl-z';
    if (line.trim() === '') {
      if (leaves) this.#shell.interrupt();
      this.#readCommand();
      return;
    }
    if (this.#history.push(line) > HISTORY_LINES) this.#history.shift();
    this.#reader = undefined;
    this.#gate.admit({ text: line.trim(), isSetup: this.#shell.isSetup(line) }, (verdict) => {
      if (this.#isClosed) return;
      if (verdict.kind === 'drop') {
        this.#isClosed = true;
        this.#ends.drop();
        return;
      }
      const reply = this.#obey(verdict, line);
      if (leaves) this.#shell.interrupt();
      this.#answer(reply);
      if (!this.#isClosed) this.#drain();
    });
  }

  #obey(verdict: Exclude<Verdict, { kind: 'drop' }>, line: string): Reply {
    switch (verdict.kind) {
      case 'run':
        return this.#shell.run(line);
      case 'output':
        return output(verdict.text);
      case 'reject':
        return output(this.#shell.rejection(line));
      default:
        return verdict satisfies never;
    }
  }

  #answer(reply: Reply): void {
    switch (reply.kind) {
      case 'output':
        this.#page(reply.text);
        return;
      case 'question':
        this.#write(withCrLf(reply.question));
        this.#reader = this.#makeAnswerReader(reply);
        return;
      case 'close':
        this.#print(reply.text);
        this.#flush();
        this.#isClosed = true;
        this.#ends.end();
        return;
      default:
        reply satisfies never;
    }
  }

  #makeAnswerReader(question: Extract<Reply, { kind: 'question' }>): KeyReader {
    const answer = (text: string | undefined) => this.#answer(question.answer(text));
    if (question.reads === 'key') {
      return {
        key: (character) => {
          this.#write('\r\n');
          answer(character === '\x03' ? undefined : character);
        },
      };
    }
    const { keyboard } = this.#shell;
    return new LineEditor(
      { keyboard, prompt: '', echo: question.reads === 'line' && keyboard.echoes, columns: 0, history: [] },
      { write: (text) => this.#write(text), onLine: (line) => answer(line), onInterrupt: () => answer(undefined) },
    );
  }

  #page(text: string): void {
    const { pager } = this.#shell.keyboard;
    const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
    if (!pager || this.#screen.rows === 0 || lines.length < this.#screen.rows) {
      this.#print(text);
      this.#readCommand();
      return;
    }
    const reader = new Pager(
      lines,
      { style: pager, rows: this.#screen.rows },
      { write: (page) => this.#write(page), onEnd: () => this.#readCommand() },
    );
    this.#reader = reader;
    this.#ends.onPage();
    reader.start();
  }

  /** Whole lines: the last one is ended if the text does not. */
  #print(text: string): void {
    if (text !== '') this.#write(withCrLf(text.endsWith('\n') ? text : `${text}\n`));
  }

  #write(text: string): void {
    this.#out += text;
  }

  #flush(): void {
    if (this.#out === '') return;
    const text = this.#out;
    this.#out = '';
    this.#ends.write(text);
  }
}

function withCrLf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
