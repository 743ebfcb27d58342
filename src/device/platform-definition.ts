import { basename } from 'node:path';
import { checkSchema } from '../document/check-schema.js';
import { type Document, readDocument } from '../document/document.js';
import { yamlPath } from '../document/pointer.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import type { ConfigMode, Pager, Platform, Privilege, SaveCommand } from './platform.js';

/** Where nothing else is said: no line of the answer tells of a failure. Matches an empty answer too. */
const QUIET_SAVE = String.raw`(?<![\s\S])(?![\s\S]*(?:[Ee]rror|[Ff]ail|[Ii]nvalid|[Dd]enied|[Aa]borted|(?<!\S)% ))`;

/** What a platform's file may say: `null` takes away what a parent says. */
export interface Definition
  extends Partial<
    Omit<Platform, 'shell' | 'privilege' | 'config' | 'save' | 'checksum' | 'done' | 'pager' | 'terminal'>
  > {
  name: string;
  extends?: string;
  terminal?: Partial<Platform['terminal']>;
  shell?: Platform['shell'] | null;
  privilege?: Partial<Privilege> | null;
  config?: Partial<ConfigMode> | null;
  save?: (Partial<SaveCommand> & { command: string }) | null;
  checksum?: Platform['checksum'] | null;
  pager?: Partial<Pager>;
  done?: string | null;
}

/** A definition and the file in which its mistakes are told. */
export interface PlacedDefinition {
  document: Document;
  definition: Definition;
}

/**
 * Reads one platform file, without what it extends.
 *
 * @throws {DocumentError} with every mistake: the schema, a name that is not the file's, a pattern that is none
 */
export function readDefinition(file: string): PlacedDefinition {
  const document = readDocument(file);
  const mistakes = checkSchema(document, 'platform');
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  const definition = document.value as Definition;
  const found = [...checkName(document, definition.name), ...checkPatterns(document, definition)];
  if (found.length > 0) throw new DocumentError(found);
  return { document, definition };
}

/** Lists of what is recognised: a platform adds to those of the one that it extends, its own first. */
const ADDED = [
  'loginRefused',
  'busy',
  'errors',
  'notErrors',
  'stamps',
  'logLines',
  'read',
  'volatile',
  'secrets',
] as const;
/** Maps that are joined key by key. */
const JOINED = ['prompts', 'modesAbove', 'terminal', 'privilege', 'config', 'pager'] as const;

/**
 * Puts a platform's own file over what it extends: lists of what is recognised add up, maps of settings are joined key by key,
 * everything else takes the place of what the parent says. Title, aliases and type-ahead are nobody else's, and ends of outputs
 * only those of the same platform: a family that resembles another need not end its configurations as that one does.
 */
export function extendDefinition(parent: Definition, own: Definition): Definition {
  const { title: _title, aliases: _aliases, typeAhead: _typeAhead, ends, ...inherited } = parent;
  const isSame = own.name === parent.name;
  const joined: Definition = { ...inherited, ...(isSame && ends && { ends }), ...own };
  for (const key of ADDED) {
    const lines = [...new Set([...(own[key] ?? []), ...(parent[key] ?? [])])];
    if (lines.length > 0) joined[key] = lines;
  }
  for (const key of JOINED) {
    if (own[key] && parent[key]) Object.assign(joined, { [key]: { ...parent[key], ...own[key] } });
  }
  return joined;
}

/**
 * Fills in what no file says.
 *
 * @throws {DocumentError} when prompts, or a needed part of `privilege` or `config`, are missing
 */
export function completeDefinition({ document, definition }: PlacedDefinition): Platform {
  const { extends: _extends, terminal, shell, privilege, config, save, checksum, done, pager, ...plain } = definition;
  const missing = findMissing(document, definition);
  if (missing.length > 0) throw new DocumentError(missing);
  return {
    title: definition.name,
    aliases: [],
    enter: '\n',
    echo: 'required',
    prompts: {},
    above: [],
    modesAbove: {},
    floating: [],
    login: [],
    loginRefused: [],
    busy: [],
    setup: [],
    typeAhead: false,
    errors: [],
    notErrors: [],
    ends: [],
    stamps: [],
    logLines: [],
    read: [],
    logout: ['exit'],
    logoutAnswers: [],
    volatile: [],
    secrets: [],
    ...plain,
    terminal: { columns: 511, rows: 1000, ...terminal },
    pager: { markers: ['--More-- ?$'], answer: ' ', ...pager },
    ...(shell && { shell }),
    ...(privilege && { privilege: { command: '', question: '', refusals: [], ...privilege } }),
    ...(config && { config: { enter: '', leave: '', ...config } }),
    ...(save && { save: { success: QUIET_SAVE, ...save } }),
    ...(checksum && { checksum }),
    ...(done && { done }),
  };
}

function findMissing(document: Document, { prompts, privilege, config }: Definition): Diagnostic[] {
  const missing = (pointer: string, key: string) =>
    document.diagnose(pointer, `${pointer.slice(1)}: missing key "${key}", here and in what is extended`, {
      target: 'key',
    });
  const found: Diagnostic[] = [];
  if (Object.keys(prompts ?? {}).length === 0) found.push(document.diagnose('', 'missing key "prompts"'));
  if (privilege?.command === undefined && privilege) found.push(missing('/privilege', 'command'));
  if (privilege?.question === undefined && privilege) found.push(missing('/privilege', 'question'));
  if (config?.enter !== undefined && config.leave === undefined) found.push(missing('/config', 'leave'));
  return found;
}

function checkName(document: Document, name: string): Diagnostic[] {
  const wanted = basename(document.file, '.yaml');
  if (name === wanted) return [];
  return [document.diagnose('/name', `name: expected "${wanted}", as the file is called, got "${name}"`)];
}

/** Every text below one of these keys is a pattern. */
const PATTERN_KEYS = new Set(
  `prompts modesAbove above floating loginRefused busy errors notErrors done stamps logLines read volatile secrets
   match prompt question username refusals committed locked success markers
   starts ends ready pattern`.split(/\s+/),
);

function checkPatterns(document: Document, definition: Definition): Diagnostic[] {
  return [...patternsIn(definition, '', false)].flatMap(({ pointer, pattern }) => {
    const path = yamlPath(pointer, definition);
    const wrong = (what: string) => [document.diagnose(pointer, `${path}: expected ${what}, got "${pattern}"`)];
    if (!compiles(pattern)) return wrong('a regular expression');
    // An alternative that is empty always matches, and tells how many groups there are.
    if (pointer.startsWith('/secrets/') && new RegExp(`${pattern}|`).exec('')?.length === 1)
      return wrong('a group ( ) around the secret');
    return [];
  });
}

function* patternsIn(
  value: unknown,
  pointer: string,
  isPattern: boolean,
): Generator<{ pointer: string; pattern: string }> {
  if (typeof value === 'string') {
    if (isPattern) yield { pointer, pattern: value };
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      yield* patternsIn(part, `${pointer}/${key}`, isPattern || PATTERN_KEYS.has(key));
    }
  }
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
