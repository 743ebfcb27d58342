import { placeAt, TemplateError } from './template-error.js';

/** What the parser throws: `place` for a sign that does not fit, `lineNumber` and `column` for a block closed by another. */
export interface ParseFailure extends Error {
  place?: { text: string; token: string | null; line: number; loc?: { last_line: number; last_column: number } };
  lineNumber?: number;
  column?: number;
}

/** Puts a syntax error into a user's words, at the sign that is wrong. */
export function explainParseFailure(failure: ParseFailure, text: string): TemplateError {
  const { place } = failure;
  if (!place) return explainMismatch(failure);
  const start = offsetAfter(text, place.loc);
  if (place.token === null) return explainUnreadable(text);
  if (place.token === 'EOF') return explainEnd(text);
  if (place.token === 'OPEN_ENDBLOCK')
    return at(text, text.indexOf('{{/', start), `${tagAt(text, text.indexOf('{{/', start))} closes nothing`);
  if (place.token === 'INVERSE' || place.token === 'OPEN_INVERSE_CHAIN') {
    return at(text, text.indexOf('{{', start), `${tagAt(text, text.indexOf('{{', start))} stands outside of a block`);
  }
  const found = text.indexOf(place.text, start);
  const open = text.lastIndexOf('{{', found);
  const close = text.indexOf('}}', open);
  if (close < 0) return at(text, open, 'the {{ is not closed: }} is missing', 2);
  return at(text, found, `unexpected "${place.text}" between {{ and }}`, place.text.length);
}

/** `if doesn't match each - 1:3` */
function explainMismatch(failure: ParseFailure): TemplateError {
  const [, opened, closed] = /^(.+?) doesn't match (.+?) - /.exec(failure.message) ?? [];
  const place = { line: failure.lineNumber ?? 1, column: (failure.column ?? 0) + 1, length: opened?.length ?? 1 };
  if (opened !== undefined) return new TemplateError(`{{#${opened}}} is closed by {{/${closed}}}`, place);
  return new TemplateError(failure.message.replace(/ - \d+:\d+$/, ''), place);
}

function explainUnreadable(text: string): TemplateError {
  const comment = text.lastIndexOf('{{!');
  if (comment >= 0) return at(text, comment, 'the comment is not closed: --}} is missing', 3);
  return at(text, Math.max(0, text.lastIndexOf('{{')), 'not a template from here on', 2);
}

/** The text ends inside of something: the last block that was opened, or a {{. */
function explainEnd(text: string): TemplateError {
  const open: { offset: number; name: string }[] = [];
  // {{#each results}} opens and {{/each}} closes; {{name}} does neither.
  for (const match of text.matchAll(/\{\{~?([#/^])\s*(\w*)/g)) {
    const [, sign, name = ''] = match;
    if (sign === '/') open.pop();
    else if (name !== '') open.push({ offset: match.index, name });
  }
  const last = open.at(-1);
  if (!last) return at(text, Math.max(0, text.lastIndexOf('{{')), 'the {{ is not closed: }} is missing', 2);
  return at(text, last.offset, `${tagAt(text, last.offset)} is not closed: {{/${last.name}}} is missing`);
}

function tagAt(text: string, offset: number): string {
  const end = text.indexOf('}}', offset);
  const tag = end < 0 ? text.slice(offset, offset + 20) : text.slice(offset, end + 2);
  return tag.split('\n', 1)[0] ?? tag;
}

function at(text: string, offset: number, message: string, length?: number): TemplateError {
  const start = Math.max(0, offset);
  return new TemplateError(message, placeAt(text, start, length ?? tagAt(text, start).length));
}

function offsetAfter(text: string, loc: { last_line: number; last_column: number } | undefined): number {
  if (!loc) return 0;
  const lines = text.split('\n').slice(0, loc.last_line - 1);
  return lines.reduce((sum, line) => sum + line.length + 1, 0) + loc.last_column;
}
