const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f\u0080-\u009f]/g;
const ESCAPE = '\u001b';
const LONGEST_PARAMS = 64;

type State = 'text' | 'escape' | 'csi' | 'osc' | 'charset';

/** What a terminal is told. */
export interface TerminalActions {
  /** A run of printable characters. */
  write: (run: string) => void;
  /** A control character that is no part of a sequence: LF, CR, BS and others. */
  act: (character: string) => void;
  /** A control sequence: `ESC[42D` is `D` with `42`. `ESC E`, which ends a line, is `E` without parameters. */
  sequence: (final: string, params: string) => void;
}

/**
 * Takes a device's bytes apart into text and control sequences; both, and UTF-8 characters, may be cut anywhere between two pieces.
 *
 * @see ECMA-48, section 5, for the forms of the sequences
 */
export class TerminalParser {
  private state: State = 'text';
  private params = '';
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(private readonly actions: TerminalActions) {}

  feed(bytes: Uint8Array): void {
    const text = this.decoder.decode(bytes, { stream: true });
    let from = 0;
    while (from < text.length) {
      if (this.state !== 'text') {
        this.take(text[from++] as string);
        continue;
      }
      CONTROL.lastIndex = from;
      const next = CONTROL.exec(text);
      const to = next ? next.index : text.length;
      if (to > from) this.actions.write(text.slice(from, to));
      if (!next) return;
      from = to + 1;
      this.take(next[0]);
    }
  }

  private take(character: string): void {
    switch (this.state) {
      case 'text':
        this.takeControl(character);
        return;
      case 'escape':
        this.takeEscaped(character);
        return;
      case 'csi':
        if (character >= '@' && character <= '~') {
          this.state = 'text';
          this.actions.sequence(character, this.params);
        } else if (character === ESCAPE) this.state = 'escape';
        else if (character < ' ') this.takeControl(character);
        else if (this.params.length < LONGEST_PARAMS) this.params += character;
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

  private takeControl(character: string): void {
    if (character === ESCAPE) this.state = 'escape';
    else if (character === '\u009b') this.beginSequence();
    else this.actions.act(character);
  }

  private takeEscaped(character: string): void {
    this.state = 'text';
    if (character === '[') this.beginSequence();
    else if (character === ']' || character === 'P' || character === '_' || character === '^') this.state = 'osc';
    else if (character === '(' || character === ')' || character === '#') this.state = 'charset';
    else if (character === 'E') this.actions.sequence('E', '');
    else if (character === ESCAPE) this.state = 'escape';
  }

  private beginSequence(): void {
    this.state = 'csi';
    this.params = '';
  }
}
