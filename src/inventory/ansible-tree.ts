import { printableLine } from '../error/printable.js';
import { expandAnsibleNames } from './ansible-names.js';
import { readAnsibleVars } from './ansible-vars.js';
import { declareGroup, type Draft, emptyDraft, type HostDraft } from './draft.js';
import type { Findings } from './findings.js';
import type { InventoryKind } from './host.js';
import type { Place } from './place.js';
import type { Entry } from './read-settings.js';
import { addSettings, noSettings, type Settings } from './settings.js';

/** Groups that Ansible makes by itself: `all` becomes the defaults, `ungrouped` is nothing. */
const BUILT_IN = new Set(['all', 'ungrouped']);

/** What both of Ansible's notations build: hosts that may be named many times, in groups that may be named before they are declared. */
export class AnsibleTree {
  readonly draft: Draft;
  readonly findings: Findings;
  readonly #hosts = new Map<string, HostDraft>();

  constructor(kind: InventoryKind, file: string, findings: Findings) {
    this.draft = { ...emptyDraft(kind, file), lineage: 'ansible' };
    this.findings = findings;
  }

  /** Adds the hosts of a pattern to a group; what is said of a host a second time wins. */
  addHosts(pattern: { text: string; place: Place }, group: { name: string; place: Place }, entries: Entry[]): void {
    const expanded = expandAnsibleNames(pattern.text);
    if (!expanded) {
      const shown = printableLine(pattern.text);
      this.findings.error(pattern.place, `expected a host name, or ranges such as r[01:20], got ${JSON.stringify(shown)}`);
      return;
    }
    const settings = readAnsibleVars(entries, this.findings);
    if (expanded.port !== undefined) this.#addPort(settings, expanded.port, pattern.place);
    for (const name of expanded.names) this.#addHost(name, settings, { place: pattern.place, group });
  }

  /** Declares a group and gives it variables; those of `all` are everybody's. */
  addVars(group: { name: string; place: Place }, entries: Entry[]): void {
    const settings = readAnsibleVars(entries, this.findings);
    if (group.name === 'all') this.draft.defaults.plain = stronger(settings, this.draft.defaults.plain);
    else if (group.name === 'ungrouped') this.findings.warn(group.place, 'variables of "ungrouped" are not read by flow');
    else {
      const declared = declareGroup(this.draft, group.name, group.place);
      declared.plain = stronger(settings, declared.plain);
    }
  }

  addGroup(group: { name: string; place: Place }): void {
    if (!BUILT_IN.has(group.name)) declareGroup(this.draft, group.name, group.place);
  }

  addChild(parent: { name: string; place: Place }, child: { name: string; place: Place }): void {
    this.addGroup(child);
    this.addGroup(parent);
    if (BUILT_IN.has(parent.name) || BUILT_IN.has(child.name)) return;
    this.draft.groups.get(child.name)?.parents.push({ value: parent.name, place: child.place });
  }

  /** The draft, complete. */
  finish(): Draft {
    this.draft.hosts = [...this.#hosts.values()];
    return this.draft;
  }

  #addHost(name: string, settings: Settings, at: { place: Place; group: { name: string; place: Place } }): void {
    let host = this.#hosts.get(name);
    if (!host) {
      // Ansible's own order of precedence has both of a host's kinds of variables first: inline and host_vars.
      host = { name, place: at.place, groups: [], plain: noSettings(), strong: noSettings() };
      this.#hosts.set(name, host);
    }
    host.strong = stronger(settings, host.strong ?? noSettings());
    const { name: group, place } = at.group;
    if (!BUILT_IN.has(group) && !host.groups.some(({ value }) => value === group)) host.groups.push({ value: group, place });
  }

  #addPort(settings: Settings, port: number, place: Place): void {
    if (port >= 1 && port <= 65535) settings.values.port ??= { value: port, place };
    else this.findings.error(place, `expected a port between 1 and 65535, got ${port}`);
  }
}

/** Both together; where both say something, the first does. */
export function stronger(first: Settings, second: Settings): Settings {
  const result: Settings = { values: { ...first.values }, vars: new Map(first.vars) };
  addSettings(result, second);
  return result;
}
