import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { checkHeirs } from './check-drafts.js';
import type { Draft } from './draft.js';
import type { Findings } from './findings.js';
import type { Inventory, PlatformPlace } from './host.js';
import { type Heir, inheritAll } from './inherit.js';

/**
 * Makes the inventory of what was read. Inherits and checks only when nothing is known to be wrong: what follows from a
 * mistake is not told as another one.
 *
 * @throws {DocumentError} with every mistake, in the order of files and places
 */
export function assemble(drafts: readonly Draft[], findings: Findings): Inventory {
  if (findings.errors.length > 0) throw new DocumentError(inOrder(findings.errors));
  const heirs = drafts.flatMap(inheritAll);
  checkHeirs(heirs, findings);
  if (findings.errors.length > 0) throw new DocumentError(inOrder(findings.errors));
  const lab = drafts.find((draft) => draft.lab !== undefined)?.lab;
  return {
    hosts: heirs.map(({ host }) => host),
    groups: membersByGroup(drafts, heirs),
    sources: drafts.map(({ file, kind }) => ({ file, kind })),
    ...(lab && { lab }),
    warnings: inOrder(findings.warnings()),
    plainSecrets: lab ? [] : findings.plainSecrets(),
    referencePlaces: findings.references,
    platformPlaces: new Map(heirs.map((heir) => [heir.host.name, placeOfPlatform(heir)])),
  };
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

/** By file, then by place; each only once. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  const seen = new Set<string>();
  return diagnostics
    .filter(({ file, position, message }) => {
      const key = JSON.stringify([file, position?.line, position?.column, message]);
      return seen.has(key) ? false : seen.add(key);
    })
    .sort(
      (a, b) =>
        files.indexOf(a.file) - files.indexOf(b.file) ||
        (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
        (a.position?.column ?? 0) - (b.position?.column ?? 0),
    );
}
