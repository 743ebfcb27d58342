import { type DeviceFacts, type DeviceSeed, inventDevice } from '../device-facts.js';
import type { Device, Shell, ShellLogin } from '../personalities/personality.js';
import type { RouterDialect } from './router-dialect.js';
import { RouterShell } from './router-shell.js';
import { RunningConfig } from './running-config.js';

/** One login as `show users` lists it. */
export interface OpenLine {
  number: number;
  username: string;
  from: string;
}

/** A simulated router: its facts, its configuration, and who is logged in. */
export class RouterDevice implements Device {
  readonly seed: DeviceSeed;
  readonly facts: DeviceFacts;
  readonly dialect: RouterDialect;
  config: RunningConfig;
  /** Lines of the start-up configuration. */
  startup: string[];
  /** Milliseconds since the epoch; undefined until it was written once. */
  savedAt: number | undefined;
  readonly lines = new Map<number, OpenLine>();

  constructor(seed: DeviceSeed, dialect: RouterDialect) {
    this.seed = seed;
    this.dialect = dialect;
    this.facts = inventDevice(seed);
    const factory = dialect.makeConfig(seed, this.facts);
    this.config = new RunningConfig(factory);
    this.startup = this.config.lines();
  }

  get hostname(): string {
    return this.config.find('hostname')?.slice('hostname '.length) ?? 'Router';
  }

  /** The clock is right as soon as a time server is configured. */
  get isSynchronised(): boolean {
    return this.config.find('ntp server') !== undefined;
  }

  openShell(login: ShellLogin): Shell {
    let number = 0;
    while (this.lines.has(number)) number++;
    this.lines.set(number, { number, username: login.username, from: login.from });
    return new RouterShell(this, login, number);
  }

  save(): void {
    this.startup = this.config.lines();
    this.savedAt = this.seed.now();
  }

  /** Starts anew from the start-up configuration. */
  reload(): void {
    this.config = new RunningConfig(this.startup.filter((line) => line !== '!'));
    this.facts.bootedAt = this.seed.now();
  }
}
