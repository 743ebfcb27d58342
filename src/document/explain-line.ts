import type { YamlMistake } from './build-tree.js';
import type { Span } from './yaml-tree.js';

/** How much of a line is looked at: enough for any written by hand. */
const FARTHEST = 2000;

/** What a line, up to the place where the parser gave up, is a sign of. */
interface Sign {
  before: RegExp;
  /** The character at the place; any unless given. */
  at?: RegExp;
  message: string;
  proposal: string;
}

const SIGNS: readonly Sign[] = [
  {
    // Matches `output: {{vars.x}} and`, but not `output: "{{vars.x}}"`.
    before: /(?:^|[:-] +)\{\{[^"']*$/,
    message: 'text that begins with {{ must be in quotes',
    proposal: 'put the whole value in quotes',
  },
  { before: /:\s+$/, at: /[@`%]/, message: 'text cannot begin with @, ` or %', proposal: 'put it in quotes' },
  {
    before: /:\s+$/,
    at: /-/,
    message: 'a list cannot begin on the line of its key',
    proposal: 'begin it on the next line, or write [...]',
  },
  {
    before: /:\s/,
    at: /:/,
    message: 'a second ": " on one line',
    proposal: 'put the value in quotes if the colon is part of it',
  },
  {
    before: /["']\s*$/,
    message: 'expected the end of the line after the closing quote',
    proposal: 'put the whole value in quotes',
  },
  { before: /^ *\t/, message: 'a tab cannot indent', proposal: 'use spaces' },
];

// Matches `name:core` and `- name:core`, but not `name: core` and not `http://core`.
const NO_BLANK = /^\s*(?:- )?[\w-]+(:)[^\s/:]/;

/** Looks at the lines themselves where the parser only knows that something does not belong there. */
export function explainFromLines(reason: string, source: string, at: number): YamlMistake | undefined {
  if (!/^bad indentation of a mapping|^end of the stream or a document|^expected ':' after/.test(reason))
    return undefined;
  const span = { start: at, end: at + 1 };
  const before = lineBefore(source, at);
  const sign = SIGNS.find((one) => one.before.test(before) && (one.at?.test(source[at] ?? '') ?? true));
  if (sign) return { ...span, message: sign.message, proposal: sign.proposal };
  const colon = findColonWithoutBlank(source, at - before.length);
  if (colon !== undefined) {
    return {
      start: colon,
      end: colon + 1,
      message: 'expected a blank after the colon',
      proposal: 'write `key: value`',
    };
  }
  if (reason.startsWith("expected ':'")) return undefined;
  const key = /\S*$/.exec(before)?.[0] ?? '';
  return {
    start: at - key.length,
    end: at + (key === '' ? 1 : 0),
    message:
      'this line is indented neither like the key above nor like its value, or a colon or dash is missing near it',
    proposal: 'keys of one map begin in the same column, each followed by a colon and a blank',
  };
}

/** Points at the quote or bracket that was not closed, when it stands on the line before the one where that showed. */
export function explainOpening(reason: string, source: string, at: number): YamlMistake | undefined {
  const isLess = /^deficient indentation/.test(reason);
  if (!isLess && !/^unexpected end of the (?:stream|document) within a/.test(reason)) return undefined;
  if (isLess && /[\]}]/.test(source[at] ?? '')) {
    const message = `this ${source[at]} is not indented more than the key of what it closes`;
    return { start: at, end: at + 1, message, proposal: 'put blanks before it' };
  }
  const end = source.slice(0, at).trimEnd().length;
  const line = lineBefore(source, end);
  // Matches the `"` of `name: "core`, the `[` of `- [a, b`; the group tells which.
  const opening = /^\s*(?:- +)*(?:[^\s"'#[{:]+:\s+)?(["'[{])/.exec(line);
  const mark = opening?.[1];
  if (!opening || mark === undefined || isClosed(line.slice(opening[0].length), mark)) return undefined;
  const start = end - line.length + opening[0].length - 1;
  const message = `this ${mark} is not closed${isLess ? ' before a line that is indented less' : ''}`;
  const indent = isLess ? ', or indent the lines that belong to it' : '';
  return { start, end: start + 1, message, proposal: `close it with ${CLOSING[mark]}${indent}` };
}

const CLOSING: Record<string, string> = { '"': '"', "'": "'", '[': ']', '{': '}' };

function isClosed(rest: string, mark: string): boolean {
  return rest.includes(CLOSING[mark] ?? mark);
}

/** The word that begins at an offset. */
export function wordAt(source: string, start: number): Span {
  return { start, end: start + Math.max(1, source.slice(start, start + 200).search(/\s|$/)) };
}

function lineBefore(source: string, at: number): string {
  return /[^\r\n]*$/.exec(source.slice(Math.max(0, at - FARTHEST), at))?.[0] ?? '';
}

/** On the line that begins at the offset, or on the one before it. */
function findColonWithoutBlank(source: string, lineStart: number): number | undefined {
  const line = /^[^\r\n]*/.exec(source.slice(lineStart, lineStart + FARTHEST))?.[0] ?? '';
  const previousEnd = source.slice(0, lineStart).trimEnd().length;
  const previous = lineBefore(source, previousEnd);
  for (const [text, start] of [
    [previous, previousEnd - previous.length],
    [line, lineStart],
  ] as const) {
    const found = NO_BLANK.exec(text);
    if (found) return start + text.indexOf(':');
  }
  return undefined;
}
