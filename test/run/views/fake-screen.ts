import { textWidth } from '../../../src/error/text-width.js';

/**
 * A terminal as far as the fleet view uses one: text, line ends, cursor up, erase to the end of line and screen, cursor
 * hidden or shown. Any other control character or sequence is an error. Lines that scrolled away stay in `history`.
 */
export class FakeScreen {
  readonly columns: number;
  readonly rows: number;
  readonly history: string[] = [];
  isCursorHidden = false;
  #lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Lines on the screen, without blank ones at the end. */
  get lines(): string[] {
    const lines = [...this.#lines];
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  write(text: string): void {
    for (const [token] of text.matchAll(/\u001b\[[?\d;]*[A-Za-z]|./gsu)) this.#take(token);
  }

  #take(token: string): void {
    if (token.startsWith('\u001b[')) this.#control(token.slice(2));
    else if (token === '\n') this.#nextLine();
    else if (token === '\r') this.#column = 0;
    else if (/[\u0000-\u001f\u007f-\u009f]/.test(token) || token === '\u001b')
      throw new Error(`stray control ${JSON.stringify(token)}`);
    else this.#put(token);
  }

  #control(sequence: string): void {
    const up = /^(\d+)A$/.exec(sequence);
    if (up) this.#row = Math.max(0, this.#row - Number(up[1]));
    else if (sequence === 'K') this.#lines[this.#row] = (this.#lines[this.#row] ?? '').slice(0, this.#column);
    else if (sequence === 'J')
      this.#lines = [...this.#lines.slice(0, this.#row), (this.#lines[this.#row] ?? '').slice(0, this.#column)];
    else if (sequence === '?25l') this.isCursorHidden = true;
    else if (sequence === '?25h') this.isCursorHidden = false;
    else if (sequence !== '?2026h' && sequence !== '?2026l' && !/^\d*m$/.test(sequence))
      throw new Error(`unknown sequence ${sequence}`);
  }

  /** Rows are rewritten from their beginning, so that columns and characters need not be told apart but at the edge. */
  #put(character: string): void {
    const line = this.#lines[this.#row] ?? '';
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + character.length);
    this.#column += character.length;
    const width = textWidth((this.#lines[this.#row] ?? '').slice(0, this.#column));
    if (width > this.columns) throw new Error(`too wide by ${width - this.columns}: ${this.#lines[this.#row]}`);
  }

  #nextLine(): void {
    this.#row++;
    this.#column = 0;
    if (this.#row >= this.#lines.length) this.#lines.push('');
    if (this.#lines.length > this.rows) {
      this.history.push(this.#lines.shift() ?? '');
      this.#row--;
    }
  }
}
