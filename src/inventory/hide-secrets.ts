import type { Diagnostic, Position } from '../error/diagnostic.js';

// What is left of the name of a secret, however broken, and what separates it from its value. Matches `password: `,
// `"pasword" : `, `ansible_ssh_pass=`, `'ecret: `, `passwor,: `; not `platform: `.
const SECRET_NAME = /["']?[\w.-]*(?:pas|ssw|word|secr|cret|pwd|pswd|token|communit|send)[^:=]{0,8}([:=])\s*/gi;

/**
 * Puts stars over the values of what looks like a password on a line of a file, one per character, so that the
 * columns stay right. References such as `${env:NAME}` are no secret and stay.
 *
 * @example hideSecrets('{user: a, password: b1}') === '{user: a, password: **}'
 */
export function hideSecrets(line: string): string {
  let result = line;
  for (const found of line.matchAll(SECRET_NAME)) {
    const start = found.index + found[0].length;
    const end = start + valueLength(line, start, found[1] === '=');
    if (/^["']?\$\{\w+:[^}]*\}["']?$/.test(line.slice(start, end).trim())) continue;
    result = putStars(result, start, end);
  }
  return result;
}

/** Puts stars over the text at a position. */
export function hideSpan(line: string, position: Pick<Position, 'column' | 'length'>): string {
  return putStars(line, position.column - 1, position.column - 1 + position.length);
}

/** The same for a diagnostic that was made elsewhere, of a file that may hold passwords. */
export function hideSecretsOf(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.sourceLine === undefined) return diagnostic;
  return { ...diagnostic, sourceLine: hideSecrets(diagnostic.sourceLine) };
}

function putStars(line: string, start: number, end: number): string {
  return line.slice(0, start) + line.slice(start, end).replace(/\S/g, '*') + line.slice(end);
}

/** How far the value reaches: its quotes, a word after `=`, up to `,` or `}` within braces, else the whole rest. */
function valueLength(line: string, start: number, isWord: boolean): number {
  const rest = line.slice(start);
  const quoted = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(rest);
  if (quoted) return quoted[0].length;
  if (isWord) return /^\S*/.exec(rest)?.[0].length ?? 0;
  const isInBraces = line.lastIndexOf('{', start) > line.lastIndexOf('}', start);
  return (isInBraces ? /^(?:\$\{[^}]*\}|[^,}])*/ : /^.*/s).exec(rest)?.[0].length ?? 0;
}
