import type { ErrorCode } from '../error/codes.js';
import type { Position } from '../error/diagnostic.js';
import type { ParseSpec } from '../parse/parse-spec.js';
import type { TaskItem } from './item.js';

/** Text with `{{names}}` in it, and where it stands, so that a run-time failure can point at it. */
export interface TemplateText {
  text: string;
  position?: Position;
}

/** A CEL expression and where it stands. */
export interface ExpressionText {
  source: string;
  position?: Position;
}

/** What a task does on a host. Each member is one `kind`, so that a forgotten one does not compile. */
export type Action =
  | { kind: 'command'; command: TemplateText }
  /** `diff`: the running configuration is read before and after, where the platform can show it. */
  | { kind: 'config'; lines: TemplateText[]; save: boolean; diff: boolean }
  | CopyAction;

/** Brings a file to the device or fetches one from it. */
export interface CopyAction {
  kind: 'copy';
  direction: 'put' | 'get';
  /** On this machine: relative to `folder`, which a fetched file does not leave. */
  local: TemplateText;
  /** On the device. */
  remote: TemplateText;
  /** The playbook's folder, absolute. */
  folder: string;
}

/** The answer to an interactive question of the device. */
export interface Answer {
  /** A regular expression, searched in the unfinished last line. */
  match: string;
  /** Sent with Enter; may be empty. */
  send: string;
  /** A question that must come when false: without it the task is raised. */
  optional: boolean;
}

/** When to try again, and how long to wait before. Times in milliseconds. */
export interface RetryPolicy {
  /** Tries in all, 1 or more. */
  attempts: number;
  delayMs: number;
  /** The delay is multiplied by it after each try. */
  backoff: number;
  /** 0 to 1: the delay varies by this share either way. */
  jitter: number;
  on: ErrorCode[];
}

/** Limits of each wait, in milliseconds; absent means no limit. */
export interface Timeouts {
  connectMs: number;
  authMs: number;
  promptMs: number;
  commandMs: number;
  hostMs?: number;
  runMs?: number;
}

/** Which other futures must have come first. */
export type Need =
  | { kind: 'same-host'; task: string; position?: Position }
  | { kind: 'all'; task: string; position?: Position }
  /** `task@NAME`, where NAME is a host or a group. */
  | { kind: 'named'; task: string; on: string; position?: Position };

/** A rule of `expect`: what must hold of an answer. */
export interface Expectation {
  that: ExpressionText;
  /** What the rule is called in reports; its expression unless given. */
  name?: string;
  /** What is said when it does not hold. */
  message?: TemplateText;
}

/** Keeps the output of a task in a file of the project. */
export interface SaveSpec {
  /** A path relative to `folder`, which it does not leave. */
  file: TemplateText;
  /** The playbook's folder, absolute. */
  folder: string;
  /** `keep`: secrets of the device stand in the file as they are. */
  secrets: 'mask' | 'keep';
  /** What was changed is committed when the run is over. */
  git: boolean;
  /** Characters: a shorter output is no backup. */
  minSize: number;
}

/** One step of a playbook, the same for every host. */
export interface Task {
  name: string;
  /** Position in the playbook, from 0: the order written. */
  index: number;
  action: Action;
  needs: Need[];
  when?: ExpressionText;
  /** How the output of a command becomes `parsed`. */
  parse?: ParseSpec;
  expect: Expectation[];
  save?: SaveSpec;
  answers: Answer[];
  timeoutMs: number;
  retry: RetryPolicy;
  ignoreErrors: boolean;
  /** Runs even where what it needs failed or was cancelled. */
  always: boolean;
  /** Where `foreach` made it: what its texts and conditions know as `item`. */
  item?: TaskItem;
  position?: Position;
}
