import { describeValue } from '../document/describe-value.js';
import { proposeName } from '../error/nearest.js';
import type { Draft, HostDraft } from './draft.js';
import type { Findings } from './findings.js';
import { placeOf, type YamlNode } from './place.js';
import { childrenOf } from './read-settings.js';
import { noSettings, type Settings } from './settings.js';

const MOST_DEVICES = 100_000;
const LAB_FLAGS = new Set(['delay', 'latency']);

/** What every simulated device accepts. */
export const LAB_CREDENTIALS = { username: 'lab', password: 'lab', secret: 'lab' } as const;

/**
 * Reads `lab: {cisco_ios: 3, linux: 1}`: hosts R1, R2, ... in that order, numbered on across platforms. What the
 * draft has as hosts by then are changes to those.
 */
export function readLab(node: YamlNode, draft: Draft, findings: Findings): void {
  const changes = new Map(draft.hosts.map((host) => [host.name, host]));
  const hosts: HostDraft[] = [];
  draft.lab = {};
  for (const [platform, member] of childrenOf(node, findings, 'a map such as {cisco_ios: 3}')) {
    const count = member.value;
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > MOST_DEVICES) {
      const proposal = proposeLabFlag(platform);
      findings.error(placeOf(member), `expected a number of devices, got ${describeValue(count)}`, { proposal });
      continue;
    }
    draft.lab[platform] = count;
    for (let made = 0; made < count; made++) {
      const name = `R${hosts.length + 1}`;
      hosts.push(simulate(name, { platform, node: member, change: changes.get(name) }));
    }
  }
  const names = new Set(hosts.map(({ name }) => name));
  for (const { name, place } of draft.hosts) {
    if (names.has(name)) continue;
    findings.error(place, 'the lab has no such device', { proposal: proposeName(name, names) });
  }
  draft.kind = 'lab';
  draft.hosts = hosts;
  draft.base = labBase(node);
}

/** What to do with a key below `lab` that is no platform but a flag of `flow lab`; undefined for any other. */
export function proposeLabFlag(key: string): string | undefined {
  return LAB_FLAGS.has(key) ? `${key} belongs to the command: flow lab --${key}` : undefined;
}

function simulate(name: string, of: { platform: string; node: YamlNode; change: HostDraft | undefined }): HostDraft {
  const place = placeOf(of.node, 'key');
  const plain = of.change?.plain ?? noSettings();
  plain.values.platform ??= { value: of.platform, place };
  if (of.change) return { ...of.change, plain };
  return { name, place, groups: [], plain, isSimulated: true };
}

function labBase(node: YamlNode): Settings {
  const base = noSettings();
  const place = placeOf(node);
  base.values.address = { value: '127.0.0.1', place };
  base.values.username = { value: LAB_CREDENTIALS.username, place };
  base.values.password = { value: LAB_CREDENTIALS.password, place };
  base.values.secret = { value: LAB_CREDENTIALS.secret, place };
  return base;
}
