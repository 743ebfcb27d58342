import type { Platform } from './platform.js';

/** Words after a pipe that only choose what is shown; each may be cut short where devices take it so. */
const FILTERS =
  /^(?:i(?:n(?:c(?:l(?:u(?:de?)?)?)?)?)?|e(?:xc(?:l(?:u(?:de?)?)?)?)?|b(?:e(?:g(?:in?)?)?)?|s(?:ec(?:t(?:i(?:on?)?)?)?)?|c(?:ou(?:nt?)?)?|e?grep|match|except|no-more|json)$/i;

/** Filters whose argument is a pattern, so that a `|` inside it is no further pipe: `show ip int br | include up|down`. */
const PATTERN_FILTERS = /^(?:i|e|b|s)/i;

/** What a pipe may write with; a pattern's alternative that begins like one is refused rather than guessed at. */
const WRITERS = [
  'redirect',
  'append',
  'tee',
  'save',
  'copy',
  'email',
  'file',
  'vsh',
  'sh',
  'bash',
  'sed',
  'awk',
  'python',
  'perl',
];

/**
 * Whether a command only reads, by the platform's list of read commands. Where a command is chained or piped each part must
 * only read; whatever cannot be judged is taken for a change.
 *
 * A platform without configuration mode is taken for a Unix shell, where `;`, `&&`, `|`, `>` and quotes mean what they mean there.
 *
 * @param command  one line as it would be sent
 * @example `show run | include ntp` reads; `show run | redirect flash:x` does not, nor does `uname; reboot` on linux
 */
export function isReadCommand(platform: Pick<Platform, 'read' | 'config'>, command: string): boolean {
  if (/[\p{Cc}\u2028\u2029]/u.test(command)) return false;
  if (command.trim() === '') return true;
  return platform.config === undefined ? isReadByShell(platform, command) : isReadByDevice(platform, command);
}

/** The beginning of a command is on the list, as whole words. Network devices do not mind capitals, shells do. */
function isListed({ read, config }: Pick<Platform, 'read' | 'config'>, command: string): boolean {
  const text = command.trim();
  return read.some((pattern) => new RegExp(`^(?:${pattern})(?=\\s|$)`, config ? 'i' : '').test(text));
}

function isReadByDevice(platform: Pick<Platform, 'read' | 'config'>, command: string): boolean {
  // NX-OS and others: `;` goes on with another command, `>` writes to a file.
  if (/[;>`]/.test(command)) return false;
  const [first = '', ...piped] = command.split('|');
  if (!isListed(platform, first)) return false;
  let isPattern = false;
  for (const [index, part] of piped.entries()) {
    const before = index === 0 ? first : (piped[index - 1] ?? '');
    const [word = ''] = part.trim().split(/\s+/);
    if (FILTERS.test(word)) {
      isPattern = PATTERN_FILTERS.test(word);
      continue;
    }
    const isAlternative = isPattern && !/\s$/.test(before) && !/^\s/.test(part);
    if (!isAlternative || WRITERS.some((writer) => writer.startsWith(word.toLowerCase()))) return false;
  }
  return true;
}

function isReadByShell(platform: Pick<Platform, 'read' | 'config'>, command: string): boolean {
  const parts = splitShell(command);
  return parts?.every((part) => isListed(platform, part)) ?? false;
}

/**
 * Splits a shell's command line at `;`, `&`, `|` outside of quotes.
 *
 * @returns undefined where more happens than running these: redirection, substitution, grouping, an unfinished quote
 */
function splitShell(command: string): string[] | undefined {
  // The two redirections that change nothing and are common: `ls /x 2>/dev/null`, `cmd 2>&1`.
  const text = command.replace(/(?<=\s)[12]?>\s?\/dev\/null(?=\s|$)/g, '').replace(/(?<=\s)2>&1(?=\s|$)/g, '');
  const parts = [''];
  let quote: string | undefined;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    const isLive = quote !== "'";
    if (isLive && (character === '`' || character === '\\' || (character === '$' && text[index + 1] === '(')))
      return undefined;
    if (quote === undefined && /[<>(){}!#]/.test(character)) return undefined;
    if (quote === undefined && /[;&|]/.test(character)) {
      parts.push('');
      continue;
    }
    if (quote === undefined && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = undefined;
    parts[parts.length - 1] += character;
  }
  if (quote !== undefined) return undefined;
  const filled = parts.map((part) => part.trim()).filter((part) => part !== '');
  return filled.length > 0 ? filled : undefined;
}
