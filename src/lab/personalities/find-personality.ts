import { platformNames } from '../../device/load-platform.js';
import { DocumentError, UsageError } from '../../error/flow-error.js';
import { proposeName } from '../../error/nearest.js';
import { ciscoIos } from './cisco-ios.js';
import { frr } from './frr.js';
import { makePersonality } from './generic.js';
import { linux } from './linux.js';
import type { Personality } from './personality.js';

/** Written by hand, with more to say than a definition does. */
const OWN: readonly Personality[] = [ciscoIos, frr, linux];

/**
 * Finds how a platform behaves, by its name or alias: one of our own, else one made of its definition.
 *
 * @param dirs  folders with platforms of somebody's own
 * @throws {UsageError} when there is no such platform
 * @throws {DocumentError} when its file is wrong
 */
export function findPersonality(platform: string, dirs: readonly string[] = []): Personality {
  const found = OWN.find(({ name, aliases }) => name === platform || aliases.includes(platform));
  if (found) return found;
  if (platform === 'auto')
    throw new UsageError('the lab cannot simulate "auto"; it has to know which devices to simulate');
  try {
    return makePersonality(platform, dirs);
  } catch (error) {
    const names = platformNames(dirs);
    if (!(error instanceof DocumentError) || names.includes(platform)) throw error;
    const proposal = proposeName(platform, names) ?? '`flow platforms` lists them';
    throw new UsageError(`the lab cannot simulate "${platform}"; ${proposal}`);
  }
}
