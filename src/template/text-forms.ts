import { formatDuration } from '../error/format-duration.js';

// Characters with which Markdown emphasises, links, quotes code or ends a cell; `core_1` needs nothing.
const MARKDOWN = /[\\`*{}[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/**
 * Makes text safe for one cell of a Markdown table: one line, no sign that Markdown or HTML would act on.
 *
 * @example tableCell('a|b') === 'a\\|b'
 */
export function tableCell(text: string): string {
  return text
    .trim()
    .replace(MARKDOWN, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\r\n?|\n/g, '<br>');
}

/** Makes a fenced Markdown block whose fence is longer than any run of backticks in the text, so that the text cannot end it. */
export function codeFence(text: string, language = ''): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  const body = text.replace(/\n+$/, '');
  return `${fence}${language.replace(/[^\w+-]/g, '')}\n${body}\n${fence}`;
}

/** Puts blanks before each line that is not empty. */
export function indentLines(text: string, columns: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(Math.max(0, Math.min(80, columns || 0))));
}

/** Fills up with blanks to `width` characters: on the right, or on the left when the width is negative. */
export function padText(text: string, width: number): string {
  const columns = Math.min(1000, Math.abs(width || 0));
  return width < 0 ? text.padStart(columns) : text.padEnd(columns);
}

/**
 * Writes a time in UTC: `full` `2017-08-28 06:02:19 UTC`, `date`, `time`, or `iso`.
 *
 * @param time  ISO 8601, or milliseconds since the epoch; nothing gives ''
 * @throws {RangeError} for another time or form
 */
export function formatDate(time: unknown, form = 'full'): string {
  if (time === null || time === undefined || time === '') return '';
  const moment = new Date(typeof time === 'number' ? time : String(time));
  if (Number.isNaN(moment.getTime())) throw new RangeError(`date: "${String(time)}" is not a time`);
  const iso = moment.toISOString();
  const date = iso.slice(0, 10);
  const clock = iso.slice(11, 19);
  switch (form) {
    case 'full':
      return `${date} ${clock} UTC`;
    case 'date':
      return date;
    case 'time':
      return clock;
    case 'iso':
      return iso;
    default:
      throw new RangeError(`date: expected full, date, time or iso, got "${form}"`);
  }
}

/** Writes milliseconds as the summary of a run does; nothing for what is no time span. */
export function durationText(milliseconds: number): string {
  return Number.isFinite(milliseconds) ? formatDuration(milliseconds) : '';
}
