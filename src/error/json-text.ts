import { UNPRINTABLE } from './printable.js';

/** Told at a tenth of the cost: nearly every text is plain. Fits `{"a":1}`, not `{"ä":1}`. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/**
 * Writes a value as JSON in which every control and invisible character is `\uXXXX`, so that it can be shown on a terminal. Nor is
 * anything in it a command to the runner of GitHub Actions, who looks for `##[` in all that is printed.
 *
 * @param indent  blanks for each level; 0, the default, gives one line
 */
export function jsonText(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, null, indent);
  const visible = PLAIN.test(text) ? text : text.replace(UNPRINTABLE, escapeCharacter);
  return visible.replaceAll('##[', '\\u0023#[');
}

/** Outside of the basic plane a character is two in JSON. */
function escapeCharacter(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
