import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Document } from '../document/document.js';
import { packageRoot } from '../document/package-root.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import { systemCode } from '../error/system-error.js';
import type { Platform } from './platform.js';
import { completeDefinition, extendDefinition, type PlacedDefinition, readDefinition } from './platform-definition.js';
import { findPrepared } from './prepared-platform.js';

/** A platform's name, its aliases and what it is, for lists. */
export interface PlatformSummary {
  name: string;
  title: string;
  aliases: string[];
}

const BUILT_IN = join(packageRoot, 'src', 'device', 'platforms');
const loaded = new Map<string, Platform>();
const heads = new Map<string, PlatformSummary>();

/**
 * Finds a platform by its name or an alias, each also with `_ssh` behind it, and fills in what it inherits: lists of what is
 * recognised (errors, read commands, secrets ...) add up, maps of settings are joined key by key, everything else replaces.
 * Only the files that are needed are read; of flow's own, what the build has made of them.
 *
 * @param dirs  folders with a user's own definitions; they win over the built-in ones. A file with the name of a built-in
 *   platform may extend that name
 * @throws {DocumentError} when there is none of that name, its file is wrong, it extends itself in a ring, or a file in `dirs` takes
 *   the name of a built-in platform for an alias
 */
export function loadPlatform(name: string, dirs: readonly string[] = []): Platform {
  const key = [name, ...dirs].join('\n');
  let platform = loaded.get(key);
  if (!platform) {
    const prepared = dirs.length === 0 ? findPrepared(name) : undefined;
    if (prepared) return prepared;
    const places = [...dirs, BUILT_IN];
    const claims = dirs.flatMap(findClaimedAliases);
    if (claims.length > 0) throw new DocumentError(claims);
    const file = findFile(name, places);
    if (file === undefined) throw unknownPlatform(name, places);
    const own = completeDefinition(readWithParents(file, places));
    platform = { ...own, aliases: aliasesOf(own.name, places) };
    loaded.set(key, platform);
  }
  return platform;
}

