import type { Diagnostic } from '../error/diagnostic.js';
import { proposeName } from '../error/nearest.js';
import { printableLine } from '../error/printable.js';
import type { Host, Inventory } from './host.js';

/** More names than these are not listed in a message. */
const MOST_LISTED = 12;

/**
 * Checks that every host has a platform, and one that flow knows. What many hosts inherit from one place is told once.
 *
 * @param knownNames  names and aliases of the platforms
 * @returns errors, in the order of the hosts
 */
export function checkPlatforms(inventory: Inventory, knownNames: Iterable<string>): Diagnostic[] {
  const known = new Set(knownNames);
  const seen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const host of inventory.hosts) {
    if (known.has(host.platform)) continue;
    const { message, proposal } = explain(host.platform, known);
    const diagnostic = diagnose(host, inventory, { message, proposal });
    const key = JSON.stringify([diagnostic.file, diagnostic.position, host.platform]);
    if (seen.has(key)) continue;
    seen.add(key);
    diagnostics.push(diagnostic);
  }
  return diagnostics;
}

function explain(platform: string, known: ReadonlySet<string>): { message: string; proposal: string } {
  if (platform === '')
    return {
      message: 'no platform is given',
      proposal: 'write platform: auto, and it is found out at the first contact',
    };
  const list =
    known.size > MOST_LISTED ? '`flow platforms` lists them all' : `known platforms: ${[...known].join(', ')}`;
  const proposal = proposeName(platform, known) ?? list;
  return { message: `unknown platform ${JSON.stringify(printableLine(platform))}`, proposal };
}

function diagnose(host: Host, inventory: Inventory, words: { message: string; proposal: string }): Diagnostic {
  const place = inventory.platformPlaces?.get(host);
  if (place) return place(words.message, words.proposal);
  const { position } = host;
  const message = `${printableLine(host.name)}: ${words.message}`;
  return {
    file: position?.file ?? 'inventory',
    ...(position && { position }),
    message,
    proposal: words.proposal,
    severity: 'error',
  };
}
