/** Where in a template something is wrong. Lines and columns count from 1, as editors do; `length` is in characters. */
export interface TemplatePlace {
  line: number;
  column: number;
  length: number;
  /** The partial that it is in; absent in the template itself. */
  source?: string;
}

/** A template does not parse, or cannot be rendered. Callers turn the place into one of the document that holds the template. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly source: string | undefined;
  readonly proposal: string | undefined;

  constructor(message: string, place: TemplatePlace, proposal?: string) {
    super(message);
    this.line = place.line;
    this.column = place.column;
    this.length = Math.max(1, place.length);
    this.source = place.source;
    this.proposal = proposal;
  }
}

/** Characters from the start of `text` to a line and column of it. */
export function offsetOf(text: string, place: { line: number; column: number }): number {
  let start = 0;
  for (let line = 1; line < place.line; line++) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return Math.min(text.length, start + place.column - 1);
}

/** The place of `length` characters from `offset` on. */
export function placeAt(text: string, offset: number, length: number): TemplatePlace {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, length: Math.max(1, length) };
}

/** The place of a mistake of which no more is known. */
export function placeAtStart(): TemplatePlace {
  return { line: 1, column: 1, length: 1 };
}
