import { DeviceError } from '../error/flow-error.js';
import { compact } from './echo.js';
import type { KnownAnswer } from './question.js';
import { isCovered, isNoise, LONGEST_PROMPT, type Speech, settlePrompt } from './speech.js';

const LONGEST_ECHO = 8_192;

/**
 * What the device answered to one line. It is provisional when the prompt has been seen once: a line inside an output can
 * look exactly like the prompt. It becomes final when the device echoes the next line behind that prompt, or closes
 * after we have left.
 */
export class Reply {
  /** The prompt that ended it, trimmed. */
  readonly prompt: string;
  /** Exit status where the platform's prompt tells it. */
  readonly status: number | undefined;
  /** The answers that were given to questions on the way. */
  readonly answered: KnownAnswer[] = [];
  private body: string[];
  private settled: { error?: DeviceError } | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(
    readonly input: string,
    body: string[],
    end: { prompt: string; status: number | undefined },
    private readonly speech: Speech,
  ) {
    this.prompt = end.prompt;
    this.status = end.status;
    this.body = this.withoutEcho(body);
  }

  /** The lines so far. */
  get lines(): readonly string[] {
    return this.body;
  }

  get isFinal(): boolean {
    return this.settled !== undefined && !this.settled.error;
  }

  /** Text between echo and prompt: "\n" ends, without empty lines at either end, time stamps and status words of the platform. */
  get output(): string {
    const { stamps, above, done } = this.speech;
    const isAny = (patterns: readonly RegExp[], index: number) =>
      patterns.some((pattern) => pattern.test(this.body[index] as string));
    let from = 0;
    let to = this.body.length;
    while (from < to && (this.isBlank(from) || isAny(stamps, from))) from++;
    while (to > from && (this.isBlank(to - 1) || isAny(above, to - 1))) to--;
    if (done && to > from && done.test(this.body[to - 1] as string)) to--;
    while (to > from && this.isBlank(to - 1)) to--;
    return this.body.slice(from, to).join('\n');
  }

  /** Resolves when the output is final. @throws {DeviceError} `incomplete` when its end was never confirmed */
  final(): Promise<void> {
    return new Promise((resolve, reject) => {
      const act = () => (this.settled?.error ? reject(this.settled.error) : resolve());
      if (this.settled) act();
      else this.listeners.push(act);
    });
  }

  /**
   * Makes it final.
   *
   * @param between  lines that came after the prompt and before the next echo: log messages and repeated prompts are
   *   dropped; anything else shows that the prompt was part of the output, which then goes on
   */
  confirm(between: readonly string[]): void {
    if (this.settled) return;
    this.extend(between);
    this.body = this.body.slice(0, this.endOfText());
    this.settle({});
  }

  /** The prompt was part of the output: it goes on with these lines. */
  extend(lines: readonly string[]): void {
    if (!this.settled) this.body = this.body.length === 0 ? this.withoutEcho(lines) : [...this.body, ...lines];
  }

  /** Some line editors paint prompt and line a second time: that is no text. */
  private withoutEcho(lines: readonly string[]): string[] {
    const [first = '', ...rest] = lines;
    const isEcho =
      this.input !== '' && first.length < LONGEST_ECHO && compact(first) === compact(this.prompt + this.input);
    return isEcho ? rest : [...lines];
  }

  /** Log messages behind a prompt are no text, nor is that prompt; a log message in the output itself is. */
  private endOfText(): number {
    let end = this.body.length;
    for (let index = end - 1; index >= 0; index--) {
      const line = this.body[index] as string;
      if (this.isPrompt(line) || isCovered(this.speech, this.prompt, line)) end = index;
      else if (!isNoise(this.speech, line)) break;
    }
    return end;
  }

  /** Gives up: the end of the output was never confirmed. */
  abandon(reason: string, last: string): void {
    this.settle({ error: new DeviceError('incomplete', reason, { phase: 'command', last }) });
  }

  /** Whether the device said that all went well; undefined on platforms where it does not say so. */
  get isDone(): boolean | undefined {
    const { done } = this.speech;
    if (!done) return undefined;
    const last = this.body.findLast((line) => !isNoise(this.speech, line));
    return done.test(this.prompt) || (last !== undefined && done.test(last));
  }

  private isPrompt(line: string): boolean {
    if (line.length > LONGEST_PROMPT) return false;
    return line.trim() === this.prompt || settlePrompt(this.speech, line) === settlePrompt(this.speech, this.prompt);
  }

  private isBlank(index: number): boolean {
    return this.body[index]?.trim() === '';
  }

  private settle(settled: { error?: DeviceError }): void {
    if (this.settled) return;
    this.settled = settled;
    for (const listener of this.listeners) listener();
  }
}
