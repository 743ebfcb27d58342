// Builds flow: validators from the schemas, the style and script of HTML reports, a bundle each for the command, its workers and the library, platforms in
// JSON, type declarations.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundlePage } from './bundle-page.mjs';
import { compileSchemas } from './compile-schemas.mjs';
import { loadTogether } from './load-together.mjs';
import { preparePlatforms } from './prepare-platforms.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const dist = join(root, 'dist');

/**
 * Bundles, each of file below dist → entry point. What two bundles need is in both: shared, it would be cut into many small files. The
 * library is one bundle, so that its futures are the same class whichever way they come; its names stay, since programs show its
 * classes and the traces of its errors.
 */
const BUNDLES = [
  // Most commands read a playbook and its inventory.
  { entryPoints: { 'bin/flow': 'src/cli/main.ts' }, together: 'src/cli/read-plan.ts' },
  { entryPoints: { worker: 'src/cli/worker-main.ts' } },
  { entryPoints: { 'call-worker': 'src/cli/call-worker-main.ts' } },
  { entryPoints: { index: 'src/index.ts', futures: 'src/futures.ts' }, keepsNames: true },
];

/** What must stay a package of its own: ssh2 and cpu-features find their native parts from where they lie, tinypool its workers' first file, bullmq what it loads only with another store. */
const EXTERNAL = ['ssh2', 'cpu-features', 'tinypool', 'bullmq', 'ioredis'];

/** Packages in the older module form ask for `require` when they run: only for what Node.js itself has, the rest is in the bundle. */
const REQUIRE = 'const require=(id)=>process.getBuiltinModule(id);';

/**
 * commander can have commands that are programs of their own, and loads all that starts one; flow has none, and would start
 * later for it.
 */
const WITHOUT_PROGRAMS = {
  name: 'commander-starts-no-programs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'child_process', namespace: 'none' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * Packages that set up large tables as soon as they are loaded, and what flow takes of them: here they do so when it is first called. A
 * worker whose hosts have neither an expression nor a template never calls them.
 */
const SET_UP_WHEN_CALLED = {
  '@marcbachmann/cel-js': (load) =>
    `export function Environment(options) { return new (${load}.Environment)(options); }`,
  'handlebars/dist/handlebars.min.js': (load) => `export default { create: () => ${load}.create() };`,
};

const LATE_SET_UP = {
  name: 'packages-set-up-when-called',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@marcbachmann\/cel-js|handlebars\/.*)$/ }, ({ path, kind }) =>
      kind === 'import-statement' && path in SET_UP_WHEN_CALLED ? { path, namespace: 'late' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: SET_UP_WHEN_CALLED[path](`require('${path}')`),
      resolveDir: root,
    }));
  },
};

const OPTIONS = {
  absWorkingDir: root,
  outdir: dist,
  write: false,
  bundle: true,
  // What a command does not need is in a chunk of its own, and is not loaded.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: EXTERNAL,
  plugins: [WITHOUT_PROGRAMS, LATE_SET_UP],
  banner: { js: REQUIRE },
  // Most of the time in which flow starts goes into reading its own code.
  minifySyntax: true,
  minifyWhitespace: true,
  // One other sign in a file, and V8 keeps two bytes for each.
  charset: 'ascii',
  legalComments: 'none',
  sourcemap: false,
  logLevel: 'warning',
};

await Promise.all([compileSchemas(), bundlePage()]);
await Promise.all([bundle(), declareTypes(), preparePlatforms(dist)]);

async function bundle() {
  const outputFiles = [];
  for (const { entryPoints, together, keepsNames = false } of BUNDLES) {
    const options = { ...OPTIONS, entryPoints, minifyIdentifiers: !keepsNames };
    try {
      const plugins = together ? [...options.plugins, await loadTogether(together, options)] : options.plugins;
      const made = await build({ ...options, plugins });
      outputFiles.push(...made.outputFiles);
    } catch (error) {
      if (!Array.isArray(error.errors)) throw error;
      process.exitCode = 1; // esbuild has printed what is wrong, and the bundle of before stays
      return;
    }
  }
  replaceFiles(outputFiles);
}

/** Writes the new files before the stale ones go, so that a flow which runs meanwhile finds its chunks. */
function replaceFiles(outputFiles) {
  const written = new Set();
  const command = join(dist, 'bin/flow.js');
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, path === command && !text.startsWith('#!') ? `#!/usr/bin/env node\n${text}` : text);
    written.add(path);
  }
  if (written.has(command)) chmodSync(command, 0o755);
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && path.endsWith('.js') && !written.has(path)) rmSync(path);
  }
}

/** Writes dist/types; without typescript (an installation without development packages) there is none. */
async function declareTypes() {
  const compiler = findCompiler();
  if (!compiler) return;
  const config = ['--project', join(root, '.build/tsconfig.types.json')];
  const code = await run(process.execPath, [compiler, ...config]);
  if (code !== 0) process.exitCode = 1;
}

function findCompiler() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
    return join(folder, 'bin/tsc');
  } catch {
    return undefined;
  }
}

function run(command, words) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { cwd: root, stdio: 'inherit' });
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code));
  });
}
