/**
 * Everything that can move a cursor, hide text or reorder it, but line breaks and tabs: control and format characters of Unicode (bidi
 * controls, zero-width blanks, soft hyphens, tags), line separators, halves of characters, and letters that are drawn as nothing.
 */
export const UNPRINTABLE = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5|(?![\n\t])\p{Cc}/gu;

/** What most outputs have none of; looked for a hundred times faster than what is not printable. Found in `ü` too; not in `a|b\t~`. */
const UNUSUAL = /[^\n\t\x20-\x7e]/;

/**
 * Makes text from a device safe to print: each control or invisible character becomes a visible one of the same length.
 * Line breaks and tabs stay, so a whole output can be passed.
 *
 * @example printable('a\x1b[2Jb') === 'a␛[2Jb'
 */
export function printable(text: string): string {
  if (!UNUSUAL.test(text)) return text;
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : '�'.repeat(character.length);
  });
}

/** The same on one line: line breaks and tabs are made visible as well. */
export function printableLine(text: string): string {
  return printable(text.replace(/\r?\n/g, '⏎').replace(/\t/g, ' '));
}
