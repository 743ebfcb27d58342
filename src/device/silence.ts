import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import type { ComingAnswer } from './answer-checks.js';
import { erasesMarkers } from './answer-pager.js';
import { looksLikeQuestion } from './question.js';
import { isCovered, isNoise, modeOf, settlePrompt } from './speech.js';

/** How long a device says nothing before it is asked what it waits for. */
export const SILENCE_MS = 3_000;

const MOST_NUDGES = 2;
/** Where a line is not expected to lead to another prompt. */
const FIXED_PROMPT: ReadonlySet<Phase> = new Set(['command', 'setup']);

/**
 * Finds out what a device waits for that says nothing more before its answer is over: it asks something, a log message has
 * covered its prompt, a pager has been interrupted, or the prompt is another one now. Silence alone ends no answer: Enter is
 * typed, and what comes then decides.
 */
export class Silence {
  /** A line that looks like a prompt, and the number of its screen line: Enter was typed to see whether it comes again. */
  private candidate: { text: string; at: number } | undefined;
  private nudges = 0;
  /** Number of the screen line on which Enter was typed first. */
  private nudgedAt: number | undefined;

  constructor(private readonly options: ComingAnswer) {}

  /** Whether another prompt than the one before came, and came again behind Enter. */
  get isConfirmed(): boolean {
    const { candidate } = this;
    const { screen } = this.options.dialogue;
    if (!candidate || screen.lines.length <= candidate.at || !this.isCandidate(screen.line)) return false;
    return this.isClean(candidate.at);
  }

  /** Whether the answer went on behind Enter: then the device may have taken it for something, or repeated it in the text. */
  get isDisturbed(): boolean {
    return this.nudgedAt !== undefined && !this.isClean(this.nudgedAt);
  }

  /**
   * Nothing has come for a while.
   *
   * @throws {DeviceError} `prompt` for a question that nobody answers
   */
  judge(): void {
    const { dialogue, speech, reading, phase, prompt } = this.options;
    const { line, lines } = dialogue.screen;
    const isOver = reading.isEchoed || speech.platform.echo === 'optional';
    if (!isOver) return;
    if (looksLikeQuestion(line) && !prompt.is(line)) throw this.unanswered(line);
    if (this.takeUpPager() || this.nudges >= MOST_NUDGES || !reading.isEchoed) return;
    const isOther = FIXED_PROMPT.has(phase) && !prompt.own && modeOf(speech, line) !== undefined;
    if (!isOther && !this.isPromptCovered()) return;
    this.candidate = isOther ? { text: line.trim(), at: lines.length } : undefined;
    this.nudges++;
    this.nudgedAt ??= lines.length;
    dialogue.send(speech.platform.enter);
  }

  /** The prompt came, and behind it log messages without a prompt of their own. */
  private isPromptCovered(): boolean {
    const { dialogue, speech, reading, prompt } = this.options;
    if (dialogue.screen.line.trim() !== '') return false;
    const { text } = reading;
    const isBlank = (line: string) => line.trim() === '';
    let index = text.findLastIndex((line) => !isBlank(line));
    if (index >= 0 && isCovered(speech, prompt.text, text[index] as string)) return true;
    const last = index;
    while (index >= 0 && isNoise(speech, text[index] as string)) index--;
    return index >= 0 && index < last && prompt.is(text[index] as string);
  }

  /** A log message came while the pager waited: its marker stands on a line above, and it still waits. */
  private takeUpPager(): boolean {
    const { dialogue, speech, reading } = this.options;
    const { screen } = dialogue;
    if (screen.line.trim() !== '') return false;
    let index = screen.lines.length - 1;
    while (index >= 0 && isNoise(speech, screen.lines[index] as string)) index--;
    const line = screen.lines[index];
    if (line === undefined || index === screen.lines.length - 1 || !reading.isEchoed) return false;
    const marker = speech.markers.map((pattern) => pattern.exec(line)?.[0]).find((found) => found !== undefined);
    if (marker === undefined) return false;
    const { pager } = speech.platform;
    reading.withdraw(index);
    screen.reopenLine(index, marker, erasesMarkers(pager));
    dialogue.send(pager.answer);
    return true;
  }

  /** Whether nothing but the prompt and log messages stands on the lines from this one on. */
  private isClean(from: number): boolean {
    const { dialogue, speech, prompt } = this.options;
    const { lines } = dialogue.screen;
    const isPrompt = (line: string) =>
      this.candidate ? this.isCandidate(line) : prompt.is(line) || isCovered(speech, prompt.text, line);
    for (let index = from; index < lines.length; index++) {
      const line = lines[index] as string;
      if (!isPrompt(line) && !isNoise(speech, line)) return false;
    }
    return true;
  }

  private isCandidate(line: string): boolean {
    const { speech } = this.options;
    return this.candidate !== undefined && settlePrompt(speech, line) === settlePrompt(speech, this.candidate.text);
  }

  private unanswered(line: string): DeviceError {
    return new DeviceError('prompt', `the device asks a question that the playbook does not answer: "${line.trim()}"`, {
      phase: this.options.phase,
      last: this.options.dialogue.last(),
      hint: 'give the task `answers: [{match: ..., send: ...}]`',
    });
  }
}
