import { STARS } from './secret-names.js';

/** A part of a line: offsets from 0, `end` exclusive. */
export interface LineSpan {
  start: number;
  end: number;
}

// What is left of the name of a secret, however broken, and what separates it from its value. Matches `password: `, `"pasword" : `,
// `ansible_ssh_pass=`, `'ecret: `, `passwor,: `, `api_key: `; not `platform: `, `passive: `, `key: `.
const NAMED =
  /["']?[\w.-]*(?:pas(?!siv)|ssw|word|secr|cret|pwd|pswd|token|communit|send|psk|[_-]key(?=["']?\s*[:=]))[^:=\s]{0,8}["']?(\s*[:=]\s*|\s+(?=\S))/gi;
// Only a word that is whole can do without a colon: `password hunter2`; not `passwords are bad`, `words follow`.
const WHOLE_NAME = /^["']?(?:[\w.-]*[_-])?(?:password|passwd|pass|passphrase|secret|token|community|pwd)["']?$/i;
// The password of `bob:pw@gate`, `socks5://bob:p@w@proxy`; the last @ of the word ends it.
const LOGIN = /([^\s"'/:@[\]{},]+:(?!\/\/))([^\s"']+)@/g;
const COMMAND = /(\$\{exec:)([^}]*)/g;
// What says where a value comes from, and is none itself: `${env:NAME}`, `{{vars.password}}`.
const REFERENCE = /\$\{(?:env|file|prompt|exec):[^}]*\}?|\{\{[^}]*\}\}/g;
// A key that opens a value on the lines below it: `secret:`, `password: >-`, `token: "begin`.
const OPENING =
  /(?:^|[\s{,"'-])[\w.-]*(?:pas{1,2}w|pwd|passp|secret|token|communit)[\w.-]*["']?\s*:\s*(?:[|>][-+\d]*|&\S+|"[^"]*|'[^']*)?\s*(?:#.*)?$/i;

/** How much of the end of a line is looked at for an open value. */
const LONGEST_OPENING = 500;

/**
 * Finds what looks like a secret on a line of a file, so that the line can be shown in an error: values of keys with such a name,
 * passwords before an `@`, commands of `${exec:...}`. Other references and templates are no secret.
 *
 * @returns spans in order, apart from each other
 */
export function findSecretSpans(line: string): LineSpan[] {
  const spans = [...valuesOfSecrets(line)];
  for (const pattern of [LOGIN, COMMAND]) {
    for (const found of line.matchAll(pattern)) {
      const start = found.index + (found[1] ?? '').length;
      const span = { start, end: start + (found[2] ?? '').length };
      for (const part of pattern === COMMAND ? [span] : withoutReferences(line, span)) spans.push(part);
    }
  }
  return uniteSpans(spans);
}

/** Whether a line ends within the value of a key that looks like a secret, so that the lines indented below it belong to it. */
export function opensSecret(line: string): boolean {
  return OPENING.test(line.slice(-LONGEST_OPENING));
}

/** Puts spans in order, and those that touch together. */
export function uniteSpans(spans: readonly LineSpan[]): LineSpan[] {
  const united: LineSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = united.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else if (span.end > span.start) united.push({ ...span });
  }
  return united;
}

/**
 * Puts {@link STARS} in the place of each span.
 *
 * @param spans  as of {@link uniteSpans}
 * @returns the line, and where an offset of the old line is in it: the stars as a whole for what was within
 */
export function hideSpans(
  line: string,
  spans: readonly LineSpan[],
): { text: string; follow(span: LineSpan): LineSpan } {
  let text = '';
  let from = 0;
  const moved = spans.map(({ start, end }) => {
    text += line.slice(from, start);
    from = end;
    const at = text.length;
    text += STARS;
    return { start, end, at };
  });
  const follow = (offset: number, isEnd: boolean): number => {
    const span = moved.findLast(({ start }) => (isEnd ? start < offset : start <= offset));
    if (!span) return offset;
    const isWithin = isEnd ? offset <= span.end : offset < span.end;
    if (isWithin) return isEnd ? span.at + STARS.length : span.at;
    return span.at + STARS.length + offset - span.end;
  };
  return {
    text: text + line.slice(from),
    follow: ({ start, end }) => ({ start: follow(start, false), end: follow(end, true) }),
  };
}

/** Puts stars in the place of all that looks like a secret in a text, line by line. */
export function hideSecretsIn(text: string): string {
  return text
    .split('\n')
    .map((line) => hideSpans(line, findSecretSpans(line)).text)
    .join('\n');
}

function* valuesOfSecrets(line: string): Generator<LineSpan> {
  let last = 0;
  for (const found of line.matchAll(NAMED)) {
    if (found.index < last) continue; // a word of the value before
    const [whole, separator = ''] = found;
    const start = found.index + whole.length;
    const name = whole.slice(0, whole.length - separator.length);
    const isJoined = /[:=]/.test(separator);
    if (!isJoined && !WHOLE_NAME.test(name)) continue;
    const end = start + valueLength(line, start, isJoined ? separator.trim() : '');
    last = end;
    yield* withoutReferences(line, { start, end });
  }
}

/** How far the value reaches: its quotes; behind `=` up to the next `name=`; up to `,` or `}` within braces; else the whole rest. */
function valueLength(line: string, start: number, separator: string): number {
  const rest = line.slice(start);
  const quoted = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(rest);
  if (quoted) return quoted[0].length;
  if (separator === '=') return /^.*?(?=\s+[A-Za-z_]\w*=|\s*$)/s.exec(rest)?.[0].length ?? 0;
  const isInBraces = line.lastIndexOf('{', start) > line.lastIndexOf('}', start);
  return (isInBraces ? /^(?:\$\{[^}]*\}|\{\{[^}]*\}\}|[^,}])*/ : /^.*/s).exec(rest)?.[0].trimEnd().length ?? 0;
}

/** What of a span is neither reference nor template, unless only quotes and blanks are left. */
function* withoutReferences(line: string, { start, end }: LineSpan): Generator<LineSpan> {
  const text = line.slice(start, end);
  let from = 0;
  for (const found of [...text.matchAll(REFERENCE), { index: text.length, 0: '' }]) {
    const part = text.slice(from, found.index);
    const margin = part.length - part.trimStart().length;
    if (/[^\s"',}\]]/.test(part)) yield { start: start + from + margin, end: start + from + part.trimEnd().length };
    from = found.index + found[0].length;
  }
}
