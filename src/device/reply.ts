import { DeviceError } from '../error/flow-error.js';
import { isNoise, type Speech } from './speech.js';

/**
 * What the device answered to one line. It is provisional when the prompt has been seen once: a line inside an output can
 * look exactly like the prompt. It becomes final when the device echoes the next line behind that prompt, or closes
 * after we have left.
 */
export class Reply {
  private body: string[];
  private settled: { error?: DeviceError } | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(
    readonly input: string,
    body: string[],
    /** The prompt that ended it, trimmed. */
    readonly prompt: string,
    private readonly speech: Speech,
    /** Exit status where the platform's prompt tells it. */
    readonly status: number | undefined,
  ) {
    this.body = body;
  }

  /** The lines so far. */
  get lines(): readonly string[] {
    return this.body;
  }

  get isFinal(): boolean {
    return this.settled !== undefined && !this.settled.error;
  }

  /** Text between echo and prompt: "\n" ends, without empty lines at either end. */
  get output(): string {
    let from = 0;
    let to = this.body.length;
    while (from < to && this.body[from]?.trim() === '') from++;
    while (to > from && this.body[to - 1]?.trim() === '') to--;
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
    const said = between.filter((line) => line.trim() !== this.prompt && !isNoise(this.speech, line));
    if (said.length > 0) {
      const repeated = between.findLastIndex((line) => line.trim() !== this.prompt) + 1;
      this.body = [...this.body, ...between.slice(0, repeated)];
    }
    this.settle({});
  }

  /** Gives up: the end of the output was never confirmed. */
  abandon(reason: string, last: string): void {
    this.settle({ error: new DeviceError('incomplete', reason, { phase: 'command', last }) });
  }

  private settle(settled: { error?: DeviceError }): void {
    if (this.settled) return;
    this.settled = settled;
    for (const listener of this.listeners) listener();
  }
}
