import { modeOf, type Speech } from './speech.js';

/** Where the echo of a typed line was found. */
export interface Echo {
  /** How many screen lines it takes: more than one where the device wrapped it. */
  lines: number;
  /** The prompt in front of it, trimmed; empty where the device repeated the line alone. */
  prompt: string;
}

const MOST_LINES = 4;
/** No terminal is narrower: a shorter line was not wrapped. */
const NARROWEST = 79;

/**
 * Looks for the echo of `input` at `lines[index]`: the prompt, then what was typed. Blanks do not count, because line editors
 * wrap and redraw; a long line that the editor scrolled is known by its `$` and its end.
 *
 * @param prompt  the prompt that stood when the line was typed, trimmed
 * @example findEcho(['R1#sh clock'], 0, 'sh clock', 'R1#') → {lines: 1, prompt: 'R1#'}
 */
export function findEcho(lines: readonly string[], index: number, input: string, prompt: string): Echo | undefined {
  const typed = compact(input);
  const stood = compact(prompt);
  const whole = stood + typed;
  let joined = '';
  for (let count = 1; count <= MOST_LINES && index + count <= lines.length; count++) {
    joined += compact(lines[index + count - 1] ?? '');
    if (joined === whole || isPaintedTwice(joined, whole, typed) || isScrolled(joined, stood, typed))
      return { lines: count, prompt };
    if (joined === typed && typed !== '') return { lines: count, prompt: '' };
    if (!whole.startsWith(joined) || (lines[index + count - 1]?.length ?? 0) < NARROWEST) return undefined;
  }
  return undefined;
}

/**
 * The same while the prompt is not known for sure: whatever stands in front of the echo is it, if the platform could
 * have such a prompt.
 */
export function findFirstEcho(line: string, input: string, speech: Speech): Echo | undefined {
  const shown = line.trimEnd();
  const typed = input.trimEnd();
  if (!shown.endsWith(typed)) return undefined;
  const prompt = shown.slice(0, shown.length - typed.length).trim();
  return modeOf(speech, prompt) ? { lines: 1, prompt } : undefined;
}

/** Whether the last lines may be the first part of an echo that the device wrapped at the width of its terminal. */
export function mayBecomeEcho(lines: readonly string[], index: number, input: string, prompt: string): boolean {
  if (lines.length - index >= MOST_LINES || (lines[index]?.length ?? 0) < NARROWEST) return false;
  const whole = compact(prompt) + compact(input);
  const joined = compact(lines.slice(index).join(''));
  return joined.length < whole.length && whole.startsWith(joined);
}

/**
 * The same where the device has rewritten what was typed: words are completed, capitals changed. Every word must be an
 * expansion of the one that was typed.
 *
 * @example isRewritten('R1#show interfaces', 'sh int', 'R1#') → true
 */
export function isRewritten(line: string, input: string, prompt: string): boolean {
  const text = line.trim();
  if (!text.startsWith(prompt) || input.trim() === '') return false;
  const shown = wordsOf(text.slice(prompt.length));
  const typed = wordsOf(input);
  return shown.length === typed.length && typed.every((word, index) => shown[index]?.startsWith(word));
}

function wordsOf(text: string): string[] {
  return text.trim().toLowerCase().split(/\s+/);
}

/** A line editor that paints prompt and line again, without going back first. */
function isPaintedTwice(joined: string, whole: string, typed: string): boolean {
  return typed !== '' && joined.length === 2 * whole.length && joined === whole + whole;
}

/**
 * `R1#$ip prefix-list LONG seq 5 permit 10.0.0.0/8` is the end of a longer line, and `R1#ip prefix-list LO$` its beginning;
 * `R1#$x` with another end is neither.
 */
function isScrolled(joined: string, prompt: string, typed: string): boolean {
  if (!joined.startsWith(prompt)) return false;
  const mark = joined.indexOf('$', prompt.length);
  if (mark === joined.length - 1 && typed[mark - prompt.length] !== '$') {
    const start = joined.slice(prompt.length, mark);
    return start.length >= 8 && typed.length > start.length && typed.startsWith(start);
  }
  if (mark < 0 || mark > prompt.length + 1) return false;
  const rest = joined.slice(mark + 1);
  return rest.length >= 8 && typed.length > rest.length && typed.endsWith(rest);
}

/** A text without its blanks, and without keys such as Ctrl-P, which no device repeats. */
export function compact(text: string): string {
  return text.replace(/[\s\0-\x1f]+/g, '');
}
