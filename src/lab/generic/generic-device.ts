import type { Mode, Platform } from '../../device/platform.js';
import type { DeviceSeed } from '../device-facts.js';
import type { Device, Shell, ShellLogin } from '../personalities/personality.js';
import { exampleOf } from './example-text.js';
import { type FamilyFacts, factsOf } from './family-facts.js';
import { GenericShell } from './generic-shell.js';

/** A simulated device of any family: what its definition says, what is known of it beside that, and what it was told. */
export class GenericDevice implements Device {
  readonly facts: FamilyFacts;
  hostname: string;
  /** Lines of the configuration, in the order typed. */
  readonly lines: string[] = [];
  /** Something was configured since the last save. */
  isUnsaved = false;
  /** The mode in which every command works. */
  readonly top: Mode;
  /** Where a login stands. */
  readonly start: Mode;

  constructor(
    readonly platform: Platform,
    readonly seed: DeviceSeed,
  ) {
    this.facts = factsOf(platform.name);
    this.hostname = seed.name.replace(/[^\w-]/g, '-');
    const { prompts, privilege } = platform;
    this.top = prompts.privileged !== undefined && (privilege || !this.facts.other.start) ? 'privileged' : 'exec';
    const isBelow =
      privilege !== undefined &&
      prompts.exec !== undefined &&
      (this.facts.exec !== undefined || this.facts.privileged === undefined) &&
      seed.privilege !== 15;
    this.start = this.facts.other.start ?? (isBelow ? 'exec' : this.top);
  }

  openShell(login: ShellLogin): Shell {
    return new GenericShell(this, login);
  }

  /** A line becomes a part of the configuration; one that names the device does so at once. */
  configure(line: string): void {
    this.lines.push(line);
    this.isUnsaved = true;
    const [, name] = /^(?:(?:hostname|sysname|set (?:system )?host-?name) )([\w.-]+)$/.exec(line) ?? [];
    if (name !== undefined) this.hostname = name;
  }

  /** The configuration as the device shows it. */
  describe(): string {
    const { ends, running = '' } = this.platform;
    const last = ends.find(({ command }) => new RegExp(`^(?:${command})$`).test(running))?.line;
    return ['version 1.0', `hostname ${this.hostname}`, ...this.lines, this.example(last, 'end'), ''].join('\n');
  }

  /** What the device prints where its definition has a pattern for it. */
  example(pattern: string | undefined, otherwise: string): string {
    return (pattern === undefined ? undefined : exampleOf(pattern)) ?? otherwise;
  }
}
