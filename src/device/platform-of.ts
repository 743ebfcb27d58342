import type { Platform } from './platform.js';
import { findPrepared } from './prepared-platform.js';

/**
 * {@link loadPlatform} for whoever can wait: what reads YAML and checks it is loaded only where a platform has not been prepared,
 * which is one of the user's own. Workers never need it otherwise.
 *
 * @throws {DocumentError} as `loadPlatform` does
 */
export async function platformOf(name: string, dirs: readonly string[]): Promise<Platform> {
  const prepared = dirs.length === 0 ? findPrepared(name) : undefined;
  if (prepared) return prepared;
  const { loadPlatform } = await import('./load-platform.js');
  return loadPlatform(name, dirs);
}
