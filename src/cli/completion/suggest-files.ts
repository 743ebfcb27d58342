import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { plainWords, type Suggestion } from './suggestion.js';

/** Which files are wanted; folders always are, since what is wanted may be in one. */
export type FileKind = 'yaml' | 'any' | 'none';

/**
 * Files and folders whose path begins as typed. Hidden ones are shown to who types the dot.
 *
 * @param folder  where a relative path starts
 */
export function suggestFiles(typed: string, kind: FileKind, folder: string): Suggestion[] {
  const parent = typed.slice(0, typed.lastIndexOf('/') + 1);
  const start = typed.slice(parent.length);
  const place = resolve(folder, parent.replace(/^~(?=\/)/, homedir()));
  return plainWords(
    namesIn(place)
      .filter(({ name }) => name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')))
      .filter(({ name, isFolder }) => isFolder || isWanted(name, kind))
      .map(({ name, isFolder }) => `${parent}${name}${isFolder ? '/' : ''}`),
  );
}

function isWanted(name: string, kind: FileKind): boolean {
  return kind === 'any' || (kind === 'yaml' && /\.ya?ml$/.test(name));
}

/** In the order of names; nothing where there is no such folder. */
function namesIn(place: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(place, { withFileTypes: true })
      .map((entry) => ({
        name: entry.name,
        isFolder: entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(join(place, entry.name))),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function leadsToFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
