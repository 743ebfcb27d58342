import { columnAfter, countOf } from './cursor-move.js';
import { TerminalParser } from './terminal-parser.js';

const BACKSPACE = '\b';

/** A line longer than this is put aside in pieces: only its end can still be edited by the device. */
const LONGEST_TAIL = 8_192;

/** Ends of sequences that move the cursor or clear; `m` (colour) and `h`, `l` (modes) do not. */
const MOVES = 'KJDCGHfP';

/** A pager's marker that was answered: its columns, and whether the device erases it in every case. */
interface Marker {
  from: number;
  to: number;
  isErased: boolean;
}

/**
 * Reads a device's bytes as a terminal of one endless line does: CR goes to column 0, BS one to the left, text overwrites,
 * `ESC[K` clears. Sequences and UTF-8 characters may be cut anywhere between two pieces.
 *
 * What it does not do: scroll regions, rows. A cursor move to another row only sets the column.
 */
export class Screen {
  /** Completed lines, without line ends. Index 0 is the first line ever, minus those dropped by {@link forget}. */
  readonly lines: string[] = [];
  /** What was answered as a pager's marker, but was not erased by a device that erases them: it may be text, and it stays. */
  leftMarker: string | undefined;
  private current = '';
  private head: string[] = [];
  private column = 0;
  private readonly parser = new TerminalParser({
    write: (run) => this.write(run),
    act: (character) => this.act(character),
    sequence: (final, params) => this.sequence(final, params),
  });
  /**
   * A pager's marker was answered: whether the cursor has moved since. Where text follows without a move, it may still be the rest
   * of the marker, which came in pieces.
   */
  private erasing: (Marker & { hasMoved: boolean; hasText: boolean }) | undefined;
  /** The column that the last CR left, while nothing else came. */
  private returnedFrom = -1;
  /** A line that was ended under an answered marker: log messages may follow it before the device erases the marker. */
  private torn: (Marker & { index: number; text: string }) | undefined;

  /**
   * @param columns  width of the terminal: where the device thinks that its line wraps
   * @param isLog    tells a log message, which may come while a pager waits
   */
  constructor(
    private readonly columns = 511,
    private readonly isLog: (line: string) => boolean = () => false,
  ) {}

  /** The unfinished last line; of a very long one its last part. */
  get line(): string {
    return this.erasing?.hasText ? this.withoutMarker(this.erasing) : this.current;
  }

  /** The unfinished last line, all of it. */
  get wholeLine(): string {
    return this.head.length > 0 ? [...this.head, this.line].join('') : this.line;
  }

  /** How many of the completed lines will not change any more. */
  get settledLines(): number {
    return this.torn?.index ?? this.lines.length;
  }

  /** Takes the next piece of what the device sent. */
  feed(bytes: Uint8Array): void {
    this.parser.feed(bytes);
  }

  /** Whether an answered marker still stands in the unfinished line. */
  get isErasing(): boolean {
    return this.erasing !== undefined && !this.erasing.hasText;
  }

  /** The end of the unfinished line from an answered marker on, where text has come behind it; it may be a longer marker. */
  get markedEnd(): string | undefined {
    return this.erasing?.hasText ? this.current.slice(this.erasing.from) : undefined;
  }

  /**
   * Notes that the unfinished line ends in a pager's marker which was answered. It is gone when text goes on, and text before it
   * stays to the last space.
   *
   * @param marker    as it stands at the end of the line; one blank behind it is taken for a part of it
   * @param isErased  the device erases it; else it may do so, or not
   */
  dropMarker(marker: string, isErased: boolean): void {
    this.cutMarker();
    const from = this.current.length - marker.length;
    this.erasing = { from, to: from + marker.trimEnd().length, isErased, hasMoved: false, hasText: false };
  }

  /** The text behind the answered marker was the rest of it. */
  extendMarker(): void {
    if (this.erasing) this.erasing = { ...this.erasing, to: this.current.trimEnd().length, hasText: false };
  }

  /** No more comes of the line that a pager's marker has torn, or stands in. */
  settleLines(): void {
    this.cutMarker();
    this.closeTorn();
  }

  /**
   * Takes a completed line up again: a log message came while the pager waited behind it. The device will erase the marker as if
   * it still stood on that line, and go on there.
   */
  reopenLine(index: number, marker: string, isErased: boolean): void {
    const text = this.lines[index] ?? '';
    const from = text.lastIndexOf(marker);
    this.torn = { index, text, from, to: from + marker.trimEnd().length, isErased };
    this.mend();
  }

  /** Ends the unfinished line where it stands. */
  abandonLine(): void {
    this.endLine();
  }

  /** Forgets the first completed lines, so that a long session does not hold what was already read. */
  forget(count: number): void {
    this.torn = undefined;
    this.leftMarker = undefined;
    this.lines.splice(0, count);
  }

  private write(run: string): void {
    this.returnedFrom = -1;
    if (this.erasing && run.trim() !== '') this.endErasing();
    if (this.column === this.current.length) {
      if (this.current.length > LONGEST_TAIL) this.putAside();
      this.current += run;
    } else {
      const padded = this.current.padEnd(this.column, ' ');
      this.current = padded.slice(0, this.column) + run + padded.slice(this.column + run.length);
    }
    this.column += run.length;
  }

