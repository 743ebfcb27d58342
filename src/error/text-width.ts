// Two columns wide: Hangul, CJK, full-width forms (Unicode UAX #11, W and F) and whatever is drawn as an emoji.
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
// Drawn over the character before: accents, joiners.
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200d\u2060\ufeff]/u;
const ASCII = /^[\x20-\x7e]*$/;

/** Asks for emoji presentation of the character before, which may have been one column wide. */
const EMOJI_SELECTOR = 0xfe0f;

/**
 * Counts the terminal columns of a text without control characters. Terminals disagree on joined emoji:
 * each part is counted, so that the answer is never too small, at most too large.
 *
 * @see Unicode Standard Annex 11, East Asian Width
 */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Cuts a text to a width; what is left out is told by `…`. A width of 0 or less gives ''. */
export function cutToWidth(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (text.length <= columns && ASCII.test(text)) return text;
  let width = 0;
  let kept = '';
  let keptWithRoom = '';
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns) return `${keptWithRoom}…`;
    kept += character;
    if (width <= columns - 1) keptWithRoom = kept;
  }
  return kept;
}

/** Fills a text up with blanks on its right; a longer one stays as it is. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}

/**
 * Breaks a text into lines of at most `columns`, between words where there is a blank to break at.
 *
 * @param options.indent  blanks before every line but the first, within the width
 */
export function wrapToWidth(text: string, columns: number, options: { indent?: number } = {}): string[] {
  const indent = ' '.repeat(Math.min(options.indent ?? 0, Math.max(0, columns - 10)));
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const piece of text.split(/(?<= )(?! )/)) {
    const pieceWidth = textWidth(piece.trimEnd());
    if (width > indent.length && width + pieceWidth > columns) {
      lines.push(line.trimEnd());
      line = indent;
      width = indent.length;
    }
    for (const character of width + pieceWidth <= columns ? [piece] : piece) {
      const characterColumns = textWidth(character);
      if (width + textWidth(character.trimEnd()) > columns) {
        lines.push(line.trimEnd());
        line = indent;
        width = indent.length;
      }
      line += character;
      width += characterColumns;
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (code === EMOJI_SELECTOR) return 1;
  if (WITHOUT_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
