// Everything that can move a cursor, hide text or reorder it: C0 and C1 controls, DEL, bidi overrides, line separators.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Makes text from a device safe to print: each control character becomes a visible one.
 * Line breaks and tabs stay, so a whole output can be passed.
 *
 * @example printable('a\x1b[2Jb') === 'a␛[2Jb'
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : '�';
  });
}

/** The same on one line: line breaks and tabs are made visible as well. */
export function printableLine(text: string): string {
  return printable(text.replace(/\r?\n/g, '⏎').replace(/\t/g, ' '));
}
