// Lets what is nearly always loaded together lie together.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

/** How much of the code, in bytes, somebody has to need to be given all of it. */
const MOST = 0.5;

/**
 * Of code that several entry points share, esbuild makes a file for each set of them; some forty files came before a playbook was
 * checked, and to find and link one costs as much as to read 10 KB. So whoever is loaded late and needs most of a module and its imports
 * is given all of it, as is whoever is loaded late by nobody but those, and has it anyway: then they are a few files.
 *
 * @param way  the module, from the root of the project
 * @returns a plugin
 */
export async function loadTogether(way, { entryPoints, ...options }) {
  const root = options.absWorkingDir;
  const { metafile } = await build({ ...options, entryPoints, write: false, metafile: true });
  const { inputs } = metafile;
  if (!(way in inputs)) throw new Error(`${way} is to be loaded together, and is no part of the bundle any more`);
  const shared = reachFrom([way], inputs);
  const loaders = findLoaders(Object.values(entryPoints), inputs);
  const companions = new Set();
  for (let known = -1; known < companions.size; ) {
    known = companions.size;
    for (const [file, by] of loaders) {
      const common = reachFrom([file], inputs).filter((one) => shared.includes(one));
      const isMost = sizeOf(common, inputs) >= MOST * sizeOf(shared, inputs);
      if (isMost || by.every((one) => companions.has(one))) companions.add(file);
    }
  }
  return {
    name: 'load-together',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!companions.has(relative(root, path).replaceAll('\\', '/'))) return undefined;
        const contents = `${readFileSync(path, 'utf8')}\nimport ${JSON.stringify(join(root, way))};`;
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** What is loaded with some files, they included. */
function reachFrom(files, inputs) {
  const reached = new Set(files);
  for (const file of reached) {
    for (const { path, kind } of inputs[file]?.imports ?? [])
      if (kind !== 'dynamic-import' && path in inputs) reached.add(path);
  }
  return [...reached];
}

/** Each file that is loaded late, and the entry points or other such files from which it is. */
function findLoaders(entries, inputs) {
  const loaders = new Map();
  const seen = new Set(entries);
  for (const entry of seen) {
    for (const file of reachFrom([entry], inputs)) {
      for (const { path, kind } of inputs[file].imports) {
        if (kind !== 'dynamic-import' || !(path in inputs)) continue;
        loaders.set(path, [...(loaders.get(path) ?? []), entry]);
        seen.add(path);
      }
    }
  }
  return loaders;
}

function sizeOf(files, inputs) {
  return files.reduce((bytes, file) => bytes + inputs[file].bytes, 0);
}
