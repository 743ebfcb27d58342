import { LONGEST_PROMPT, type Speech, settlePrompt } from './speech.js';

/**
 * The prompt on which a session stands. It is learned from what the device repeats: the text in front of an echo. Until then only
 * its looks speak for it.
 */
export class StandingPrompt {
  /** A prompt that flow set itself, with random text in it; it is the only one then. */
  own: RegExp | undefined;
  /** Its text was seen in front of an echo. */
  isLearned = false;
  private shown = '';
  private settled = '';

  constructor(private readonly speech: Speech) {}

  /** As it was shown, trimmed. */
  get text(): string {
    return this.shown;
  }

  /** Takes a line for the prompt. */
  take(line: string, isLearned: boolean): void {
    this.shown = line.slice(-LONGEST_PROMPT).trim();
    this.settled = settlePrompt(this.speech, this.shown);
    this.isLearned = isLearned;
  }

  /** Whether a line is this prompt: blanks at its ends and parts that change by themselves do not count. */
  is(line: string): boolean {
    if (this.own) return this.own.test(line.slice(-LONGEST_PROMPT).trimEnd());
    if (line.length > LONGEST_PROMPT) return false;
    const text = line.trim();
    if (text === this.shown) return true;
    if (text === '' || this.speech.floating.length === 0) return false;
    return settlePrompt(this.speech, text) === this.settled;
  }

  /**
   * The prompt at the end of a line, and what stands before it: only a prompt of flow's own can have text in front, left by an
   * output without a line end.
   */
  cut(line: string): { before: string; prompt: string; status: number | undefined } {
    const own = this.own?.exec(line.trimEnd());
    if (!own) return { before: '', prompt: line.trim(), status: undefined };
    const status = own.groups?.status;
    return {
      before: line.slice(0, own.index),
      prompt: own[0],
      status: status === undefined ? undefined : Number(status),
    };
  }
}
