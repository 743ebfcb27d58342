import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import type { Dialogue } from './dialogue.js';
import type { Reading } from './reading.js';
import { findRejection, isCovered, isNoise, type Speech } from './speech.js';
import type { StandingPrompt } from './standing-prompt.js';

/** An answer that is coming in. */
export interface ComingAnswer {
  dialogue: Dialogue;
  speech: Speech;
  prompt: StandingPrompt;
  reading: Reading;
  phase: Phase;
  /** Its last line, where that is known. */
  end: RegExp | undefined;
}

/** A rejection is not longer, and no configuration has its first banner so early. */
const MOST_REFUSAL_LINES = 8;
/** Behind the last line come no more log messages and prompts than this. */
const MOST_LINES_BEHIND = 1_000;

/** The last line of what a command prints; undefined where the platform does not know it, or a filter has its say. */
export function endOf(speech: Speech, command: string): RegExp | undefined {
  const text = command.trim().replace(/\s+/g, ' ');
  return speech.ends.find((end) => end.command.test(text))?.line;
}

/**
 * Whether an answer does not have the last line that it must have. Log messages and repeated prompts behind it do not count, and
 * a device that rejects the command prints no such line.
 */
export function lacksEnd({ reading, end, speech, prompt }: ComingAnswer): boolean {
  if (end === undefined || reading.hasReturned) return false;
  const { text } = reading;
  const isBehind = (line: string) => isNoise(speech, line) || prompt.is(line) || isCovered(speech, prompt.text, line);
  const last = text.slice(-MOST_LINES_BEHIND).findLast((line) => !isBehind(line));
  if (last !== undefined && end.test(last.trim())) return false;
  return text.length > MOST_REFUSAL_LINES || findRejection(speech, text) === undefined;
}

/** @throws {DeviceError} `incomplete` for an answer without the last line that it must have */
export function checkEnd(answer: ComingAnswer): void {
  if (!lacksEnd(answer)) return;
  const message = `the prompt came before the last line of this output, /${answer.end?.source}/`;
  throw incomplete(answer, message, 'where the device ends it otherwise, say so by `ends` in a platform of your own');
}

/**
 * What was typed to make an answer go on must not have become a part of it.
 *
 * @param isDisturbed  the answer went on behind Enter, which was typed where it looked ended
 * @throws {DeviceError} `incomplete`
 */
export function checkUntouched(answer: ComingAnswer, isDisturbed: boolean): void {
  const { leftMarker } = answer.dialogue.screen;
  if (leftMarker !== undefined) {
    const message = `"${leftMarker.trim()}" was answered like a pager, but the device did not erase it: it may be text`;
    const hint = 'where the device never erases it, say `pager: {erases: false}` in a platform of your own';
    throw incomplete(answer, message, hint);
  }
  if (isDisturbed) throw incomplete(answer, 'the output stopped as if it had ended, and went on when Enter was typed');
}

function incomplete({ phase, dialogue }: ComingAnswer, message: string, hint?: string): DeviceError {
  return new DeviceError('incomplete', message, { phase, last: dialogue.last(), ...(hint !== undefined && { hint }) });
}
