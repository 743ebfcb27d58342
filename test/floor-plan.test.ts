import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import test from 'node:test';
import { packageRoot } from '../src/document/package-root.js';

/** Folders of `src` by floor, the lowest first. A folder imports from lower floors only. */
const FLOORS = [
  ['error'],
  ['document', 'compare'],
  ['inventory', 'parse', 'futures'],
  ['task', 'template', 'expression', 'transport'],
  ['playbook', 'device'],
  ['executors'],
  ['run', 'report', 'lab', 'journal'],
  ['workflow'],
  ['cli'],
];

/** The one folder that may import a package, in one file of it. */
const DOORS: Record<string, string> = {
  'fastest-levenshtein': 'error',
  'js-yaml': 'document',
  'csv-parse': 'inventory',
  'ssh-config': 'inventory',
  diff: 'compare',
  handlebars: 'template',
  '@marcbachmann/cel-js': 'expression',
  ssh2: 'transport and lab',
  socks: 'transport',
  tinypool: 'futures',
  bullmq: 'executors',
  ioredis: 'executors',
  listr2: 'run',
  commander: 'cli',
};

/** Made by the build, so no rule for hand-written code holds for it. */
const GENERATED = new Set(['document/validators.ts', 'report/html/assets.ts']);

/** The library's public entries may import from anywhere, and are the only files that only pass on. */
const ENTRIES = ['index.ts', 'futures.ts'];

const LONGEST_FILE = 300;

interface SourceFile {
  /** Relative to `src`, with slashes. */
  path: string;
  folder: string;
  text: string;
  imports: string[];
}

const files = readSources();

test('there are sources to look at', () => {
  assert.ok(files.length > 20);
});

test('each folder of src stands on a floor', () => {
  const known = new Set(FLOORS.flat());
  assertNone(files.filter(({ path, folder }) => !ENTRIES.includes(path) && !known.has(folder)).map(({ path }) => path));
});

test('a folder imports from lower floors only', () => {
  const floorOf = new Map(FLOORS.flatMap((folders, floor) => folders.map((folder) => [folder, floor] as const)));
  const wrong = files
    .filter(({ path }) => !ENTRIES.includes(path))
    .flatMap(({ path, folder, imports }) =>
      imports
        .filter((name) => name.startsWith('.'))
        .map((name) => posix.join(posix.dirname(path), name))
        .filter((target) => {
          const other = target.split('/')[0] ?? '';
          return other !== folder && !((floorOf.get(other) ?? Infinity) < (floorOf.get(folder) ?? -1));
        })
        .map((target) => `${path} imports ${target}`),
    );
  assertNone(wrong);
});

test('each package has one door', () => {
  const doors = new Map<string, string[]>();
  for (const { path, imports } of files) {
    if (path.endsWith('.d.ts')) continue; // declares types of a package, and loads nothing
    for (const name of new Set(imports.filter(isPackage).map(packageName)))
      doors.set(name, [...(doors.get(name) ?? []), path]);
  }
  const wrong = [...doors].flatMap(([name, paths]) => {
    const allowed = DOORS[name];
    if (allowed === undefined) return [`${name} has no door in the floor plan, and is imported by ${paths.join(', ')}`];
    const folders = allowed.split(' and ');
    const strangers = paths.filter((path) => !folders.includes(path.split('/')[0] ?? ''));
    const seconds = folders.filter((folder) => paths.filter((path) => path.startsWith(`${folder}/`)).length > 1);
    return [
      ...strangers.map((path) => `${path} imports ${name}, whose door is in ${allowed}`),
      ...seconds.map((folder) => `${name} has more than one door in ${folder}: ${paths.join(', ')}`),
    ];
  });
  assertNone(wrong);
});

test('there is one way to run a graph: the one of the library', () => {
  const callers = files.filter(
    ({ path, imports }) => !ENTRIES.includes(path) && imports.some((name) => name.endsWith('/runner.js')),
  );
  assert.deepEqual(
    callers.map(({ path }) => path),
    ['workflow/run-plan.ts'],
  );
});

test('each package that flow depends on is imported', () => {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(packageRoot, 'package.json'), 'utf8'),
  );
  const imported = new Set(files.flatMap(({ imports }) => imports.filter(isPackage).map(packageName)));
  // ajv compiles the validators ahead of time, and its run-time part is in them.
  const unused = Object.keys(manifest.dependencies).filter((name) => !imported.has(name) && name !== 'ajv');
  assertNone(unused);
});

test('only cli touches the process: arguments, environment, output, exit', () => {
  const touch =
    /\bprocess\.(?:argv|env|exit|exitCode|stdout|stderr|stdin|on|once)\b|\bconsole\.(?:log|info|warn|error|debug|dir|table|trace)\(/;
  const wrong = files
    .filter(({ folder }) => folder !== 'cli')
    .flatMap(({ path, text }) =>
      withoutComments(text)
        .split('\n')
        // A process inherits the environment, as any does.
        .map((line) => (path === 'futures/process-executor.ts' ? line.replace('env = process.env', '') : line))
        .flatMap((line, index) => (touch.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
  assertNone(wrong);
});

test(`no file is longer than ${LONGEST_FILE} lines`, () => {
  const long = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
  assertNone(long.filter(({ lines }) => lines > LONGEST_FILE).map(({ path, lines }) => `${path}: ${lines}`));
});

test('no file but a public entry only passes on what others export', () => {
  const isBarrel = (text: string): boolean => {
    const code = withoutComments(text).replace(/\b(?:import|export)\b[^;]*\bfrom\b[^;]*;/g, '');
    return /\bexport\b[^;]*\bfrom\b/.test(text) && code.trim() === '';
  };
  assertNone(files.filter(({ path, text }) => !ENTRIES.includes(path) && isBarrel(text)).map(({ path }) => path));
});

test('no file has a name that says nothing', () => {
  const empty = /(?:^|\/)(?:utils?|helpers?|common|misc|index)\.ts$/;
  const allowed = [...ENTRIES, 'template/helpers.ts']; // what Handlebars calls them
  assertNone(files.map(({ path }) => path).filter((path) => empty.test(path) && !allowed.includes(path)));
});

function assertNone(wrong: readonly string[]): void {
  assert.deepEqual(wrong, []);
}

function readSources(): SourceFile[] {
  const source = join(packageRoot, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !GENERATED.has(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(source, path), 'utf8');
      return { path, folder: path.includes('/') ? (path.split('/')[0] ?? '') : '', text, imports: findImports(text) };
    });
}

/** Names behind `import ... from 'x'`, `export ... from 'x'`, `import 'x'`, `import('x')` and `require('x')`. */
function findImports(text: string): string[] {
  const found = withoutComments(text).matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)(['"])([^'"\n]+)\1/g);
  return [...found].map((match) => match[2] ?? '');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/^\s*\/\/.*$/gm, '');
}

function isPackage(name: string): boolean {
  return !name.startsWith('.') && !name.startsWith('node:');
}

/** @example packageName('csv-parse/sync') === 'csv-parse' */
function packageName(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
