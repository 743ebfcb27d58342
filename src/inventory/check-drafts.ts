import { proposeName } from '../error/nearest.js';
import { printableLine } from '../error/printable.js';
import { findAddressMistake } from './address.js';
import type { Draft, GroupDraft } from './draft.js';
import { findRings } from './find-ring.js';
import type { Findings } from './findings.js';
import type { Heir } from './inherit.js';
import { findHopMistake } from './jumps.js';
import type { Place } from './place.js';
import type { Placed } from './settings.js';

const LONGEST_NAME = 255;

/** Checks one source by itself: names, groups that are not declared, groups that are their own parents, no host at all. */
export function checkDraft(draft: Draft, findings: Findings): void {
  for (const { name, place } of draft.hosts) checkName(name, place, findings);
  for (const group of draft.groups.values()) checkGroup(group, draft, findings);
  for (const host of draft.hosts) checkGroupNames(host.groups, draft, findings);
  const { rings } = findRings(
    draft.groups.keys(),
    (name) => draft.groups.get(name)?.parents.map(({ value }) => value) ?? [],
  );
  for (const ring of rings) tellRing(ring, draft, findings);
  if (draft.hosts.length === 0 && findings.errors.length === 0) tellNoHosts(draft, findings);
}

/** Checks all sources together for names used twice. @returns the first of each name */
export function checkDuplicates(heirs: readonly Heir[], findings: Findings): Map<string, Heir> {
  const byName = new Map<string, Heir>();
  for (const heir of heirs) {
    const first = byName.get(heir.host.name);
    if (first) tellDuplicate(heir, first, findings);
    else byName.set(heir.host.name, heir);
  }
  return byName;
}

/** Checks all sources together for what may follow from another mistake: names that are no addresses, jumps to nowhere and in circles. */
export function checkHeirs(byName: ReadonlyMap<string, Heir>, findings: Findings): void {
  for (const heir of byName.values()) checkNameAsAddress(heir, findings);
  checkJumps(byName, findings);
}

/** Without an address, the name is it. */
function checkNameAsAddress({ host, draft, values }: Heir, findings: Findings): void {
  const wrong = values.address ? undefined : findAddressMistake(host.name);
  if (wrong) findings.error(draft.place, `no address is given, and the name is none: ${wrong.message}`, wrong);
}

function checkName(name: string, place: Place, findings: Findings): void {
  const shown = JSON.stringify(printableLine(name).slice(0, 60));
  if (name.trim() === '') findings.error(place, 'expected a name, got an empty one');
  else if (printableLine(name) !== name || name.trim() !== name) {
    findings.error(place, `expected a name without control characters and outer blanks, got ${shown}`);
  } else if (name.length > LONGEST_NAME)
    findings.error(place, `expected a name of at most ${LONGEST_NAME} characters, got ${name.length}`);
}

function checkGroup(group: GroupDraft, draft: Draft, findings: Findings): void {
  checkName(group.name, group.place, findings);
  checkGroupNames(group.parents, draft, findings);
  if (group.name !== 'all') return;
  findings.error(group.place, '"all" is every host anyway', {
    proposal: 'put what holds for every host under defaults',
  });
}

function checkGroupNames(names: readonly Placed<string>[], draft: Draft, findings: Findings): void {
  for (const { value, place } of names) {
    if (draft.groups.has(value)) continue;
    if (draft.hasOpenGroups) checkName(value, place, findings);
    else
      findings.error(place, `unknown group ${JSON.stringify(printableLine(value))}`, {
        proposal: proposeName(value, draft.groups.keys()),
      });
  }
}

function tellRing(ring: readonly string[], draft: Draft, findings: Findings): void {
  const first = draft.groups.get(ring[0] ?? '');
  if (!first) return;
  const parent = first.parents.find(({ value }) => value === (ring[1] ?? ring[0]));
  findings.error(parent?.place ?? first.place, `groups go in a circle: ${[...ring, ring[0]].join(' → ')}`);
}

function tellNoHosts(draft: Draft, findings: Findings): void {
  const message = 'there is no host in this inventory';
  if (draft.place) findings.error(draft.place, message);
  else findings.errors.push({ file: draft.file, message, severity: 'error' });
}

function tellDuplicate(heir: Heir, first: Heir, findings: Findings): void {
  const at = first.draft.place.position();
  const name = JSON.stringify(printableLine(heir.host.name));
  findings.error(heir.draft.place, `${name} is the name of another host already (${at.file}:${at.line}:${at.column})`);
}

function checkJumps(byName: ReadonlyMap<string, Heir>, findings: Findings): void {
  for (const { host, values } of byName.values()) {
    for (const [index, hop] of host.jump.entries()) {
      // What has a user or a port is a host outside of the inventory.
      if (!values.jump || byName.has(hop) || hop.includes('${')) continue;
      if (/[@:]/.test(hop)) {
        const wrong = findHopMistake(hop);
        if (wrong) findings.error(values.jump.place.member(index), wrong.message, wrong);
        continue;
      }
      const proposal = proposeName(hop, byName.keys()) ?? 'write user@host:port for a host outside of the inventory';
      findings.error(values.jump.place.member(index), `unknown host ${JSON.stringify(printableLine(hop))}`, {
        proposal,
      });
    }
  }
  const { rings } = findRings(
    byName.keys(),
    (name) => byName.get(name)?.host.jump.filter((hop) => byName.has(hop)) ?? [],
  );
  for (const ring of rings) {
    const first = byName.get(ring[0] ?? '');
    if (!first?.values.jump) continue;
    findings.error(
      first.values.jump.place,
      `jumps go in a circle: ${[...ring, ring[0]].map((name) => printableLine(name ?? '')).join(' → ')}`,
    );
  }
}
