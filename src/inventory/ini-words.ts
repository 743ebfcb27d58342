/** One word of a line, quotes taken away, and the span it had; columns count from 1. */
export interface IniWord {
  text: string;
  column: number;
  length: number;
}

/** Cuts a line into words at blanks, as a shell would; ` #` begins a comment. */
export function splitIniLine(line: string): { words: IniWord[]; isUnclosed: boolean } {
  const words: IniWord[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && /\s/.test(line.charAt(at))) at++;
    if (at >= line.length || line.charAt(at) === '#') return { words, isUnclosed: false };
    const { text, end } = takeWord(line, at);
    if (end === -1) return { words: [...words, { text, column: at + 1, length: line.length - at }], isUnclosed: true };
    words.push({ text, column: at + 1, length: end - at });
    at = end;
  }
}

/**
 * Reads a value as Ansible's INI does: a whole number, True, False, None and quoted text for what they are, anything
 * else as text. Values of the connection (`ansible_...`) stay text, so that no zero of a password is lost.
 */
export function readIniValue(text: string, key: string): unknown {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  if (quoted?.[2] !== undefined) return quoted[2];
  if (key.startsWith('ansible_')) return text;
  if (/^-?(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (text === 'True') return true;
  if (text === 'False') return false;
  return text === 'None' ? null : text;
}

/** `end` is -1 when a quote is not closed. */
function takeWord(line: string, start: number): { text: string; end: number } {
  let text = '';
  let at = start;
  while (at < line.length && !/\s/.test(line.charAt(at))) {
    const character = line.charAt(at);
    if (character === '"' || character === "'") {
      const close = line.indexOf(character, at + 1);
      if (close === -1) return { text: text + line.slice(at + 1), end: -1 };
      text += line.slice(at + 1, close);
      at = close + 1;
    } else if (character === '\\' && at + 1 < line.length) {
      text += line.charAt(at + 1);
      at += 2;
    } else {
      text += character;
      at++;
    }
  }
  return { text, end: at };
}
