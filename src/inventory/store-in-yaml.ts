import { type Document, parseDocument } from '../document/document.js';
import { joinPointer, valueAt } from '../document/pointer.js';
import { DocumentError } from '../error/flow-error.js';
import type { FoundPlatform } from './found-platform.js';
import { isMap } from './read-settings.js';
import { applyEdits, type Edit } from './text-edit.js';

/** The keys that hold a platform. */
const KEYS = ['platform', 'device_type'];

/**
 * Puts platforms into an inventory in YAML: in the place of the one that a host has, else as the first key of the host.
 *
 * @returns the new text
 * @throws {DocumentError} where a host has no map of its own to write to
 */
export function storeInYaml(file: string, text: string, found: readonly FoundPlatform[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const document = parseDocument(file, text);
  const places = placesOfHosts(document);
  const starts = lineStarts(document.source);
  const done = found.map(({ host, platform }) => {
    const at = host.position;
    const pointer = at && places.get(placeKey(at));
    const edit = pointer === undefined ? undefined : editHost(document, { pointer, platform, starts });
    if (pointer === undefined || !edit) throw cannotWrite(document, host.name, pointer);
    return { host, pointer, platform, edit };
  });
  const written = applyEdits(
    document.source,
    done.map(({ edit }) => edit),
  );
  const again = reparse(file, written);
  for (const { host, pointer, platform } of done) {
    const value = again && valueAt(again.value, pointer);
    if (!isMap(value) || !KEYS.some((key) => value[key] === platform)) throw cannotWrite(document, host.name, pointer);
  }
  return mark + written;
}

interface HostToEdit {
  pointer: string;
  platform: string;
  /** Offset of the first character of each line. */
  starts: readonly number[];
}

function editHost(document: Document, { pointer, platform, starts }: HostToEdit): Edit | undefined {
  const { source } = document;
  const value = valueAt(document.value, pointer);
  const spanOf = (at: string, target?: 'key') => {
    const { line, column, length } = document.position(at, target);
    const start = (starts[line - 1] ?? 0) + column - 1;
    return { start, end: start + length, indent: column - 1 };
  };
  if (value === null) {
    const { end } = spanOf(pointer, 'key');
    return /^\s*:[^\S\r\n]*(?:#|\r?\n|$)/.test(source.slice(end))
      ? { start: source.indexOf(':', end) + 1, end: source.indexOf(':', end) + 1, text: ` {platform: ${platform}}` }
      : undefined;
  }
  if (!isMap(value)) return undefined;
  for (const key of KEYS) {
    if (typeof value[key] !== 'string') continue;
    const { start, end } = spanOf(pointer + joinPointer([key]));
    const isOwn = source.slice(start, end).replace(/^(['"])(.*)\1$/, '$2') === value[key];
    if (isOwn) return { start, end, text: platform };
  }
  const { start, indent } = spanOf(pointer);
  const key = Object.keys(value).some((name) => name === 'ip' || name === 'host') ? 'device_type' : 'platform';
  if (source[start] === '{') {
    const rest = /^\{\s*\}/.test(source.slice(start)) ? '' : ', ';
    return { start: start + 1, end: start + 1, text: `${key}: ${platform}${rest}` };
  }
  const lineEnd = source.includes('\r\n') ? '\r\n' : '\n';
  return { start, end: start, text: `${key}: ${platform}${lineEnd}${' '.repeat(indent)}` };
}

/** Where a host may be written (its key, its `name`, or its first line in a list) → its pointer. */
function placesOfHosts(document: Document): Map<string, string> {
  const places = new Map<string, string>();
  const note = (pointer: string, target?: 'key') => places.set(placeKey(document.position(pointer, target)), pointer);
  const walk = (value: unknown, pointer: string, isListed: boolean): void => {
    if (isMap(value)) {
      for (const [key, member] of Object.entries(value)) walk(member, pointer + joinPointer([key]), false);
    } else if (Array.isArray(value)) {
      for (const [index, member] of value.entries()) walk(member, pointer + joinPointer([index]), true);
    }
    if (pointer === '' || !(isMap(value) || value === null)) return;
    if (isListed) note(pointer);
    else note(pointer, 'key');
    if (isMap(value) && typeof value.name === 'string')
      places.set(placeKey(document.position(`${pointer}/name`)), pointer);
  };
  walk(document.value, '', false);
  return places;
}

function placeKey({ line, column }: { line: number; column: number }): string {
  return `${line}:${column}`;
}

function lineStarts(source: string): number[] {
  return [0, ...[...source.matchAll(/\r\n|[\r\n]/g)].map(({ 0: end, index }) => index + end.length)];
}

function reparse(file: string, text: string): Document | undefined {
  try {
    return parseDocument(file, text);
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}

function cannotWrite(document: Document, host: string, pointer: string | undefined): DocumentError {
  const message = `${host}: its platform cannot be written here`;
  return new DocumentError([
    document.diagnose(pointer ?? '', message, {
      target: 'key',
      proposal: 'give the host a map of its own, with platform',
    }),
  ]);
}
