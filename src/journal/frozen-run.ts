import type { OwnHelpers } from '../playbook/own-helpers.js';
import type { OutputSpec } from '../playbook/playbook.js';
import type { ProcessMark } from './process-mark.js';

/** Values of flags by their long name: switches, texts, lists. */
export type FrozenFlags = Record<string, true | string | string[]>;

/** What a run was made of, as `run.json` in its folder keeps it: enough to report it again and to go on with it. Secrets are masked. */
export interface FrozenRun {
  schema: 'flow/frozen-run@1';
  id: string;
  /** flow's own version. */
  flow: string;
  /** When it began: the time of its first event, too. */
  started: string;
  process: ProcessMark;
  /** The name given with `--as`. */
  as?: string;
  /** The run that this one goes on with. */
  continues?: { run: string; how: 'retry' | 'resume' };
  playbook: {
    name: string;
    description?: string;
    /** As the user named it, from `folder`. */
    file: string;
    mode: 'read' | 'change';
    order: 'inventory' | 'completed';
    deterministic?: boolean;
    vars: Record<string, unknown>;
    outputs: OutputSpec[];
    /** The module with template helpers of the user's own. */
    helpers?: OwnHelpers;
    /** Of its text without passwords. */
    fingerprint: string;
  };
  /** The working folder, absolute. */
  folder: string;
  /** Those that say what is run, their paths absolute. */
  flags: FrozenFlags;
  /** Names of `--var` whose values are secrets: masked here, and to be given again. */
  hiddenVars: string[];
  /** Its inventory was made by a program, which alone can go on with it. */
  hasMadeInventory?: true;
  /** Folders with platforms of the user's own, absolute: those of the flags and of the inventory. Absent where there are none. */
  platformDirs?: string[];
  /** Platform → fingerprint of its definition. */
  platforms: Record<string, string>;
  /** How many hosts take part. */
  hosts: number;
}

/** A host as `inventory.json` keeps it: nothing of its credentials. */
export interface FrozenHost {
  name: string;
  address: string;
  port: number;
  platform: string;
  groups: string[];
  vars: Record<string, unknown>;
  jump: string[];
}
