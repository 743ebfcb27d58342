import { stripVTControlCharacters } from 'node:util';
import { textWidth } from '../../error/text-width.js';

const ESC = '\u001b[';
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
const CLEAR_LINE_END = `${ESC}K`;
const CLEAR_BELOW = `${ESC}J`;
/** Between these a terminal that knows them shows nothing half-drawn (DEC private mode 2026); others ignore them. */
const BEGIN_UPDATE = `${ESC}?2026h`;
const END_UPDATE = `${ESC}?2026l`;

/**
 * Some lines at the end of a terminal's text that are drawn again and again in their place. The cursor rests at the
 * beginning of the line below them. It makes texts to be written and writes nothing itself.
 */
export class ScreenBlock {
  #widths: number[] = [];
  #isCursorHidden = false;

  /**
   * @param above    lines that are to stay, written above the block
   * @param block    lines of the block; none take it away
   * @param columns  of the terminal as it is now: one that became narrower has broken the lines drawn before
   */
  frame(above: readonly string[], block: readonly string[], columns: number): string {
    const cursor = this.#isCursorHidden ? '' : HIDE_CURSOR;
    const lines = [...above, ...block].map((line) => `${line}${CLEAR_LINE_END}\n`).join('');
    const text = `${BEGIN_UPDATE}${cursor}${this.#moveToTop(columns)}${lines}${CLEAR_BELOW}${END_UPDATE}`;
    this.#isCursorHidden = true;
    this.#widths = block.map((line) => textWidth(stripVTControlCharacters(line)));
    return text;
  }

  /** Takes the block away, writes what is to stay in its place, and gives the cursor back. */
  close(lines: readonly string[], columns: number): string {
    const last = lines.map((line) => `${line}${CLEAR_LINE_END}\n`).join('');
    const text = `${this.#moveToTop(columns)}${last}${CLEAR_BELOW}${this.#isCursorHidden ? SHOW_CURSOR : ''}`;
    this.#widths = [];
    this.#isCursorHidden = false;
    return text;
  }

  #moveToTop(columns: number): string {
    const rows = this.#widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / Math.max(1, columns))), 0);
    return rows > 0 ? `\r${ESC}${rows}A` : '\r';
  }
}
