import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import type { Transport } from '../transport/transport.js';
import { Screen } from './screen.js';

/** One wait: what for, and when it ends without it. */
export interface Wait<T> {
  phase: Phase;
  /** Asked after each piece that arrives; a value ends the wait, an exception fails it. */
  until: () => T | undefined;
  timeoutMs: number;
  /** What was expected, for the message: `the prompt`. */
  what: string;
  /** Called when nothing has arrived for `afterMs`: may end the wait, fail it, or send something to go on. */
  onSilence?: { afterMs: number; act: () => T | undefined };
}

const MOST_BYTES = 256 * 1024 * 1024;

/** A transport with a screen on it, on which one thing at a time can be waited for. */
export class Dialogue {
  readonly screen: Screen;
  private poll: (() => void) | undefined;
  private fail: ((error: DeviceError) => void) | undefined;
  private closed: { reason: Error | undefined } | undefined;
  private received = 0;

  constructor(
    private readonly transport: Transport,
    private readonly options: { signal: AbortSignal; columns: number },
  ) {
    this.screen = new Screen(options.columns);
    transport.onData((bytes) => {
      this.received += bytes.length;
      this.screen.feed(bytes);
      this.poll?.();
    });
    transport.onClose((reason) => {
      this.closed = { reason };
      this.poll?.();
    });
    options.signal.addEventListener('abort', this.onAbort);
  }

  get isClosed(): boolean {
    return this.closed !== undefined;
  }

  send(text: string): void {
    this.received = 0;
    this.transport.write(text);
  }

  /** Sends a line and takes the one it is typed on for done with: what follows is looked at afresh. */
  leaveLine(text: string): void {
    this.screen.abandonLine();
    this.send(text);
  }

  /** The end of what was received, for error messages: at most 200 characters. */
  last(): string {
    const { lines, line } = this.screen;
    return [...lines.slice(-8), line].join('\n').slice(-200);
  }

  /**
   * Waits until the screen shows what is wanted.
   *
   * @throws {DeviceError} `timeout`; `disconnected` when the connection ends first; `cancelled` when the signal fires;
   *   `incomplete` when more than 256 MiB came; and whatever `until` throws
   */
  wait<T>(wait: Wait<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let silence: NodeJS.Timeout | undefined;
      const limit = setTimeout(() => this.fail?.(this.timedOut(wait)), wait.timeoutMs);
      const settle = (act: () => void) => {
        clearTimeout(limit);
        clearTimeout(silence);
        this.poll = undefined;
        this.fail = undefined;
        act();
      };
      this.fail = (error) => settle(() => reject(error));
      const attempt = (act: () => T | undefined) => {
        try {
          const value = act();
          if (value !== undefined) settle(() => resolve(value));
          else if (this.closed) this.fail?.(this.disconnected(wait));
          else if (this.received > MOST_BYTES) this.fail?.(this.flooded(wait));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const { onSilence } = wait;
      const listenToSilence = () => {
        if (!onSilence) return;
        if (silence) silence.refresh();
        else silence = setTimeout(() => attempt(onSilence.act), onSilence.afterMs);
      };
      this.poll = () => {
        listenToSilence();
        attempt(wait.until);
      };
      if (this.options.signal.aborted) this.onAbort();
      else this.poll();
    });
  }

  /** Ends the connection in an orderly way and listens no more. */
  end(): void {
    this.options.signal.removeEventListener('abort', this.onAbort);
    this.transport.end();
  }

  private readonly onAbort = () => {
    this.fail?.(new DeviceError('cancelled', 'cancelled while it ran', { phase: 'command', last: this.last() }));
  };

  private timedOut(wait: Wait<unknown>): DeviceError {
    const seconds = wait.timeoutMs / 1000;
    return new DeviceError('timeout', `${wait.what} did not come within ${seconds} s`, {
      phase: wait.phase,
      last: this.last(),
    });
  }

  private disconnected(wait: Wait<unknown>): DeviceError {
    const reason = this.closed?.reason;
    const because = reason ? ` (${reason.message})` : '';
    return new DeviceError('disconnected', `the connection was closed before ${wait.what} came${because}`, {
      phase: wait.phase,
      last: this.last(),
      ...(reason ? { cause: reason } : {}),
    });
  }

  private flooded(wait: Wait<unknown>): DeviceError {
    const message = `more than ${MOST_BYTES / 1024 / 1024} MiB came without ${wait.what}`;
    return new DeviceError('incomplete', message, { phase: wait.phase, last: this.last() });
  }
}
