/** A quote that is wrong in a CSV text. */
export interface BadQuote {
  kind: 'not-closed' | 'within-cell';
  /** Offset of the quote; of one that is not closed, where it opens. */
  offset: number;
  /** Offsets at which the cells of its record begin, its own the last. */
  cells: number[];
}

/** Finds the first wrong quote of a CSV text; undefined when all are right. */
export function findBadQuote(text: string, delimiter: string): BadQuote | undefined {
  let cells = [0];
  for (let at = 0; at <= text.length; at++) {
    const start = at;
    if (text[at] === '"') {
      const end = findClosingQuote(text, at);
      if (end === undefined) return { kind: 'not-closed', offset: start, cells };
      at = end + 1;
      if (!endsCell(text[at], delimiter)) return { kind: 'within-cell', offset: end, cells };
    } else {
      while (!endsCell(text[at], delimiter)) {
        if (text[at] === '"') return { kind: 'within-cell', offset: at, cells };
        at++;
      }
    }
    if (text[at] === delimiter) cells.push(at + 1);
    else cells = [at + 1];
  }
  return undefined;
}

/** The quote that ends the cell which opens at an offset; a doubled one is part of it. */
function findClosingQuote(text: string, opening: number): number | undefined {
  for (let at = text.indexOf('"', opening + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return undefined;
}

function endsCell(character: string | undefined, delimiter: string): boolean {
  return character === undefined || character === delimiter || character === '\n' || character === '\r';
}
