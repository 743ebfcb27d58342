import { type Echo, findEcho, findFirstEcho, isRewritten, mayBecomeEcho } from './echo.js';
import { Reply } from './reply.js';
import type { Screen } from './screen.js';
import { isCovered, isNoise, type Speech } from './speech.js';
import type { StandingPrompt } from './standing-prompt.js';

/** What a reading reads from, and whom it tells. */
export interface ReadingOptions {
  screen: Screen;
  prompt: StandingPrompt;
  speech: Speech;
  /** Text that came before the first echo: it belongs to what was typed earlier. */
  onEarlier: (lines: string[]) => void;
}

/**
 * Sorts completed lines into echoes of what was typed and the text between them, which is the answer to the line before.
 *
 * What it does not do: it neither types nor decides when an answer is over.
 */
export class Reading {
  readonly replies: Reply[] = [];
  /** Next screen line to look at. */
  private index = 0;
  /** Lines whose echo was found. */
  private echoed = 0;
  /** Lines since the last echo. */
  private between: string[] = [];
  /** Number and text of the line on which a prompt came back without an echo. */
  private returned: { at: number; prompt: string } | undefined;
  private readonly inputs: string[];

  constructor(
    inputs: readonly string[],
    private readonly options: ReadingOptions,
  ) {
    this.inputs = [...inputs];
  }

  /** Whether all lines typed have their echo, so that the next prompt ends the last answer. */
  get isEchoed(): boolean {
    return this.echoed === this.inputs.length;
  }

  /** The line whose echo is awaited. */
  get awaited(): string | undefined {
    return this.inputs[this.echoed];
  }

  /** Text since the last echo. */
  get text(): readonly string[] {
    return this.between;
  }

  /** Screen line at which the text since the last echo begins; undefined before the first echo. */
  get answerFrom(): number | undefined {
    return this.echoed === 0 ? undefined : this.index - this.between.length;
  }

  /** Whether the prompt came back without an echo, and Enter was typed behind it. */
  get hasReturned(): boolean {
    return this.returned !== undefined;
  }

  /** Reads what the screen has completed. */
  read(): void {
    const { screen, prompt } = this.options;
    const { lines } = screen;
    while (this.index < screen.settledLines) {
      const input = this.inputs[this.echoed];
      if (input === undefined) {
        this.between.push(lines[this.index++] as string);
        continue;
      }
      const echo = this.echoAt(input);
      if (echo) this.takeEcho(echo);
      else if (mayBecomeEcho(lines, this.index, input, prompt.text)) return;
      else this.between.push(lines[this.index++] as string);
    }
  }

  /** Ends the last answer at the unfinished line, which is a prompt. */
  close(): void {
    const { prompt, screen } = this.options;
    const line = screen.wholeLine;
    const end = this.isEchoed ? prompt.cut(line) : { before: '', prompt: prompt.text, status: undefined };
    if (end.before !== '') this.between.push(end.before);
    this.closeAnswer(end);
  }

  /** Takes a line that the reading has seen away again: it goes on after all. */
  withdraw(line: number): void {
    this.between.splice(this.between.length - (this.index - line), 1);
    this.index--;
  }

  /**
   * The device may not repeat what is typed, and the prompt is back on the unfinished line.
   *
   * @param isPrompt  it is a prompt, not a question of the platform, which needs no confirming
   * @returns `type-enter`: Enter has to be typed now, to see whether the prompt comes again; `wait`; `confirmed`: it did, with
   *   nothing in between; `refuted`: there was something
   */
  judgeReturn(isPrompt: boolean): 'type-enter' | 'wait' | 'confirmed' | 'refuted' {
    const { screen, prompt, speech } = this.options;
    const count = screen.lines.length;
    if (count === 0) return 'wait';
    const { returned } = this;
    if (!returned) {
      if (this.inputs.length - this.echoed > 1) return 'wait';
      if (!isPrompt) return 'confirmed';
      this.returned = { at: count, prompt: screen.line.trim() };
      this.inputs.push('');
      return 'type-enter';
    }
    if (count <= returned.at || this.inputs.length - this.echoed > 2) return 'wait';
    const isSame = (line: string) => line.trim() === returned.prompt || prompt.is(line);
    const isClean = screen.lines.slice(returned.at).every((line) => isSame(line) || isNoise(speech, line));
    return isClean && isSame(screen.line) ? 'confirmed' : 'refuted';
  }

  /** Ends an answer that has no echo, at the prompt that came back. @returns undefined when that prompt also stands inside of it */
  closeUnechoed(): Reply | undefined {
    const { screen, prompt, speech } = this.options;
    const [first = '', ...body] = screen.lines.slice(0, this.returned?.at);
    if (body.some((line) => line.trim() !== '' && prompt.is(line))) return undefined;
    const start = first.trimStart();
    const behind = start.startsWith(prompt.text) ? start.slice(prompt.text.length) : first;
    const input = this.inputs[this.echoed] as string;
    const end = { prompt: screen.line.trim(), status: undefined };
    this.between = [];
    const reply = new Reply(input, behind.trim() === '' ? body : [behind, ...body], end, speech);
    this.replies.push(reply);
    return reply;
  }

  private takeEcho(echo: Echo): void {
    const { prompt } = this.options;
    if (echo.prompt !== '') prompt.take(echo.prompt, true);
    prompt.isLearned = true;
    this.closeAnswer({ prompt: prompt.text, status: undefined });
    this.echoed++;
    this.index += echo.lines;
  }

  private closeAnswer(end: { prompt: string; status: number | undefined }): void {
    const { between, echoed } = this;
    this.between = [];
    if (echoed === 0) this.options.onEarlier(between);
    else this.replies.push(new Reply(this.inputs[echoed - 1] as string, between, end, this.options.speech));
  }

  private echoAt(input: string): Echo | undefined {
    const { screen, prompt, speech } = this.options;
    const { lines } = screen;
    const line = lines[this.index] as string;
    const echo = findEcho(lines, this.index, input, prompt.text) ?? this.findOwnEcho(line, input);
    // The line alone is the echo only behind a prompt that a log message interrupted.
    if (echo && (echo.prompt !== '' || isInterrupted(this.between, prompt, speech))) return echo;
    if (this.index === 0 && speech.platform.echo === 'optional' && isRewritten(line, input, prompt.text))
      return { lines: 1, prompt: prompt.text };
    if (input !== '' && (!prompt.isLearned || speech.floating.length > 0)) {
      const first = findFirstEcho(line, input, speech);
      if (first && (!prompt.isLearned || prompt.is(first.prompt))) return first;
    }
    return undefined;
  }

  /** The echo behind a prompt of flow's own, which may stand behind a text without a line end. */
  private findOwnEcho(line: string, input: string): Echo | undefined {
    const { prompt } = this.options;
    if (!prompt.own || !line.trimEnd().endsWith(input.trimEnd())) return undefined;
    const before = line.trimEnd().slice(0, line.trimEnd().length - input.trimEnd().length);
    return prompt.is(before) ? { lines: 1, prompt: prompt.text } : undefined;
  }
}

/**
 * Whether the last of some lines are log messages behind the prompt: what is typed then comes without it. An output that has the
 * prompt and then the very line that was typed is something else.
 */
export function isInterrupted(lines: readonly string[], prompt: StandingPrompt, speech: Speech): boolean {
  let logs = 0;
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] as string;
    if (isCovered(speech, prompt.text, line)) return true;
    if (prompt.is(line)) return logs > 0;
    if (!isNoise(speech, line)) return false;
    if (line.trim() !== '') logs++;
  }
  return false;
}
