/** Telnet's commands. @see RFC 854 */
const SE = 240;
const SB = 250;
const WILL = 251;
const WONT = 252;
const DO = 253;
const DONT = 254;
const IAC = 255;

/** Options. @see RFC 857 (echo), 858 (suppress go-ahead), 1091 (terminal type), 1073 (window size) */
const ECHO = 1;
const SUPPRESS_GO_AHEAD = 3;
const TERMINAL_TYPE = 24;
const WINDOW_SIZE = 31;

/** What the server may do, and what we do when it asks. */
const THEIRS: ReadonlySet<number> = new Set([ECHO, SUPPRESS_GO_AHEAD]);
const OURS: ReadonlySet<number> = new Set([SUPPRESS_GO_AHEAD, TERMINAL_TYPE, WINDOW_SIZE]);

const TYPE_IS = 0;
const TYPE_SEND = 1;
const CR = 13;
const LF = 10;
const NUL = 0;

type State = 'data' | 'cr' | 'command' | 'option' | 'sub' | 'sub-command';

/** Terminal to offer. */
export interface TelnetTerminal {
  type: string;
  columns: number;
  rows: number;
}

/**
 * Tells a telnet server's text from its commands, whatever pieces they come in, and answers the commands: it may echo, it gets
 * type and size of our terminal, and everything else is refused. Nothing is sent before the server has sent a command: a
 * port that speaks no telnet would take it for text.
 *
 * @see RFC 854, RFC 855; RFC 1143 for answering only what changes something, so that no two sides answer each other for ever
 */
export class TelnetStream {
  readonly #terminal: TelnetTerminal;
  readonly #send: (bytes: Buffer) => void;
  /** Options that are on, or that we have offered. */
  readonly #theirs = new Set<number>();
  readonly #ours = new Set<number>();
  readonly #offered = new Set<number>();
  #state: State = 'data';
  #verb = 0;
  #sub: number[] = [];
  #hasSpoken = false;

  constructor(terminal: TelnetTerminal, send: (bytes: Buffer) => void) {
    this.#terminal = terminal;
    this.#send = send;
  }

  /** @returns the text among the bytes; may be empty */
  receive(bytes: Buffer): Buffer {
    if (this.#state === 'data' && !bytes.includes(IAC) && !bytes.includes(CR)) return bytes;
    const text = Buffer.allocUnsafe(bytes.length);
    let length = 0;
    for (const byte of bytes) {
      const plain = this.#step(byte);
      if (plain !== undefined) text[length++] = plain;
    }
    return text.subarray(0, length);
  }

  #step(byte: number): number | undefined {
    switch (this.#state) {
      case 'cr':
        this.#state = 'data';
        if (byte === NUL) return undefined; // a lone CR is sent as CR NUL
        return this.#data(byte);
      case 'data':
        return this.#data(byte);
      case 'command':
        return this.#command(byte);
      case 'option':
        this.#state = 'data';
        this.#negotiate(this.#verb, byte);
        return undefined;
      case 'sub':
        if (byte === IAC) this.#state = 'sub-command';
        else this.#keepSub(byte);
        return undefined;
      case 'sub-command':
        this.#state = byte === SE ? 'data' : 'sub';
        if (byte === IAC) this.#keepSub(byte);
        if (byte === SE) this.#answerSub();
        return undefined;
      default:
        return this.#state satisfies never;
    }
  }

  #data(byte: number): number | undefined {
    if (byte === IAC) {
      this.#state = 'command';
      return undefined;
    }
    if (byte === CR) this.#state = 'cr';
    return byte;
  }

  #command(byte: number): number | undefined {
    this.#state = 'data';
    if (byte === IAC) return IAC;
    if (byte >= WILL && byte <= DONT) {
      this.#verb = byte;
      this.#state = 'option';
    } else if (byte === SB) {
      this.#sub = [];
      this.#state = 'sub';
    }
    return undefined; // no operation, go ahead, data mark, are you there: nothing to do
  }

  #negotiate(verb: number, option: number): void {
    const isFirst = !this.#hasSpoken;
    this.#hasSpoken = true;
    if (verb === WILL || verb === WONT) this.#hearTheirs(option, verb === WILL);
    else this.#hearOurs(option, verb === DO);
    if (!isFirst) return;
    for (const offer of [TERMINAL_TYPE, WINDOW_SIZE]) {
      if (this.#ours.has(offer)) continue;
      this.#offered.add(offer);
      this.#say(WILL, offer);
    }
  }

  /** The server will or won't do something. */
  #hearTheirs(option: number, isOn: boolean): void {
    if (isOn === this.#theirs.has(option)) return;
    if (isOn && THEIRS.has(option)) {
      this.#theirs.add(option);
      this.#say(DO, option);
    } else {
      this.#theirs.delete(option);
      this.#say(DONT, option);
    }
  }

  /** The server wants us to do something, or not to. */
  #hearOurs(option: number, isWanted: boolean): void {
    const wasOffered = this.#offered.delete(option);
    if (!isWanted) {
      if (this.#ours.delete(option)) this.#say(WONT, option);
      return;
    }
    if (!OURS.has(option)) {
      this.#say(WONT, option);
      return;
    }
    if (this.#ours.has(option)) return;
    this.#ours.add(option);
    if (!wasOffered) this.#say(WILL, option);
    if (option === WINDOW_SIZE) this.#saySize();
  }

  #keepSub(byte: number): void {
    if (this.#sub.length < 64) this.#sub.push(byte);
  }

  #answerSub(): void {
    const [option, what] = this.#sub;
    if (option !== TERMINAL_TYPE || what !== TYPE_SEND || !this.#ours.has(TERMINAL_TYPE)) return;
    this.#sub = [];
    this.#send(Buffer.from([IAC, SB, TERMINAL_TYPE, TYPE_IS, ...Buffer.from(this.#terminal.type), IAC, SE]));
  }

  #saySize(): void {
    const { columns, rows } = this.#terminal;
    const size = [columns >> 8, columns & 0xff, rows >> 8, rows & 0xff];
    // 511 columns are 0x01 0xff, and that byte is to be doubled.
    const escaped = size.flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte]));
    this.#send(Buffer.from([IAC, SB, WINDOW_SIZE, ...escaped, IAC, SE]));
  }

  #say(verb: number, option: number): void {
    this.#send(Buffer.from([IAC, verb, option]));
  }
}

/**
 * Puts text into the form in which it is typed over telnet: 255 is doubled, and Enter, however a platform writes it, is CR NUL, as
 * every telnet client sends it: after CR LF some servers see two.
 */
export function encodeTelnet(text: string): Buffer {
  const bytes = Buffer.from(text);
  const out: number[] = [];
  for (const [index, byte] of bytes.entries()) {
    if (byte === CR || (byte === LF && bytes[index - 1] !== CR)) out.push(CR, NUL);
    else if (byte === IAC) out.push(IAC, IAC);
    else if (byte !== LF) out.push(byte);
  }
  return Buffer.from(out);
}
