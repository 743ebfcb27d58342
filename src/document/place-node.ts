import { YAML_STYLE, type YamlScalar } from './yaml.js';
import type { Span } from './yaml-tree.js';

/** A text and how far it has been read; the functions here move `end` on. */
export interface Cursor {
  readonly source: string;
  end: number;
}

/** Place of a scalar with its quotes; of a block scalar, its first line of text, or the `|` when it has none. */
export function placeScalar(cursor: Cursor, event: YamlScalar): Span {
  const { valueStart, valueEnd } = event;
  switch (event.style) {
    case YAML_STYLE.PLAIN:
      cursor.end = valueEnd;
      return { start: valueStart, end: valueEnd };
    case YAML_STYLE.SINGLE_QUOTED:
    case YAML_STYLE.DOUBLE_QUOTED:
      cursor.end = valueEnd + 1;
      return { start: valueStart - 1, end: valueEnd + 1 };
    case YAML_STYLE.LITERAL_BLOCK:
    case YAML_STYLE.FOLDED_BLOCK: {
      const header = cursor.source.slice(cursor.end, valueStart).search(/[|>]/);
      const blank = /^\s*/.exec(cursor.source.slice(valueStart, valueEnd))?.[0].length ?? 0;
      const start = valueStart + blank < valueEnd ? valueStart + blank : cursor.end + Math.max(0, header);
      cursor.end = valueEnd;
      return { start, end: Math.max(start + 1, valueEnd) };
    }
    default:
      return event.style satisfies never;
  }
}

/** An empty value stands where its tag or anchor is, else at `otherwise`: its key, or the dash of its list. */
export function placeEmpty(event: YamlScalar, otherwise: Span): Span {
  if (event.tagStart !== -1) return { start: event.tagStart, end: event.tagEnd };
  if (event.anchorStart !== -1) return { start: event.anchorStart - 1, end: event.anchorEnd };
  return { start: otherwise.start, end: otherwise.end };
}

/** Moves behind the bracket that closes a flow collection, and gives the offset there. */
export function closeFlow(cursor: Cursor, bracket: ']' | '}'): number {
  cursor.end = skipTo(cursor, bracket) + 1;
  return cursor.end;
}

/** Offset of the next such character, white space, comments and separators passed over; the cursor's own when it is not next. */
export function skipTo(cursor: Cursor, wanted: string): number {
  const { source } = cursor;
  for (let at = cursor.end; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === wanted) return at;
    if (character === '#') {
      while (at + 1 < source.length && source[at + 1] !== '\n' && source[at + 1] !== '\r') at++;
    } else if (!/[\s,:?]/.test(character)) return cursor.end;
  }
  return cursor.end;
}
