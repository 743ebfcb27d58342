import type { Credential } from './credentials.js';
import type { Host, SshOptions } from './host.js';
import type { Place } from './place.js';

/** A value and where it is written. */
export interface Placed<T> {
  value: T;
  place: Place;
}

/** What a host may be given, by itself, by its groups or by the defaults; of the right type once it is here. */
export interface SettingValues {
  address: string;
  port: number;
  platform: string;
  username: string;
  password: string;
  secret: string;
  key: string;
  passphrase: string;
  credentials: Credential[];
  transport: NonNullable<Host['transport']>;
  proxy: string;
  jump: string[];
  ssh: SshOptions;
}

export type SettingKey = keyof SettingValues;

/** What one host, group or the defaults say; nothing is inherited yet. */
export interface Settings {
  values: { [K in SettingKey]?: Placed<SettingValues[K]> };
  vars: Map<string, unknown>;
}

/** Settings whose values are never shown. */
export const SECRET_KEYS: ReadonlySet<string> = new Set(['password', 'secret', 'passphrase']);

/** Settings of nobody. */
export function noSettings(): Settings {
  return { values: {}, vars: new Map() };
}

/** Adds settings from further away: what is there already stays. */
export function addSettings(nearer: Settings, farther: Settings): void {
  nearer.values = { ...farther.values, ...nearer.values };
  for (const [name, value] of farther.vars) if (!nearer.vars.has(name)) nearer.vars.set(name, value);
}
