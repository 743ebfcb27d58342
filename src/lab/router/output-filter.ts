/** What stands behind the `|` of a show command. */
export interface OutputFilter {
  kind: 'include' | 'exclude' | 'begin' | 'section';
  pattern: RegExp;
}

const KINDS = ['include', 'exclude', 'begin', 'section'] as const;

/**
 * Reads `include ntp|snmp`; the keyword may be cut short.
 *
 * @returns undefined when the keyword is unknown or the pattern is missing
 */
export function parseFilter(text: string): OutputFilter | undefined {
  const [, word, pattern] = /^\s*(\S+)\s+(.*?)\s*$/.exec(text) ?? [];
  if (!word || !pattern) return undefined;
  const kind = KINDS.find((name) => name.startsWith(word.toLowerCase()));
  return kind && { kind, pattern: compile(pattern) };
}

/** Keeps the lines of a text that the filter lets through; each line ends with "\n". */
export function filterOutput(text: string, filter: OutputFilter): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return select(lines, filter)
    .map((line) => `${line}\n`)
    .join('');
}

function select(lines: string[], { kind, pattern }: OutputFilter): string[] {
  switch (kind) {
    case 'include':
      return lines.filter((line) => pattern.test(line));
    case 'exclude':
      return lines.filter((line) => !pattern.test(line));
    case 'begin': {
      const first = lines.findIndex((line) => pattern.test(line));
      return first === -1 ? [] : lines.slice(first);
    }
    case 'section':
      return selectSections(lines, pattern);
    default:
      return kind satisfies never;
  }
}

/** A section is a line that is not indented, with the indented ones below it. */
function selectSections(lines: string[], pattern: RegExp): string[] {
  let isWithin = false;
  return lines.filter((line) => {
    if (!line.startsWith(' ')) isWithin = pattern.test(line);
    return isWithin || pattern.test(line);
  });
}

/** A user's pattern that is no regular expression is taken literally. */
function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    return new RegExp(pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  }
}
