import { isAbsolute, resolve } from 'node:path';
import { proposeName } from '../error/nearest.js';
import { printableLine } from '../error/printable.js';
import { STARS } from '../error/secret-names.js';

/** Where a value comes from that is not written in the inventory itself. */
export type ReferenceKind = 'env' | 'file' | 'exec' | 'prompt';

/** `${kind:argument}` in a text value. */
export interface Reference {
  kind: ReferenceKind;
  argument: string;
}

/** A text value cut into what is literal and what is a reference. */
export type ReferencePart = string | Reference;

/** Why a text cannot be read, and what to write instead. */
export interface ReferenceMistake {
  message: string;
  proposal: string | undefined;
}

const KINDS: readonly ReferenceKind[] = ['env', 'file', 'exec', 'prompt'];
const LITERAL = 'write $${ for a literal ${';

/** Cuts a text at its references; `$${` stands for a literal `${`. An unknown or unclosed one stays literal. */
export function parseReferences(text: string): ReferencePart[] {
  if (!text.includes('${')) return [text];
  const parts: ReferencePart[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('$${', at)) {
      literal += '${';
      at += 3;
      continue;
    }
    const found = referenceAt(text, at);
    if (found) {
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(found.reference);
      at = found.end;
    } else {
      literal += text.charAt(at);
      at++;
    }
  }
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return parts;
}

/** What tells a reference from others: two of the same are looked up once. */
export function referenceKey({ kind, argument }: Reference): string {
  return `${kind}:${argument}`;
}

/** Writes a reference as it may be shown: a command can have a secret in it. */
export function showReference({ kind, argument }: Reference): string {
  return `\${${kind}:${kind === 'exec' ? STARS : printableLine(argument)}}`;
}

/** Writes a text as it may be shown, in one line, its references as they are. */
export function showReferences(text: string): string {
  return parseReferences(text)
    .map((part) => (typeof part === 'string' ? printableLine(part) : showReference(part)))
    .join('');
}

/** Commands of `${exec:...}` in a text. */
export function commandsIn(text: string): string[] {
  return parseReferences(text).flatMap((part) =>
    typeof part !== 'string' && part.kind === 'exec' ? [part.argument] : [],
  );
}

/** True when the text has a reference that is to be resolved. */
export function hasReference(text: string): boolean {
  return parseReferences(text).some((part) => typeof part !== 'string');
}

/** Finds what looks like a reference and is none: an unknown kind, a missing brace, nothing after the colon. */
export function findReferenceMistake(text: string): ReferenceMistake | undefined {
  for (const found of text.replaceAll('$${', '   ').matchAll(/\$\{([^}]*)(\}?)/g)) {
    const [, inner = '', brace] = found;
    const kind = /^\s*(\w*)/.exec(inner)?.[1] ?? '';
    const isKind = KINDS.some((known) => inner.startsWith(`${known}:`));
    if (brace === '') {
      if (isKind) return { message: 'a reference ${...} without its closing }', proposal: LITERAL };
      continue;
    }
    if (!isKind) {
      const named = kind === '' ? undefined : proposeName(kind, KINDS);
      const message = 'expected ${env:NAME}, ${file:path}, ${exec:command} or ${prompt:text}, got another ${...}';
      return { message, proposal: named ? `${named} Otherwise ${LITERAL}` : LITERAL };
    }
    if (inner.slice(inner.indexOf(':') + 1).trim() === '') {
      return { message: `\${${kind}:} says nothing after the colon`, proposal: undefined };
    }
  }
  return undefined;
}

/** Makes the relative paths of `${file:path}` absolute, from the folder of the file they are written in. */
export function anchorReferences(text: string, folder: string): string {
  if (!text.includes('${file:')) return text;
  return parseReferences(text)
    .map((part) => {
      if (typeof part === 'string') return part.replaceAll('${', () => '$${');
      const path = part.argument;
      const isAnchored = part.kind !== 'file' || isAbsolute(path) || path.startsWith('~');
      return `\${${part.kind}:${isAnchored ? path : resolve(folder, path)}}`;
    })
    .join('');
}

function referenceAt(text: string, start: number): { reference: Reference; end: number } | undefined {
  if (!text.startsWith('${', start)) return undefined;
  const end = text.indexOf('}', start);
  const colon = text.indexOf(':', start);
  if (end === -1 || colon === -1 || colon > end) return undefined;
  const kind = KINDS.find((known) => known === text.slice(start + 2, colon));
  const argument = text.slice(colon + 1, end).trim();
  return kind && argument !== '' ? { reference: { kind, argument }, end: end + 1 } : undefined;
}
