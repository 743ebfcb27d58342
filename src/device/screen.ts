const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f\u0080-\u009f]/g;
const BACKSPACE = '\b';
const ESCAPE = '\u001b';

/** A line longer than this is put aside in pieces: only its end can still be edited by the device. */
const LONGEST_TAIL = 32_768;

/** Ends of sequences that move the cursor or clear; `m` (colour) and `h`, `l` (modes) do not. */
const MOVES = 'KJDCGHfP';

type State = 'text' | 'escape' | 'csi' | 'osc' | 'charset';

/**
 * Reads a device's bytes as a terminal of one endless line does: CR goes to column 0, BS one to the left, text overwrites,
 * `ESC[K` clears. Sequences and UTF-8 characters may be cut anywhere between two pieces.
 *
 * What it does not do: scroll regions, rows. A cursor move to another row only sets the column.
 */
export class Screen {
  /** Completed lines, without line ends. Index 0 is the first line ever, minus those dropped by {@link forget}. */
  readonly lines: string[] = [];
  private current = '';
  private head: string[] = [];
  private column = 0;
  private state: State = 'text';
  private params = '';
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** A pager's marker was answered and no text has come since: where the marker stands, and whether the cursor has moved. */
  private erasing: { from: number; to: number; hasMoved: boolean } | undefined;
  /** The column that the last CR left, while nothing else came. */
  private returnedFrom = -1;
  /** A line that was ended under an answered marker: log messages may follow it before the device erases the marker. */
  private torn: { index: number; text: string; from: number; to: number } | undefined;

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
    return this.current;
  }

  /** The unfinished last line, all of it. */
  get wholeLine(): string {
    return this.head.length > 0 ? [...this.head, this.current].join('') : this.current;
  }

  /** How many of the completed lines will not change any more. */
  get settledLines(): number {
    return this.torn?.index ?? this.lines.length;
  }

  /** Takes the next piece of what the device sent. */
  feed(bytes: Uint8Array): void {
    const text = this.decoder.decode(bytes, { stream: true });
    let from = 0;
    while (from < text.length) {
      if (this.state !== 'text') {
        this.control(text[from++] as string);
        continue;
      }
      CONTROL.lastIndex = from;
      const next = CONTROL.exec(text);
      const to = next ? next.index : text.length;
      if (to > from) this.write(text.slice(from, to));
      if (!next) return;
      from = to + 1;
      this.control(next[0]);
    }
  }

  /** Whether an answered marker still stands in the unfinished line. */
  get isErasing(): boolean {
    return this.erasing !== undefined;
  }

  /**
   * Notes that the unfinished line ends in a pager's marker which was answered. The device will erase it by its own means, or not
   * at all: either way it is gone when text goes on, and text before it stays to the last space.
   *
   * @param marker  as it stands at the end of the line; one blank behind it is taken for a part of it
   */
  dropMarker(marker: string): void {
    const from = this.current.length - marker.length;
    this.erasing = { from, to: from + marker.trimEnd().length, hasMoved: false };
  }

  /** No more comes of the line that a pager's marker has torn. */
  settleLines(): void {
    this.torn = undefined;
  }

  /**
   * Takes a completed line up again: a log message came while the pager waited behind it. The device will erase the marker as if
   * it still stood on that line, and go on there.
   */
  reopenLine(index: number, marker: string): void {
    const text = this.lines[index] ?? '';
    const from = text.lastIndexOf(marker);
    this.torn = { index, text, from, to: from + marker.trimEnd().length };
    this.mend();
  }

  /** Ends the unfinished line where it stands. */
  abandonLine(): void {
    this.endLine();
  }

  /** Forgets the first completed lines, so that a long session does not hold what was already read. */
  forget(count: number): void {
    this.torn = undefined;
    this.lines.splice(0, count);
  }

  private write(run: string): void {
    this.returnedFrom = -1;
    const text = this.erasing && run.trim() !== '' ? this.endErasing(run) : run;
    if (this.column === this.current.length) {
      if (this.current.length > LONGEST_TAIL) this.putAside();
      this.current += text;
    } else {
      const padded = this.current.padEnd(this.column, ' ');
      this.current = padded.slice(0, this.column) + text + padded.slice(this.column + text.length);
    }
    this.column += text.length;
  }

  private control(character: string): void {
    switch (this.state) {
      case 'text':
        this.single(character);
        return;
      case 'escape':
        this.afterEscape(character);
        return;
      case 'csi':
        if (character >= '@' && character <= '~') {
          this.state = 'text';
          this.sequence(character, this.params);
        } else if (character === ESCAPE) this.state = 'escape';
        else if (character < ' ') this.single(character);
        else if (this.params.length < 64) this.params += character;
        return;
      case 'osc':
        if (character === '\u0007' || character === '\u009c') this.state = 'text';
        else if (character === ESCAPE) this.state = 'escape';
        return;
      case 'charset':
        this.state = 'text';
        return;
      default:
        this.state satisfies never;
    }
  }

  private single(character: string): void {
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
      case ESCAPE:
        this.state = 'escape';
        return;
      case '\u009b':
        this.state = 'csi';
        this.params = '';
        return;
      default:
        return;
    }
  }

  private afterEscape(character: string): void {
    this.state = 'text';
    if (character === '[') {
      this.state = 'csi';
      this.params = '';
    } else if (character === ']' || character === 'P' || character === '_' || character === '^') this.state = 'osc';
    else if (character === '(' || character === ')' || character === '#') this.state = 'charset';
    else if (character === 'E') this.endLine();
    else if (character === ESCAPE) this.state = 'escape';
  }

  private sequence(final: string, params: string): void {
    if (MOVES.includes(final)) {
      if (final === 'D') this.mend();
      this.returnedFrom = -1;
      this.noteMove();
    }
    const count = Math.min(Math.max(1, Number.parseInt(params, 10) || 1), 4096);
    switch (final) {
      case 'K':
      case 'J':
        if (params === '1')
          this.current = ' '.repeat(Math.min(this.column, this.current.length)) + this.current.slice(this.column);
        else if (params === '2') this.current = this.current.slice(0, this.erasing?.from ?? 0);
        else this.current = this.current.slice(0, this.column);
        return;
      case 'D':
        this.moveTo(this.column - count);
        return;
      case 'C':
        this.column += count;
        return;
      case 'G':
        this.moveTo(count - 1);
        return;
      case 'H':
      case 'f':
        this.moveTo(Math.min(4096, (Number.parseInt(params.split(';')[1] ?? '1', 10) || 1) - 1));
        return;
      case 'P':
        this.current = this.current.slice(0, this.column) + this.current.slice(this.column + count);
        return;
      case 'L':
        this.endLine();
        return;
      default:
        return;
    }
  }

  private endLine(): void {
    if (this.erasing) {
      const { from, to } = this.erasing;
      const stood = this.returnedFrom >= 0 ? this.returnedFrom : this.column;
      if (stood >= to && this.head.length === 0) this.torn = { index: this.lines.length, text: this.current, from, to };
      this.current = this.current.slice(0, Math.min(from, stood));
      this.erasing = undefined;
    } else if (this.torn && !this.isLog(this.current)) this.torn = undefined;
    this.lines.push(this.wholeLine);
    this.head = [];
    this.current = '';
    this.column = 0;
    this.returnedFrom = -1;
  }

  private putAside(): void {
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
    this.column = Math.max(0, column);
    if (!this.erasing) return;
    const { from } = this.erasing;
    if (this.column < this.current.slice(0, from).trimEnd().length) this.column = from;
  }

  /** The eraser of a marker begins on an empty line, behind log messages: it means the line on which the marker stood. */
  private mend(): void {
    if (!this.torn || this.current !== '' || this.column > 0) return;
    const { index, text, from, to } = this.torn;
    this.torn = undefined;
    this.lines.splice(index, 1);
    this.current = text;
    this.column = text.length;
    this.erasing = { from, to, hasMoved: false };
  }

  private noteMove(): void {
    if (this.erasing) this.erasing.hasMoved = true;
  }

  /**
   * Text goes on. Where the device has moved its cursor, the text goes on there, and what the eraser left beyond it was never text;
   * else the marker itself is cut out.
   */
  private endErasing(run: string): string {
    const { from, to, hasMoved } = this.erasing as { from: number; to: number; hasMoved: boolean };
    this.erasing = undefined;
    const behind = this.current.slice(to);
    this.current = this.current.slice(0, hasMoved ? this.column : from);
    if (hasMoved) return run;
    this.column = this.current.length;
    return (behind + run).replace(/^ /, '');
  }
}
