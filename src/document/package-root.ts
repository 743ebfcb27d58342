import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The absolute folder of flow's own `package.json`, the same from the sources and from the bundle in `dist`.
 * Data files are read from `schemas` and `src/device/platforms` below it.
 */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Whether this runs from the bundle in `dist`, and not from the sources: what the build has prepared lies there too, and is of the same time. */
export const isBundle: boolean = fileURLToPath(import.meta.url).startsWith(join(packageRoot, 'dist', '/'));

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json of flow is missing');
  return findRoot(parent);
}