  private act(character: string): void {
    switch (character) {
      case '\n':
        this.endLine();
        return;
      case '\r':
        this.noteMove();
        if (this.returnedFrom < 0) this.returnedFrom = this.column;
        this.moveTo(this.startOfRow());
        return;
      case BACKSPACE:
        this.mend();
        this.noteMove();
        this.returnedFrom = -1;
        this.moveTo(this.column - 1);
        return;
      default:
        return;
    }
  }

  private sequence(final: string, params: string): void {
    if (MOVES.includes(final)) {
      if (final === 'D') this.mend();
      this.returnedFrom = -1;
      this.noteMove();
    }
    const column = columnAfter(final, params, this.column);
    if (column !== undefined) this.moveTo(column);
    switch (final) {
      case 'K':
      case 'J':
        if (params === '1')
          this.current = ' '.repeat(Math.min(this.column, this.current.length)) + this.current.slice(this.column);
        else if (params === '2') this.current = this.current.slice(0, this.erasing?.from ?? 0);
        else this.current = this.current.slice(0, this.column);
        return;
      case 'P':
        this.current = this.current.slice(0, this.column) + this.current.slice(this.column + countOf(params));
        return;
      case 'L':
      case 'E':
        this.endLine();
        return;
      default:
        return;
    }
  }

  private endLine(): void {
    this.cutMarker();
    if (this.erasing) this.endMarkedLine(this.erasing);
    else if (this.torn && !this.isLog(this.current)) this.closeTorn();
    this.lines.push(this.wholeLine);
    this.head = [];
    this.current = '';
    this.column = 0;
    this.returnedFrom = -1;
  }

  /** The line ends while an answered marker stands in it, or what its eraser left. */
  private endMarkedLine({ from, to, isErased }: Marker): void {
    const stood = this.returnedFrom >= 0 ? this.returnedFrom : this.column;
    const isThere = stood >= to && this.current.slice(from, to).trim() !== '';
    if (isThere) {
      const before = this.head.join('');
      const at = before.length;
      const text = before + this.current;
      this.torn = { index: this.lines.length, text, from: at + from, to: at + to, isErased };
    }
    this.current = this.current.slice(0, Math.min(from, stood));
    this.erasing = undefined;
  }

  private putAside(): void {
    this.cutMarker();
    this.head.push(this.current);
    this.current = '';
    this.column = 0;
  }

  /** A line editor that wraps at the width of the terminal goes back to the beginning of the row, not of the line. */
  private startOfRow(): number {
    return this.column <= this.columns ? 0 : Math.floor((this.column - 1) / this.columns) * this.columns;
  }

  /**
   * Moves the cursor. An eraser that goes too far to the left means the marker, which it takes to stand at the beginning of its
   * line: text before the marker stays.
   */
  private moveTo(column: number): void {
    this.column = Math.min(Math.max(0, column), Math.max(this.columns, this.current.length));
    if (!this.erasing) return;
    const { from } = this.erasing;
    if (this.column < this.current.slice(0, from).trimEnd().length) this.column = from;
  }

  /** The eraser of a marker begins on an empty line, behind log messages: it means the line on which the marker stood. */
  private mend(): void {
    if (!this.torn || this.current !== '' || this.column > 0) return;
    const { index, text, ...marker } = this.torn;
    this.torn = undefined;
    this.lines.splice(index, 1);
    this.current = text;
    this.column = text.length;
    this.erasing = { ...marker, hasMoved: false, hasText: false };
  }

  /** The line that a marker has torn is not mended: the marker was not erased. */
  private closeTorn(): void {
    const { torn } = this;
    this.torn = undefined;
    if (!torn?.isErased) return;
    this.leftMarker = torn.text.slice(torn.from, torn.to);
    this.lines[torn.index] = torn.text;
  }

  private noteMove(): void {
    this.cutMarker();
    if (this.erasing) this.erasing.hasMoved = true;
  }

  /**
   * Text goes on. Where the device has moved its cursor, the text goes on there, and what the eraser left beyond it was never text;
   * else it stays behind the marker until it is clear that it is no part of it.
   */
  private endErasing(): void {
    const erasing = this.erasing as NonNullable<typeof this.erasing>;
    if (!erasing.hasMoved) {
      erasing.hasText = true;
      return;
    }
    this.erasing = undefined;
    this.current = this.current.slice(0, this.column);
  }

  /** Takes out a marker behind which text has come, where the device may leave it to stand. */
  private cutMarker(): void {
    const { erasing } = this;
    if (!erasing?.hasText) return;
    this.erasing = undefined;
    if (erasing.isErased) {
      this.leftMarker = this.current.slice(erasing.from, erasing.to);
      return;
    }
    const length = this.current.length;
    this.current = this.withoutMarker(erasing);
    this.column = Math.max(0, this.column - (length - this.current.length));
  }

  private withoutMarker({ from, to }: { from: number; to: number }): string {
    return this.current.slice(0, from) + this.current.slice(to).replace(/^ /, '');
  }
}
