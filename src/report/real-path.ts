import { realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The path that a path leads to, symbolic links followed; of what is not there yet, as far as its folders are.
 *
 * @param file  absolute
 */
export function realPathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = path.dirname(file);
    return folder === file ? file : path.join(realPathOf(folder), path.basename(file));
  }
}
