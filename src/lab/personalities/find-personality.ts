import { UsageError } from '../../error/flow-error.js';
import { proposeName } from '../../error/nearest.js';
import { ciscoIos } from './cisco-ios.js';
import { frr } from './frr.js';
import { linux } from './linux.js';
import type { Personality } from './personality.js';

const PERSONALITIES: readonly Personality[] = [ciscoIos, frr, linux];

/** Names of the platforms that the lab can simulate. */
export const LAB_PLATFORMS: readonly string[] = PERSONALITIES.map(({ name }) => name);

/** Finds how a platform behaves, by its name or alias. @throws {UsageError} when it cannot be simulated */
export function findPersonality(platform: string): Personality {
  const found = PERSONALITIES.find(({ name, aliases }) => name === platform || aliases.includes(platform));
  if (found) return found;
  const proposal = proposeName(platform, LAB_PLATFORMS);
  const known = `the lab cannot simulate "${platform}"; it knows ${LAB_PLATFORMS.join(', ')}`;
  throw new UsageError(proposal ? `${known}; ${proposal}` : known);
}
