// Makes plain JavaScript of the tests, before they start: compiled by each process anew, a small test file spent most of its time on that.
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A module says where its source lies, not what it has become: files beside the source are found from there. */
const AS_IN_SOURCE = {
  name: 'places-as-in-source',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      const places = `const sourceUrl=${url},sourceFolder=${JSON.stringify(dirname(path))};`;
      // On the first line, so that no other line has another number.
      return { contents: text.includes('import.meta') ? places + text : text, loader: 'ts' };
    });
  },
};

const OPTIONS = {
  absWorkingDir: root,
  outbase: root,
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  define: { 'import.meta.url': 'sourceUrl', 'import.meta.dirname': 'sourceFolder' },
  plugins: [AS_IN_SOURCE],
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
};

/**
 * Compiles test files, with what they have in common in files of its own, so that each module is there once in a process.
 *
 * @param files   paths from the root of the project, `test/cli/run.test.ts`
 * @param folder  empty; outside of the project, so that no glob takes what is made for the project's own
 * @returns file → path of what it has become; undefined when one cannot be compiled, which has been printed
 */
export async function compileTests(files, folder) {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  try {
    await build({ ...OPTIONS, entryPoints: files, outdir: folder });
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    return undefined;
  }
  return new Map(files.map((file) => [file, join(folder, file.replace(/\.ts$/, '.js'))]));
}
