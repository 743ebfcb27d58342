const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';

/** A blank and a word character of Python's `re`, for patterns with the flag `u`. */
export const PYTHON_SPACE = SPACE;
export const PYTHON_WORD = '[\\p{L}\\p{N}_]';

const TRAILING = new RegExp(`${SPACE}+$`);
const LEADING = new RegExp(`^${SPACE}+`);

/** Python's `rstrip`. */
export function trimEnd(text: string): string {
  return text.replace(TRAILING, '');
}

/** Python's `strip`. */
export function trim(text: string): string {
  return trimEnd(text).replace(LEADING, '');
}

/** Python's `splitlines`: no line for what comes behind the last end. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
