import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkSchema } from '../document/check-schema.js';
import { type Document, readDocument } from '../document/document.js';
import { packageRoot } from '../document/package-root.js';
import { DocumentError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import type { Platform } from './platform.js';

/** A platform's name, its aliases and what it is, for lists. */
export interface PlatformSummary {
  name: string;
  title: string;
  aliases: string[];
}

type Definition = Partial<Platform> & { name: string; extends?: string };

const BUILT_IN = join(packageRoot, 'src', 'device', 'platforms');
const LONGEST_CHAIN = 8;
const loaded = new Map<string, Platform>();

/**
 * Finds a platform by its name or an alias and fills in what it inherits.
 *
 * @param dirs  folders with a user's own definitions; they win over the built-in ones
 * @throws {DocumentError} when there is none of that name, or its file is wrong
 */
export function loadPlatform(name: string, dirs: readonly string[] = []): Platform {
  const key = [name, ...dirs].join('\n');
  let platform = loaded.get(key);
  if (!platform) {
    platform = resolve(name, dirs, 0);
    loaded.set(key, platform);
  }
  return platform;
}

/** Every platform flow knows, sorted by name. @throws {DocumentError} when a user's own file is wrong */
export function listPlatforms(dirs: readonly string[] = []): PlatformSummary[] {
  const names = new Set([...dirs, BUILT_IN].flatMap(namesIn));
  return [...names].sort().map((name) => {
    const { title, aliases } = loadPlatform(name, dirs);
    return { name, title, aliases };
  });
}

/** Every name a host may use for its platform: names and aliases. */
export function platformNames(dirs: readonly string[] = []): string[] {
  return listPlatforms(dirs).flatMap(({ name, aliases }) => [name, ...aliases]);
}

function resolve(name: string, dirs: readonly string[], depth: number): Platform {
  const document = findDefinition(name, dirs);
  const own = document.value as Definition;
  if (own.extends === undefined) return complete(document, own);
  if (depth >= LONGEST_CHAIN) {
    throw new DocumentError([
      document.diagnose('/extends', 'extends: expected a chain that ends, got a ring of platforms'),
    ]);
  }
  const parent = resolve(own.extends, dirs, depth + 1);
  const { extends: _parent, ...rest } = own;
  return complete(document, { ...parent, aliases: [], ...rest, prompts: { ...parent.prompts, ...own.prompts } });
}

function complete(document: Document, definition: Definition): Platform {
  const platform: Platform = {
    title: definition.name,
    aliases: [],
    enter: '\n',
    echo: 'required',
    terminal: { columns: 511, rows: 1000 },
    prompts: {},
    above: [],
    modesAbove: {},
    floating: [],
    login: [],
    loginRefused: [],
    busy: [],
    setup: [],
    typeAhead: false,
    pager: { markers: ['--More-- ?$'], answer: ' ' },
    errors: [],
    notErrors: [],
    stamps: [],
    logLines: [],
    read: [],
    logout: ['exit'],
    logoutAnswers: [],
    volatile: [],
    secrets: [],
    ...definition,
  };
  const wrong = patternsOf(platform).filter(({ pattern }) => !compiles(pattern));
  if (wrong.length > 0) {
    throw new DocumentError(
      wrong.map(({ pointer, pattern }) =>
        document.diagnose(
          pointer,
          `${pointer.slice(1).replaceAll('/', '.')}: expected a regular expression, got "${pattern}"`,
        ),
      ),
    );
  }
  return platform;
}

function patternsOf(platform: Platform): { pointer: string; pattern: string }[] {
  const list = (key: 'errors' | 'logLines' | 'read' | 'volatile' | 'secrets') =>
    platform[key].map((pattern, index) => ({ pointer: `/${key}/${index}`, pattern }));
  return [
    ...Object.entries(platform.prompts).map(([mode, pattern]) => ({ pointer: `/prompts/${mode}`, pattern })),
    ...list('errors'),
    ...list('logLines'),
    ...list('read'),
    ...list('volatile'),
    ...list('secrets'),
    ...platform.pager.markers.map((pattern, index) => ({ pointer: `/pager/markers/${index}`, pattern })),
  ];
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

/** The file of that name, else the one that has it as an alias; `NAME_ssh` is `NAME`. */
function findDefinition(name: string, dirs: readonly string[]): Document {
  const places = [...dirs, BUILT_IN];
  const wanted = name.endsWith('_ssh') ? [name, name.slice(0, -'_ssh'.length)] : [name];
  for (const candidate of wanted) {
    for (const dir of places) {
      if (namesIn(dir).includes(candidate)) return readDefinition(join(dir, `${candidate}.yaml`));
    }
    for (const dir of places) {
      for (const file of namesIn(dir)) {
        const document = readDefinition(join(dir, `${file}.yaml`));
        if ((document.value as Definition).aliases?.includes(candidate)) return document;
      }
    }
  }
  const proposal = proposeName(name, places.flatMap(namesIn));
  throw new DocumentError([
    {
      file: dirs[0] ?? 'platforms',
      message: `expected the name of a platform, got "${name}"`,
      severity: 'error',
      ...(proposal ? { proposal } : {}),
    },
  ]);
}

function readDefinition(file: string): Document {
  const document = readDocument(file);
  const mistakes = checkSchema(document, 'platform');
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  return document;
}

function namesIn(dir: string): string[] {
  return readdirSync(dir)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'));
}
