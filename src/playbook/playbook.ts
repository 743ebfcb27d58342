import type { Document } from '../document/document.js';
import type { Diagnostic, Position } from '../error/diagnostic.js';
import type { ExpressionText, Task, Timeouts } from '../task/task.js';
import type { UserHelpers } from '../template/template.js';
import type { OutputFormat } from './output-format.js';
import type { OwnHelpers } from './own-helpers.js';

/** What is said instead of the playbook when it is read, as the flags of `flow run` do. */
export interface PlaybookOverrides {
  vars?: Record<string, unknown>;
  concurrency?: number;
  executor?: string;
  order?: string;
  /** Reports that are the same of two equal runs; whatever the order, it is the inventory's. */
  deterministic?: boolean;
  /** Paths relative to the working folder, or URLs. */
  inventory?: string[];
  select?: string;
  /** Files that reports go to: paths relative to the working folder, whose endings say the format. One with another ending is the playbook's first report. */
  outputs?: readonly string[];
  /** Another format than the playbook's: its templates are left out. */
  format?: string;
}

/** Where the hosts come from. Paths are absolute, made from the playbook's folder. */
export type InventorySource =
  | { kind: 'files'; paths: string[] }
  /** `{hosts, groups, defaults}` in the playbook itself, at `/inventory`. */
  | { kind: 'inline'; document: Document; pointer: string }
  /** Simulated devices; `hosts`, `groups` and `defaults` beside the counts say what flow shall think of them. */
  | { kind: 'lab'; counts: Record<string, number>; document: Document; pointer: string; position?: Position };

/** When to stop a run because of failures. */
export type FailurePolicy =
  | { kind: 'continue' }
  | { kind: 'stop' }
  | { kind: 'stop-after'; failures: number }
  | { kind: 'stop-after-percent'; percent: number };

/** How many hosts make a batch: a number, 1 or more, or a share of all hosts, above 0 and up to 100. */
export type BatchSize = { kind: 'hosts'; hosts: number } | { kind: 'percent'; percent: number };

/** How fast logins are begun, apart from how many are in flight. */
export interface Pace {
  /** At most, above 0. */
  loginsPerSecond: number;
  /** 0 to 1: each pause is longer by up to this share. */
  jitter: number;
}

/** A Handlebars source of an output, and how to point into it. */
export interface OutputText {
  text: string;
  /** Where the text stands as a whole. */
  position?: Position;
  /** What it may take in with `{{> name}}`, by name. */
  partials?: Readonly<Record<string, OutputText>>;
  /** Names of the user's own helpers. */
  helperNames?: readonly string[];
  /** What they do, once they are loaded. */
  helpers?: UserHelpers;
  /** The option that gave it instead of the playbook: `outputs`. */
  option?: string;
  /** A diagnostic at a place of the text, in the playbook or the template's own file; `offset` and `length` in characters. */
  diagnose?: (offset: number, length: number, message: string, proposal?: string) => Diagnostic;
}

/** One report to be written. */
export interface OutputSpec {
  format: OutputFormat;
  /** Handlebars source; absent: the built-in one of the format. */
  template?: OutputText;
  /** A Handlebars template for the path, relative to the playbook's folder; absent: standard output. */
  file?: OutputText;
  /** Rendered as each future completes, before the report proper. */
  each?: OutputText;
}

/** A `foreach` that only the hosts can tell. */
export interface Foreach {
  /** The task's name, as written: the tasks that come of it are called NAME.1, NAME.2 and so on. */
  name: string;
  /** A CEL expression for a list. */
  source: string;
  /** Where it stands. */
  pointer: string;
}

/** A task as the playbook has it; what `foreach` makes of it is decided once the hosts are known. */
export interface PlaybookTask extends Task {
  foreach?: Foreach;
}

/** Where `executor: queue` has its workers. */
export interface QueuePlace {
  /** A Redis, as written: it may be `${env:NAME}`; absent: the environment says. */
  url?: string;
  /** Attribute of a host that is its site: `host.vars.site`; absent: one site for all. */
  route?: string;
}

/** Where hosts can be spoken to. */
export const EXECUTORS = ['auto', 'inline', 'threads', 'processes', 'queue'] as const;
export type ExecutorKind = (typeof EXECUTORS)[number];

/** Validated content of one YAML file: every default filled in, every short form written out. */
export interface Playbook {
  /** As the user named it. */
  file: string;
  /** The text it was made from, so that what is found wrong later can point into it. */
  document?: Document;
  /** Absolute folder that relative paths start from. */
  folder: string;
  name: string;
  description?: string;
  mode: 'read' | 'change';
  inventory?: InventorySource;
  select?: ExpressionText;
  vars: Record<string, unknown>;
  concurrency: {
    hosts: number;
    /** Attribute of a host (`site`, `platform`, or a path such as `vars.site`) → most hosts in flight per value of it. */
    per: Record<string, number>;
  };
  /** Absent: as fast as slots allow. */
  pace?: Pace;
  /** Refusals in a row after which no further login is tried with the same credentials. */
  lockoutAfter: number;
  executor: ExecutorKind;
  queue: QueuePlace;
  order: 'inventory' | 'completed';
  /** Reports without times, durations and the run's id; `order` is `inventory`. */
  deterministic: boolean;
  enable: boolean | 'auto';
  timeouts: Timeouts;
  onFailure: FailurePolicy;
  /** Sizes in their order, the last one for all that come after it; none: one batch with every host. */
  batches: BatchSize[];
  tasks: PlaybookTask[];
  outputs: OutputSpec[];
  /** Template helpers of the user's own. */
  helpers?: OwnHelpers;
  warnings: Diagnostic[];
  /** What was said instead of it when it was read: who goes on with a run reads it in the same way. */
  overrides?: PlaybookOverrides;
}
