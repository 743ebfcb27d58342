import { YAML_CHOMPING, YAML_STYLE, type YamlScalar } from './yaml.js';

/** The decoded text of a scalar, and for each of its characters the offset in the source that it came from. */
export interface ScalarOrigins {
  text: string;
  /** One more than the text has characters: the last is the end of the scalar. */
  origins: number[];
}

/**
 * Decodes a scalar, keeping where each character came from; a fold's blank comes from its first line break,
 * an escape's character from its backslash.
 */
export function traceScalar(source: string, scalar: YamlScalar): ScalarOrigins {
  const trace: ScalarOrigins = { text: '', origins: [] };
  const { valueStart, valueEnd } = scalar;
  if (valueStart !== -1) {
    const isBlock = scalar.style === YAML_STYLE.LITERAL_BLOCK || scalar.style === YAML_STYLE.FOLDED_BLOCK;
    if (isBlock) traceBlock(source, scalar, trace);
    else traceFlow(source, scalar, trace);
  }
  trace.origins.push(Math.max(0, valueEnd));
  return trace;
}

function add(trace: ScalarOrigins, text: string, origin: number, step: 0 | 1): void {
  trace.text += text;
  for (let index = 0; index < text.length; index++) trace.origins.push(origin + index * step);
}

/** Plain and quoted text, on one line or folded over several. */
function traceFlow(source: string, scalar: YamlScalar, trace: ScalarOrigins): void {
  const escapeMark =
    scalar.style === YAML_STYLE.DOUBLE_QUOTED ? '\\' : scalar.style === YAML_STYLE.SINGLE_QUOTED ? "'" : undefined;
  const end = scalar.valueEnd;
  let at = scalar.valueStart;
  while (at < end) {
    const character = source[at] ?? '';
    if (character === escapeMark) at = traceEscape(source, { at, end }, trace);
    else if (/[ \t\r\n]/.test(character)) at = traceBlank(source, { at, end }, trace);
    else add(trace, character, at++, 1);
  }
}

/** Blanks stay as they are within a line; with line breaks among them they fold to one blank, or to the breaks after the first. */
function traceBlank(source: string, { at, end }: { at: number; end: number }, trace: ScalarOrigins): number {
  const blank = /^[ \t\r\n]+/.exec(source.slice(at, end))?.[0] ?? '';
  const breaks = blank.match(/\r\n|\n|\r/g)?.length ?? 0;
  if (breaks === 0) add(trace, blank, at, 1);
  else add(trace, breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), at + blank.search(/[\r\n]/), 0);
  return at + blank.length;
}

const ESCAPES: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

function traceEscape(source: string, { at, end }: { at: number; end: number }, trace: ScalarOrigins): number {
  if (source[at] === "'") {
    add(trace, "'", at, 1);
    return at + 2;
  }
  const rest = source.slice(at + 1, end);
  // An escaped line break: it and the blanks that begin the next line are no part of the text.
  const joined = /^(?:\r\n|\n|\r)[ \t\r\n]*/.exec(rest)?.[0];
  if (joined !== undefined) return at + 1 + joined.length;
  const hex = /^(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8})/i.exec(rest)?.[0];
  if (hex !== undefined && 'xuU'.includes(hex[0] ?? '')) {
    const code = Number.parseInt(hex.slice(1), 16);
    add(trace, code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD', at, 0);
    return at + 1 + hex.length;
  }
  add(trace, ESCAPES[rest[0] ?? ''] ?? '', at, 0);
  return at + 2;
}

/** `|` and `>` text: line by line, indentation taken away. */
function traceBlock(source: string, scalar: YamlScalar, trace: ScalarOrigins): void {
  const isFolded = scalar.style === YAML_STYLE.FOLDED_BLOCK;
  const indent = Math.max(0, scalar.indent);
  /** Line breaks that wait to be written until it is known what follows them. */
  let breaks: number[] = [];
  let previous: 'none' | 'text' | 'indented' = 'none';
  for (const line of source.slice(scalar.valueStart, scalar.valueEnd).matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    const whole = line[1] ?? '';
    if (whole === '' && line[2] === '') break;
    const start = scalar.valueStart + line.index;
    const leading = Math.min(/^ */.exec(whole)?.[0].length ?? 0, indent);
    const content = whole.slice(leading);
    const lineEnd = start + whole.length;
    if (scalar.indent < 0 || content === '') {
      breaks.push(lineEnd);
      continue;
    }
    const isIndented = isFolded && /^[ \t]/.test(content);
    if (isFolded && !isIndented && previous === 'text') {
      if (breaks.length === 1) add(trace, ' ', breaks[0] ?? start, 0);
      else for (const origin of breaks.slice(1)) add(trace, '\n', origin, 0);
    } else for (const origin of breaks) add(trace, '\n', origin, 0);
    add(trace, content, start + leading, 1);
    breaks = [lineEnd];
    previous = isIndented ? 'indented' : 'text';
  }
  traceLastBreaks(scalar, { breaks, hasText: previous !== 'none' }, trace);
}

function traceLastBreaks(scalar: YamlScalar, rest: { breaks: number[]; hasText: boolean }, trace: ScalarOrigins): void {
  const { CLIP, STRIP, KEEP } = YAML_CHOMPING;
  switch (scalar.chomping) {
    case STRIP:
      return;
    case CLIP:
      if (rest.hasText) add(trace, '\n', rest.breaks[0] ?? scalar.valueEnd, 0);
      return;
    case KEEP:
      for (const origin of rest.breaks) add(trace, '\n', origin, 0);
      return;
    default:
      scalar.chomping satisfies never;
  }
}
