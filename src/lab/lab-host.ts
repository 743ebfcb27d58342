import { UsageError } from '../error/flow-error.js';
import type { Host } from '../inventory/host.js';
import type { Cassette } from './cassette/cassette.js';
import { makeCassettePersonality, recordedFaults } from './cassette/cassette-personality.js';
import { LAB_CREDENTIAL } from './describe-lab.js';
import type { Faults } from './faults.js';
import { findPersonality } from './personalities/find-personality.js';
import type { Personality } from './personalities/personality.js';

/** A simulated host as it is asked for; everything but the name has a default. */
export interface LabHostSpec {
  name: string;
  /** `cisco_ios` unless given. */
  platform?: string;
  /** What it says, instead of what its platform would: it then takes any password, and has no files. */
  cassette?: Cassette;
  /** User, password and secret are `lab` unless given. A password of `null` accepts any. */
  username?: string;
  password?: string | null;
  /** `null`: the device has no secret set, and refuses `enable`. */
  secret?: string | null;
  /** Public keys in OpenSSH's one-line form that may log in. */
  publicKeys?: readonly string[];
  /** 15: a login lands in the privileged mode. Default 1. */
  privilege?: 1 | 15;
  /** It carries connections on to other loopback ports, as a jump host does. */
  forwards?: boolean;
  groups?: string[];
  vars?: Record<string, unknown>;
  faults?: Faults;
}

/** The same with every default filled in. */
export interface LabHost {
  name: string;
  personality: Personality;
  username: string;
  password: string | null;
  secret: string | null;
  publicKeys: readonly string[];
  privilege: 1 | 15;
  forwards: boolean;
  /** It takes and gives files. */
  hasFiles: boolean;
  groups: string[];
  vars: Record<string, unknown>;
  faults: Faults;
}

/** Which hosts: so many of one platform, so many of each of several, or each by itself. */
export type LabHosts = number | Record<string, number> | readonly LabHostSpec[];

/** What holds for hosts that say nothing else. */
export interface LabDefaults {
  /** `cisco_ios` unless given. */
  platform?: string | undefined;
  /** Folders with platforms of somebody's own. */
  platformDirs?: readonly string[] | undefined;
  faults?: Faults;
  faultsOf?: ((host: string) => Faults) | undefined;
}

const MOST_HOSTS = 10_000;
const DEFAULT_PLATFORM = 'cisco_ios';

/**
 * Names and completes the hosts of a lab: R1, R2, R3, numbered on across platforms.
 *
 * @throws {UsageError} for a platform that cannot be simulated, a count out of range, a name given twice
 */
export function listLabHosts(hosts: LabHosts, defaults: LabDefaults = {}): LabHost[] {
  const specs = listSpecs(hosts, defaults.platform ?? DEFAULT_PLATFORM);
  if (specs.length > MOST_HOSTS) {
    throw new UsageError(
      `the lab has at most ${MOST_HOSTS.toLocaleString('en')} hosts, ${specs.length} were asked for`,
    );
  }
  const names = new Set<string>();
  return specs.map((spec) => {
    if (names.has(spec.name)) throw new UsageError(`the lab cannot have two hosts called "${spec.name}"`);
    names.add(spec.name);
    return completeHost(spec, defaults);
  });
}

/**
 * Makes simulated hosts out of those of an inventory: same names and platforms, and each accepts its own credentials.
 * A host without a password accepts any.
 */
export function simulateHosts(hosts: readonly Host[]): LabHostSpec[] {
  return hosts.map((host) => ({
    name: host.name,
    platform: host.platform,
    ...(host.username !== undefined && { username: host.username }),
    password: host.password ?? null,
    ...(host.secret !== undefined && { secret: host.secret }),
  }));
}

/** A host that says what it said when it was recorded, to whoever knows its user; any password will do. */
export function replayHost(cassette: Cassette): LabHostSpec {
  return { name: cassette.host, cassette, password: null };
}

/** Puts the recordings of a run in the place of its hosts. */
export function replayHosts(hosts: readonly Host[], cassettes: ReadonlyMap<string, Cassette>): LabHostSpec[] {
  return hosts.flatMap(({ name, username, secret = null }) => {
    const cassette = cassettes.get(name);
    return cassette ? [{ ...replayHost(cassette), secret, ...(username !== undefined && { username }) }] : [];
  });
}

function listSpecs(hosts: LabHosts, platform: string): LabHostSpec[] {
  if (typeof hosts === 'number') return listSpecs({ [platform]: hosts }, platform);
  if (isList(hosts)) return [...hosts];
  const platforms = Object.entries(hosts).flatMap(([name, count]) => {
    if (!Number.isInteger(count) || count < 0 || count > MOST_HOSTS) {
      throw new UsageError(`lab: expected a number of ${name} hosts from 0 to ${MOST_HOSTS}, got ${count}`);
    }
    return Array<string>(count).fill(name);
  });
  return platforms.map((name, index) => ({ name: `R${index + 1}`, platform: name }));
}

function isList(hosts: LabHosts): hosts is readonly LabHostSpec[] {
  return Array.isArray(hosts);
}

function completeHost(spec: LabHostSpec, { platform, platformDirs, faults, faultsOf }: LabDefaults): LabHost {
  const { cassette } = spec;
  return {
    name: spec.name,
    personality: cassette
      ? makeCassettePersonality(cassette, platformDirs)
      : findPersonality(spec.platform ?? platform ?? DEFAULT_PLATFORM, platformDirs),
    username: spec.username ?? LAB_CREDENTIAL,
    password: spec.password === undefined ? LAB_CREDENTIAL : spec.password,
    secret: spec.secret === undefined ? LAB_CREDENTIAL : spec.secret,
    publicKeys: spec.publicKeys ?? [],
    privilege: spec.privilege ?? 1,
    forwards: spec.forwards ?? false,
    hasFiles: cassette === undefined,
    groups: spec.groups ?? [],
    vars: spec.vars ?? {},
    faults: { ...(cassette && recordedFaults(cassette)), ...faults, ...spec.faults, ...faultsOf?.(spec.name) },
  };
}
