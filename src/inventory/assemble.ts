import type { Diagnostic } from '../error/diagnostic.js';
import { hideLines } from '../error/hidden-lines.js';
import { orderDiagnostics } from '../error/order-diagnostics.js';
import { checkDuplicates, checkHeirs } from './check-drafts.js';
import type { Draft } from './draft.js';
import type { Findings } from './findings.js';
import { hideCredentials, hideInventory } from './hidden-credentials.js';
import type { Inventory, PlatformPlace } from './host.js';
import { type Heir, inheritAll } from './inherit.js';

/** An inventory as far as it could be read, and every mistake in it, in the order of files and places. */
export interface ReadInventory {
  inventory: Inventory;
  mistakes: Diagnostic[];
}

/** Makes the inventory of what was read. What would only follow from a mistake is not told as another one. */
export function assemble(drafts: readonly Draft[], findings: Findings): ReadInventory {
  const heirs = drafts.flatMap(inheritAll);
  const isSound = findings.errors.length === 0;
  const byName = checkDuplicates(heirs, findings);
  if (isSound) checkHeirs(byName, findings);
  return { inventory: makeInventory(drafts, heirs, findings), mistakes: orderDiagnostics(findings.errors) };
}

function makeInventory(drafts: readonly Draft[], heirs: readonly Heir[], findings: Findings): Inventory {
  const lab = drafts.find((draft) => draft.lab !== undefined)?.lab;
  const hosts = heirs.map((heir) => ({ host: hideCredentials(heir.host), place: placeOfPlatform(heir) }));
  return hideInventory({
    hosts: hosts.map(({ host }) => host),
    groups: membersByGroup(drafts, heirs),
    sources: drafts.map(({ file, kind }) => ({ file, kind })),
    ...(lab && { lab }),
    platformDirs: [...new Set(drafts.flatMap(({ platformDirs = [] }) => platformDirs))],
    warnings: hideLines(orderDiagnostics(findings.warnings())),
    plainSecrets: lab ? [] : hideLines(findings.plainSecrets()),
    referencePlaces: findings.references,
    platformPlaces: new Map(hosts.map(({ host, place }) => [host, place])),
  });
}

function membersByGroup(drafts: readonly Draft[], heirs: readonly Heir[]): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const draft of drafts) for (const name of draft.groups.keys()) if (!members.has(name)) members.set(name, []);
  for (const { host } of heirs) {
    for (const group of host.groups) {
      const known = members.get(group);
      if (known) known.push(host.name);
      else members.set(group, [host.name]);
    }
  }
  return members;
}

function placeOfPlatform({ draft, values }: Heir): PlatformPlace {
  return (message, proposal) => (values.platform?.place ?? draft.place).diagnose(message, { proposal });
}
