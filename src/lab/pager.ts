import type { PagerStyle } from './personalities/personality.js';

/** What a pager does with the screen. */
export interface PagerEvents {
  /** Text with "\r\n" ends. */
  write(text: string): void;
  /** Everything was shown, or the reader had enough. */
  onEnd(): void;
}

/**
 * Shows a text page by page: Space gives the next page, Enter the next line, anything else ends it.
 * A page is one line shorter than the screen, for the marker.
 */
export class Pager {
  readonly #lines: string[];
  readonly #style: PagerStyle;
  readonly #pageLines: number;
  readonly #events: PagerEvents;
  #next = 0;

  constructor(lines: string[], options: { style: PagerStyle; rows: number }, events: PagerEvents) {
    this.#lines = lines;
    this.#style = options.style;
    this.#pageLines = Math.max(1, options.rows - 1);
    this.#events = events;
  }

  /** Shows the first page. */
  start(): void {
    this.#show(this.#pageLines);
  }

  key(character: string): void {
    this.#events.write(this.#style.eraser);
    if (character === (this.#style.key ?? ' ')) this.#show(this.#pageLines);
    else if (character === '\r' || character === '\n') this.#show(1);
    else this.#events.onEnd();
  }

  #show(count: number): void {
    const lines = this.#lines.slice(this.#next, this.#next + count);
    this.#next += lines.length;
    this.#events.write(lines.map((line) => `${line}\r\n`).join(''));
    if (this.#next >= this.#lines.length) this.#events.onEnd();
    else this.#events.write(this.#style.marker);
  }
}
