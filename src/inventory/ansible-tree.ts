import { proposeName } from '../error/nearest.js';
import { printableLine } from '../error/printable.js';
import { expandAnsibleNames } from './ansible-names.js';
import { priorityOf, readAnsibleVars } from './ansible-vars.js';
import { type Draft, declareGroup, emptyDraft, type HostDraft } from './draft.js';
import type { Findings } from './findings.js';
import type { InventoryKind } from './host.js';
import type { Place } from './place.js';
import type { Entry } from './read-settings.js';
import { addSettings, noSettings, type Settings } from './settings.js';

/** Groups that Ansible makes by itself: `all` becomes the defaults, `ungrouped` is nothing. */
const BUILT_IN = new Set(['all', 'ungrouped']);

/** A group and the place where it is named. */
export interface NamedGroup {
  name: string;
  place: Place;
}

/** What both of Ansible's notations build: hosts that may be named many times, in groups that may be named before they are declared. */
export class AnsibleTree {
  readonly draft: Draft;
  readonly findings: Findings;
  readonly #hosts = new Map<string, HostDraft>();
  readonly #opened = new Set<string>(BUILT_IN);
  /** Groups that must be opened somewhere, because they are given variables or parents. */
  readonly #named: NamedGroup[] = [];

  constructor(kind: InventoryKind, file: string, findings: Findings) {
    this.draft = { ...emptyDraft(kind, file), lineage: 'ansible' };
    this.findings = findings;
  }

  /** Adds the hosts of a pattern to a group; what is said of a host a second time wins. */
  addHosts(pattern: { text: string; place: Place }, group: NamedGroup, entries: Entry[]): void {
    const expanded = expandAnsibleNames(pattern.text);
    if (!expanded) {
      const shown = printableLine(pattern.text);
      this.findings.error(
        pattern.place,
        `expected a host name, or ranges such as r[01:20], got ${JSON.stringify(shown)}`,
      );
      return;
    }
    const settings = readAnsibleVars(entries, this.findings);
    if (expanded.port !== undefined) this.#addPort(settings, expanded.port, pattern.place);
    for (const name of expanded.names) this.#addHost(name, settings, { place: pattern.place, group });
  }

  /** Declares a group and gives it variables; those of `all` are everybody's. */
  addVars(group: NamedGroup, entries: Entry[]): void {
    const settings = readAnsibleVars(entries, this.findings);
    if (group.name === 'all') this.draft.defaults.plain = stronger(settings, this.draft.defaults.plain);
    else if (group.name === 'ungrouped')
      this.findings.warn(group.place, 'variables of "ungrouped" are not read by flow');
    else {
      this.#named.push(group);
      const declared = declareGroup(this.draft, group.name, group.place);
      declared.plain = stronger(settings, declared.plain);
      const priority = priorityOf(entries);
      if (priority !== undefined) declared.priority = priority;
    }
  }

  /** Says that a group exists: it has hosts, children or a section of its own. */
  openGroup(group: NamedGroup): void {
    this.#opened.add(group.name);
    if (!BUILT_IN.has(group.name)) declareGroup(this.draft, group.name, group.place);
  }

  addChild(parent: NamedGroup, child: NamedGroup): void {
    this.openGroup(parent);
    if (BUILT_IN.has(child.name)) return;
    this.#named.push(child);
    const { parents } = declareGroup(this.draft, child.name, child.place);
    if (!BUILT_IN.has(parent.name)) parents.push({ value: parent.name, place: child.place });
  }

  /** The draft, complete. */
  finish(): Draft {
    for (const { name, place } of this.#named) {
      if (this.#opened.has(name)) continue;
      this.findings.error(place, `unknown group "${printableLine(name)}"`, {
        proposal: proposeName(name, this.#opened),
      });
    }
    this.draft.hosts = [...this.#hosts.values()];
    return this.draft;
  }

  #addHost(name: string, settings: Settings, at: { place: Place; group: NamedGroup }): void {
    let host = this.#hosts.get(name);
    if (!host) {
      // Ansible's own order of precedence has both of a host's kinds of variables first: inline and host_vars.
      host = { name, place: at.place, groups: [], plain: noSettings(), strong: noSettings() };
      this.#hosts.set(name, host);
    }
    host.strong = stronger(settings, host.strong ?? noSettings());
    const { name: group, place } = at.group;
    if (!BUILT_IN.has(group) && !host.groups.some(({ value }) => value === group))
      host.groups.push({ value: group, place });
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
