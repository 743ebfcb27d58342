import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBundle, packageRoot } from '../document/package-root.js';
import type { Platform } from './platform.js';

const PREPARED = join(packageRoot, 'dist', 'platforms');
const read = new Map<string, Platform>();

/**
 * A platform of flow's own as the build has prepared it (`.build/prepare-platforms.mjs`): with all that it inherits, in JSON, so that neither YAML
 * nor its schema is needed. The sources themselves have none: there each file is read as it is now.
 *
 * @param name  a name or an alias, also with `_ssh` behind it
 * @returns undefined where none has been prepared
 */
export function findPrepared(name: string): Platform | undefined {
  if (!isBundle || !/^[a-z]\w*$/.test(name)) return undefined;
  const known = read.get(name);
  if (known) return known;
  const platform =
    readPrepared(name) ?? (name.endsWith('_ssh') ? readPrepared(name.slice(0, -'_ssh'.length)) : undefined);
  if (platform) read.set(name, platform);
  return platform;
}

/** An alias has a file too, which holds the name. */
function readPrepared(name: string): Platform | undefined {
  let text: string;
  try {
    text = readFileSync(join(PREPARED, `${name}.json`), 'utf8');
  } catch {
    return undefined; // a name that nobody knows; whoever looks further says so
  }
  const prepared: Platform | string = JSON.parse(text);
  return typeof prepared === 'string' ? readPrepared(prepared) : prepared;
}
