import type { InventoryKind } from './host.js';
import type { Place } from './place.js';
import { noSettings, type Placed, type Settings } from './settings.js';

/** What one source says, in whatever notation, before anything is inherited. Every notation is read into this. */
export interface Draft {
  kind: InventoryKind;
  /** The file or folder as the user named it. */
  file: string;
  /** Where to point when the source as a whole is wrong; absent for a folder. */
  place?: Place;
  /** In the order written; names may still be used twice. */
  hosts: HostDraft[];
  groups: Map<string, GroupDraft>;
  defaults: Layer;
  /** What holds where nobody says anything else. */
  base?: Settings;
  /** A group may be named without being declared: groups are mere labels here. */
  hasOpenGroups: boolean;
  /** In what order a host's groups are asked. */
  lineage: 'nornir' | 'ansible';
  lab?: Record<string, number>;
  /** Folders with platforms of the user's own, absolute. */
  platformDirs?: string[];
}

/**
 * Settings at two strengths. The strong ones of a host, its groups and the defaults are all asked before the
 * plain ones of any: so Nornir's connection options and Ansible's group_vars files go.
 */
export interface Layer {
  plain: Settings;
  strong?: Settings;
}

export interface HostDraft extends Layer {
  name: string;
  /** Where the host is written: points at its name, or at its first line. */
  place: Place;
  groups: Placed<string>[];
  /** A device of the lab: it has no place of its own. */
  isSimulated?: boolean;
}

export interface GroupDraft extends Layer {
  name: string;
  place: Place;
  parents: Placed<string>[];
  /** Ansible's `ansible_group_priority`; 1 unless given. */
  priority?: number;
}

/** A draft without a host. */
export function emptyDraft(kind: InventoryKind, file: string): Draft {
  return {
    kind,
    file,
    hosts: [],
    groups: new Map(),
    defaults: { plain: noSettings() },
    hasOpenGroups: false,
    lineage: 'nornir',
  };
}

/** Adds a group that nothing but its members is known of, unless it is there already. */
export function declareGroup(draft: Draft, name: string, place: Place): GroupDraft {
  const known = draft.groups.get(name);
  if (known) return known;
  const group: GroupDraft = { name, place, parents: [], plain: noSettings() };
  draft.groups.set(name, group);
  return group;
}