/** The same platform; undefined where {@link loadPlatform} has none to give: nobody knows it, or nobody has found it out yet. */
export function findPlatform(name: string, dirs: readonly string[] = []): Platform | undefined {
  try {
    return loadPlatform(name, dirs);
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}

/** Every platform flow knows, sorted by name. @throws {DocumentError} when a user's own file is wrong */
export function listPlatforms(dirs: readonly string[] = []): PlatformSummary[] {
  const own = dirs.flatMap(namesIn).map((name) => {
    const { title, aliases } = loadPlatform(name, dirs);
    return { name, title, aliases };
  });
  const all = [...own, ...namesIn(BUILT_IN).map((name) => headOf(fileOf(BUILT_IN, name)))];
  const byName = new Map(all.reverse().map((summary) => [summary.name, summary]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every name a host may use for its platform: names and aliases, and behind them the same with `_ssh`. */
export function platformNames(dirs: readonly string[] = []): string[] {
  const names = listPlatforms(dirs).flatMap(({ name, aliases }) => [name, ...aliases]);
  return [...new Set([...names, ...names.map((name) => `${name}_ssh`)])];
}

/** A file's definition over that of all it extends. */
function readWithParents(file: string, places: readonly string[], chain: readonly Document[] = []): PlacedDefinition {
  const { document, definition } = readDefinition(file);
  const parent = definition.extends;
  if (parent === undefined) return { document, definition };
  const wrong = (message: string, { at = document, proposal }: { at?: Document; proposal?: string | undefined } = {}) =>
    new DocumentError([at.diagnose('/extends', `extends: ${message}`, { proposal })]);
  // Its own name means the one of a later folder, in the end flow's own.
  const further = parent === definition.name ? placesAfter(file, places) : places;
  const parentFile = findFile(parent, further);
  if (parentFile === undefined) {
    const proposal = proposeName(parent, namesAt(further));
    throw wrong(`expected the name of another platform, got "${parent}"`, { proposal });
  }
  const walked = [...chain, document];
  const first = walked.findIndex((one) => one.file === parentFile);
  if (first >= 0) {
    const ring = walked.slice(first);
    const names = [...ring.map((one) => one.file), parentFile].map((path) => basename(path, '.yaml'));
    // The user can mend no file of flow's own.
    const at = ring.findLast((one) => !isBuiltIn(one.file)) ?? document;
    throw wrong(`expected a chain that ends, got a ring: ${names.join(' → ')}`, { at });
  }
  const inherited = readWithParents(parentFile, places, walked).definition;
  return { document, definition: extendDefinition(inherited, definition) };
}

/** The file of that name, else of the one that has it as an alias; `NAME_ssh` is `NAME`. */
function findFile(name: string, places: readonly string[]): string | undefined {
  const wanted = name.endsWith('_ssh') ? [name, name.slice(0, -'_ssh'.length)] : [name];
  for (const candidate of wanted.filter((word) => /^[a-z]\w*$/.test(word))) {
    const [own] = filesOf(candidate, places);
    if (own !== undefined) return own;
    for (const dir of places) {
      const alias = ownerOf(candidate, dir);
      // A file that replaces a platform is found by the aliases of that one too.
      if (alias !== undefined) return filesOf(alias, places)[0];
    }
  }
  return undefined;
}

/** The name of the platform in a folder that has an alias. */
function ownerOf(alias: string, dir: string): string | undefined {
  return namesIn(dir).find((name) => headOf(fileOf(dir, name)).aliases.includes(alias));
}

/** The aliases of a platform, and of those that it replaces. */
function aliasesOf(name: string, places: readonly string[]): string[] {
  return [...new Set(filesOf(name, places).flatMap((file) => headOf(file).aliases))];
}

/** Aliases in a user's folder that are names or aliases of another platform of flow: which of the two was meant cannot be told. */
function findClaimedAliases(dir: string): Diagnostic[] {
  return namesIn(dir).flatMap((name) => {
    const file = fileOf(dir, name);
    return headOf(file).aliases.flatMap((alias, index) => {
      const owner = existsSync(fileOf(BUILT_IN, alias)) ? alias : ownerOf(alias, BUILT_IN);
      if (owner === undefined || owner === name) return [];
      const what = owner === alias ? 'a platform of flow' : `an alias of ${owner}`;
      const message = `aliases[${index}]: expected a name of its own, got "${alias}", which is ${what}`;
      const proposal = `call the file ${owner}.yaml to replace that platform`;
      return [readDefinition(file).document.diagnose(`/aliases/${index}`, message, { proposal })];
    });
  });
}

/**
 * Name, title and aliases of a file. They are read line by line where they are written plainly, as in all files of flow's own:
 * to parse a hundred files takes longer than all else that flow does before it connects.
 *
 * @example `title: Cisco IOS and IOS XE`, `aliases: [cisco_xe, ios]`; not `title: "Cisco"`, which is parsed as YAML
 */
function headOf(file: string): PlatformSummary {
  const known = heads.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8');
  const title = /^title: ([A-Za-z0-9][\w ,.+()/&-]*)$/m.exec(text)?.[1];
  const list = /^aliases: \[([a-z]\w*(?:, [a-z]\w*)*)\]$/m.exec(text)?.[1];
  const isPlain = title !== undefined && (list !== undefined || !/^\W*aliases\W*:/m.test(text));
  const head = isPlain ? { name: basename(file, '.yaml'), title, aliases: list?.split(', ') ?? [] } : parseHead(file);
  // A user's folder may change while a long-lived program runs.
  if (isBuiltIn(file)) heads.set(file, head);
  return head;
}

function parseHead(file: string): PlatformSummary {
  const { name, title = name, aliases = [] } = readDefinition(file).definition;
  return { name, title, aliases };
}

function unknownPlatform(name: string, places: readonly string[]): DocumentError {
  const proposal = proposeName(name, namesAt(places));
  const message = `expected the name of a platform, got "${name}"`;
  return new DocumentError([
    {
      file: places[0] === BUILT_IN ? 'platforms' : (places[0] ?? ''),
      message,
      severity: 'error',
      ...(proposal && { proposal }),
    },
  ]);
}

function namesAt(places: readonly string[]): string[] {
  return places.flatMap((dir) => namesIn(dir).flatMap((name) => [name, ...headOf(fileOf(dir, name)).aliases]));
}

function placesAfter(file: string, places: readonly string[]): string[] {
  return places.slice(places.findIndex((dir) => fileOf(dir, basename(file, '.yaml')) === file) + 1);
}

function namesIn(dir: string): string[] {
  return readFolder(dir)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

function readFolder(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES') throw error;
    throw new DocumentError([{ file: dir, message: 'expected a folder with platform files', severity: 'error' }]);
  }
}

/** The files of that name, in the order of the folders. */
function filesOf(name: string, places: readonly string[]): string[] {
  return places.map((dir) => fileOf(dir, name)).filter((file) => existsSync(file));
}

function isBuiltIn(file: string): boolean {
  return dirname(file) === BUILT_IN;
}

function fileOf(dir: string, name: string): string {
  return join(dir, `${name}.yaml`);
}
