import type { Transport } from '../../src/transport/transport.js';

/** What the device sends when a line was typed; `close` ends the connection afterwards. */
export interface Answer {
  text: string;
  close?: boolean;
}

/** How a scripted device behaves. */
export interface Script {
  /** Sent at login. */
  banner: string;
  /** Called with each line typed (without its Enter), and with single keys that came without one. */
  onInput: (input: string) => Answer | undefined;
  /** Size of the n-th piece sent, in bytes; Infinity for one piece. */
  chunk?: (index: number) => number;
  /** More keys that it acts on without Enter. */
  keys?: readonly string[];
}

/** What a device acts on without Enter: a space at a pager, Ctrl-C. */
const KEYS: ReadonlySet<string> = new Set([' ', '\u0003']);

/** A device in the same process: answers what is typed, in pieces of a chosen size, one piece per turn of the event loop. */
export class ScriptedDevice implements Transport {
  readonly phases = {};
  readonly typed: string[] = [];
  /** All that was written, as it came. */
  written = '';
  isEnded = false;
  private listener: ((bytes: Buffer) => void) | undefined;
  private onEnd: ((reason: Error | undefined) => void) | undefined;
  private queue: Buffer[] = [];
  private pieces = 0;
  private isClosing = false;
  private isSending = false;
  private pending = '';
  private reason: Error | undefined;

  constructor(private readonly script: Script) {
    this.queue.push(Buffer.from(script.banner, 'latin1'));
  }

  onData(listener: (bytes: Buffer) => void): void {
    this.listener = listener;
    this.pump();
  }

  onClose(listener: (reason: Error | undefined) => void): void {
    this.onEnd = listener;
  }

  write(text: string): void {
    if (this.isEnded || this.isClosing) return;
    this.written += text;
    this.pending += text.replace(/\r\n?/g, '\n');
    const isKeyed = () => KEYS.has(this.pending) || this.script.keys?.includes(this.pending) === true;
    while (this.pending.includes('\n') || isKeyed()) {
      const isKey = isKeyed();
      const end = isKey ? 1 : this.pending.indexOf('\n');
      const input = this.pending.slice(0, end);
      this.pending = isKey ? '' : this.pending.slice(end + 1);
      this.typed.push(input);
      const answer = this.script.onInput(input);
      if (answer) this.queue.push(Buffer.from(answer.text, 'latin1'));
      if (answer?.close) this.isClosing = true;
    }
    this.pump();
  }

  end(): void {
    this.isEnded = true;
  }

  /** Whether all that it has to say was sent. */
  get isQuiet(): boolean {
    return this.queue.length === 0 && !this.isSending;
  }

  /** Says something that nobody asked for. */
  say(text: string): void {
    this.queue.push(Buffer.from(text, 'latin1'));
    this.pump();
  }

  /** Ends the connection once all is sent; with a reason where it is not orderly. */
  hangUp(reason?: Error): void {
    this.isClosing = true;
    this.reason = reason;
    this.pump();
  }

  destroy(): void {
    this.isEnded = true;
  }

  private pump(): void {
    if (this.isSending) return;
    this.isSending = true;
    setImmediate(() => {
      this.isSending = false;
      const next = this.queue.shift();
      if (next === undefined) {
        if (this.isClosing && !this.isEnded) this.onEnd?.(this.reason);
        this.isClosing = false;
        return;
      }
      const size = this.script.chunk?.(this.pieces++) ?? Number.POSITIVE_INFINITY;
      if (next.length > size) this.queue.unshift(next.subarray(size));
      if (!this.isEnded) this.listener?.(next.subarray(0, Math.min(size, next.length)));
      this.pump();
    });
  }
}
