import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import type { Transport } from '../transport/transport.js';
import { Alarm } from './alarm.js';
import { Screen } from './screen.js';

/** One wait: what for, and when it ends without it. */
export interface Wait<T> {
  phase: Phase;
  /** Asked after each piece that arrives; a value ends the wait, an exception fails it. */
  until: () => T | undefined;
  timeoutMs: number;
  /** What was expected, for the message: `the prompt`. */
  what: string;
  /**
   * Called when nothing has arrived for `afterMs`: may end the wait, fail it, or send something to go on. Called up to `times` (once
   * unless given) in one silence.
   */
  onSilence?: { afterMs: number; act: () => T | undefined; times?: number };
  /** How much may come until the wait has ended; 128 MiB unless given. */
  mostBytes?: number;
}

/** What a dialogue needs to know. */
export interface DialogueOptions {
  signal: AbortSignal;
  /** Width of the terminal. */
  columns: number;
  /** Tells a log message, which may come while a pager waits. */
  isLog?: (line: string) => boolean;
  /** How much one answer may be; 128 MiB unless given, and 8 million lines. */
  mostBytes?: number;
}

/** What one answer may be so that every report can still show it: twice as long as a text in JSON, it must be one text. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Each line costs more than its characters; twice as many as this bring the process down. */
const MOST_LINES = 8_000_000;

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** `Idle timeout expired`, `timed out waiting for input: auto-logout`; not `CPU idle 98%`. */
const CLOSED_IDLE =
  /\b(?:idle|inactiv\w+)\b.*(?:time-?out|timed out|expired|logout|logged out|clos|disconnect|terminat)|(?:closed|disconnected|terminated|timed out|logged out).*\b(?:idle|inactiv\w+)\b|auto-?logout|exec-timeout/i;

/** A transport with a screen on it, on which one thing at a time can be waited for. */
export class Dialogue {
  readonly screen: Screen;
  private poll: (() => void) | undefined;
  private fail: ((error: DeviceError) => void) | undefined;
  private closed: { reason: Error | undefined } | undefined;
  private received = 0;
  private readonly limit = new Alarm();
  private readonly silence = new Alarm();
  private isPollDue = false;

  constructor(
    private readonly transport: Transport,
    private readonly options: DialogueOptions,
  ) {
    this.screen = new Screen(options.columns, options.isLog);
    transport.onData((bytes) => {
      this.received += bytes.length;
      this.screen.feed(bytes);
      this.pollSoon();
    });
    transport.onClose((reason) => {
      this.closed = { reason };
      this.pollSoon();
    });
    options.signal.addEventListener('abort', this.onAbort);
  }

  get isClosed(): boolean {
    return this.closed !== undefined;
  }

  send(text: string): void {
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
    const ends = [...lines.slice(-8), line].map((text) => text.slice(-200));
    return ends.join('\n').slice(-200);
  }

  /**
   * Waits until the screen shows what is wanted.
   *
   * @throws {DeviceError} `timeout`; `disconnected` when the connection ends first; `cancelled` when the signal fires;
   *   `incomplete` when more came than memory should hold; and whatever `until` throws
   */
  wait<T>(wait: Wait<T>): Promise<T> {
    const mostBytes = wait.mostBytes ?? this.options.mostBytes ?? MOST_BYTES;
    this.received = 0;
    return new Promise<T>((resolve, reject) => {
      this.limit.set(wait.timeoutMs, () => this.fail?.(this.timedOut(wait)));
      const settle = (act: () => void) => {
        this.limit.mute();
        this.silence.mute();
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
          else if (this.received > mostBytes) this.fail?.(this.flooded(wait, `${mostBytes / 1024 / 1024} MiB`));
          else if (this.screen.lines.length > MOST_LINES) this.fail?.(this.flooded(wait, `${MOST_LINES} lines`));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const { onSilence } = wait;
      let left = 0;
      const onQuiet = () => {
        if (--left > 0) this.silence.again();
        if (onSilence) attempt(onSilence.act);
      };
      this.poll = () => {
        if (onSilence) {
          left = onSilence.times ?? 1;
          this.silence.set(onSilence.afterMs, onQuiet);
        }
        attempt(wait.until);
      };
      if (this.options.signal.aborted) this.onAbort();
      else this.poll();
    });
  }

  /**
   * Waits for something that the device does not say; what it says meanwhile stands on the screen.
   *
   * @throws {DeviceError} `disconnected`, `cancelled`
   */
  async waitBeside<T>(answer: T | Promise<T>, { phase, what }: Pick<Wait<T>, 'phase' | 'what'>): Promise<T> {
    if (!(answer instanceof Promise)) return answer;
    let come: { value: T } | undefined;
    void answer.then((value) => {
      come = { value };
      this.pollSoon();
    });
    const { value } = await this.wait({ phase, what, timeoutMs: LONGEST_TIMER_MS, until: () => come });
    return value;
  }

  /** Ends the connection in an orderly way and listens no more. */
  end(): void {
    this.options.signal.removeEventListener('abort', this.onAbort);
    this.limit.dispose();
    this.silence.dispose();
    this.transport.end();
  }

  /** Looks at the screen once for all that came in one piece of the connection. */
  private pollSoon(): void {
    if (this.isPollDue) return;
    this.isPollDue = true;
    queueMicrotask(() => {
      this.isPollDue = false;
      this.poll?.();
    });
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
    const { lines, line } = this.screen;
    const said = [...lines.slice(-3), line].findLast((text) => text.trim() !== '')?.trim() ?? '';
    const isIdle = CLOSED_IDLE.test(said.slice(0, 200));
    const message = isIdle
      ? `the device closed the session as idle before ${wait.what} came: ${printableLine(said).slice(0, 200)}`
      : `the connection was closed before ${wait.what} came${reason ? ` (${reason.message})` : ''}`;
    return new DeviceError('disconnected', message, {
      phase: wait.phase,
      last: this.last(),
      ...(isIdle && { hint: 'the time limit of the device (IOS: exec-timeout) counts what is typed: raise it there' }),
      ...(reason ? { cause: reason } : {}),
    });
  }

  private flooded(wait: Wait<unknown>, most: string): DeviceError {
    const message = `more than ${most} came before ${wait.what}: too much to hold in memory`;
    return new DeviceError('incomplete', message, {
      phase: wait.phase,
      last: this.last(),
      hint: 'ask for less: a filter, or a part of it',
    });
  }
}
