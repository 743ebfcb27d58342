import type { Keyboard } from './personalities/personality.js';

/** What an editor tells when a key ends the line or asks for something. */
export interface EditorEvents {
  write(text: string): void;
  /** The line is ready; `endedBy` is what was typed to end it. */
  onLine(line: string, endedBy: 'enter' | 'ctrl-z'): void;
  onInterrupt(): void;
  /** `?`; absent where it is a character like any other. */
  onHelp?: ((line: string) => void) | undefined;
  /** Tab; gives the completed line. */
  onTab?: ((line: string) => string | undefined) | undefined;
}

/** How one line is read. */
export interface EditorOptions {
  keyboard: Keyboard;
  /** Printed in front of the line when it is drawn anew. */
  prompt: string;
  /** `false` for passwords. */
  echo: boolean;
  /** Of the screen; 0 means without end. */
  columns: number;
  /** Lines typed before, oldest first. */
  history: readonly string[];
}

const BACKSPACE = '\b';
/** How far IOS shifts a line that has reached the edge of the screen. */
const SHIFT = 10;

/**
 * Reads one line, key by key, echoing as the device would. It knows nothing of commands: what the line means,
 * what `?` answers and when the next line is read are its owner's business.
 */
export class LineEditor {
  readonly #events: EditorEvents;
  readonly #options: EditorOptions;
  #line = '';
  /** Characters of the line hidden at its left by sideways scrolling. */
  #hidden = 0;
  /** An escape sequence begun and not yet complete. */
  #escape = '';
  #quoted = false;
  #historyIndex: number;

  constructor(options: EditorOptions, events: EditorEvents) {
    this.#options = options;
    this.#events = events;
    this.#historyIndex = options.history.length;
  }

  key(character: string): void {
    if (this.#quoted) {
      this.#quoted = false;
      this.#insert(character);
    } else if (this.#escape !== '') this.#continueEscape(character);
    else this.#act(character);
  }

  /** Draws prompt and line anew, after something else was printed. */
  redraw(line = this.#line): void {
    this.#line = '';
    this.#hidden = 0;
    this.#write(this.#options.prompt);
    for (const character of line) this.#insert(character);
  }

  #act(character: string): void {
    const { keyboard, prompt } = this.#options;
    if (keyboard.literals?.includes(character)) {
      this.#line += character;
      return;
    }
    switch (character) {
      case '\r':
      case '\n':
        this.#write('\r\n');
        if (character === '\n' && keyboard.ignoresLineFeed) return;
        if (keyboard.repaints && prompt !== '') this.#events.write(`${prompt}${this.#line}\r\n`);
        this.#events.onLine(this.#line, 'enter');
        return;
      case '\x7f':
      case '\b':
        this.#erase(1);
        return;
      case '\x03': // Ctrl-C
        if (this.#options.keyboard.showsInterrupt) this.#write('^C');
        this.#write('\r\n');
        this.#events.onInterrupt();
        return;
      case '\x15': // Ctrl-U
        this.#erase(this.#line.length);
        return;
      case '\x17': // Ctrl-W
        this.#erase(this.#line.length - this.#line.trimEnd().lastIndexOf(' ') - 1);
        return;
      case '\x16': // Ctrl-V
        this.#quoted = true;
        return;
      case '\x1a': // Ctrl-Z
        if (!this.#options.keyboard.ctrlZ) return;
        this.#write('^Z\r\n');
        this.#events.onLine(this.#line, 'ctrl-z');
        return;
      case '\x12': // Ctrl-R
        this.#write('\r\n');
        this.redraw();
        return;
      case '\x10': // Ctrl-P
        this.#recall(-1);
        return;
      case '\x0e': // Ctrl-N
        this.#recall(1);
        return;
      case '\x1b':
        this.#escape = character;
        return;
      case '\t':
        this.#complete();
        return;
      case '?':
        if (this.#events.onHelp) {
          this.#write('?\r\n');
          this.#events.onHelp(this.#line);
        } else this.#insert(character);
        return;
      default:
        if (character >= ' ') this.#insert(character);
    }
  }

  #insert(character: string): void {
    const { columns, keyboard, prompt } = this.#options;
    const shown = this.#line.length - this.#hidden + (this.#hidden > 0 ? 1 : 0);
    this.#line += character;
    if (!keyboard.scrollsSideways || columns === 0 || prompt.length + shown + 1 < columns) {
      this.#write(character);
      return;
    }
    // The whole visible part moves to the left: back to the prompt, `$`, what is left of it, blanks over the rest.
    this.#hidden += SHIFT + (this.#hidden === 0 ? 1 : 0);
    const visible = `$${this.#line.slice(this.#hidden)}`;
    const stale = Math.max(0, shown - visible.length);
    this.#write(BACKSPACE.repeat(shown) + visible + ' '.repeat(stale) + BACKSPACE.repeat(stale));
  }

  #erase(count: number): void {
    const wanted = Math.min(count, this.#line.length);
    this.#line = this.#line.slice(0, this.#line.length - wanted);
    const visible = this.#line.length - this.#hidden;
    if (this.#hidden > 0 && visible < 0) {
      this.#write('\r\n');
      this.redraw();
    } else if (wanted === 1) this.#write('\b \b');
    else this.#write(BACKSPACE.repeat(wanted) + ' '.repeat(wanted) + BACKSPACE.repeat(wanted));
  }

  #complete(): void {
    const completed = this.#events.onTab?.(this.#line);
    if (completed === undefined) return;
    this.#write('\r\n');
    this.redraw(completed);
  }

  #recall(step: 1 | -1): void {
    const { history } = this.#options;
    const index = this.#historyIndex + step;
    if (index < 0 || index > history.length) return;
    this.#historyIndex = index;
    this.#erase(this.#line.length);
    for (const character of history[index] ?? '') this.#insert(character);
  }

  /** Arrow keys arrive as `ESC [ A`; every other sequence is swallowed whole. */
  #continueEscape(character: string): void {
    this.#escape += character;
    if (this.#escape.length === 2 && (character === '[' || character === 'O')) return;
    if (this.#escape.length < 8 && this.#escape.length > 2 && !/[@-~]/.test(character)) return;
    if (/^\x1b[[O]A$/.test(this.#escape)) this.#recall(-1);
    else if (/^\x1b[[O]B$/.test(this.#escape)) this.#recall(1);
    this.#escape = '';
  }

  #write(text: string): void {
    if (this.#options.echo || text === '\r\n') this.#events.write(text);
  }
}
