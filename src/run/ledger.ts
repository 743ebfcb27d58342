import type { Platform } from '../device/platform.js';
import type { Mask } from '../error/mask.js';
import type { HostView } from '../inventory/host.js';
import { blankResult } from '../task/blank-result.js';
import { unjudged } from '../task/checks.js';
import type { RunEvent } from '../task/event.js';
import { Future } from '../task/future.js';
import type { TaskGraph } from '../task/graph.js';
import type { Recording } from '../task/recording.js';
import type { ErrorReport, Result, RunCounts } from '../task/result.js';
import { cleanRecording, cleanReport, cleanResult } from './clean.js';
import { Gates } from './gates.js';
import type { OutputStore } from './output-store.js';
import type { Saver, Saving } from './saves/saver.js';

/** What the ledger needs of the run it keeps the books of. */
export interface LedgerOptions {
  graph: TaskGraph;
  /** Results that are there from the beginning, by node id, in the order in which they came. */
  carried?: ReadonlyMap<number, Result> | undefined;
  mask: Mask;
  /** Where long outputs are kept; in memory unless given. */
  outputs?: OutputStore | undefined;
  /** What a platform recognises as a secret, and what of its outputs changes by itself. */
  patternsOf(platform: string): Pick<Platform, 'secrets' | 'volatile'>;
  /** Writes the files of `save`; nothing is saved without it. */
  saver?: Saver | undefined;
  now(): number;
  emit(event: RunEvent): void;
}

/** What a result is made of when no device gave one. */
export interface Verdict {
  state: Result['state'];
  error: ErrorReport | null;
  attempts: number;
  /** What was known of an attempt that did not come to its end. */
  partial?: Partial<Pick<Result, 'command' | 'output' | 'started' | 'phases' | 'host'>>;
}

/**
 * Every future of a run: the one place where a future changes its state, so that each change is one event,
 * is counted once, and opens what waits for it. It holds each result once.
 */
export class Ledger {
  readonly futures: readonly Future[];
  readonly gates: Gates;
  readonly counts: Required<RunCounts>;
  /** Node ids in the order in which they settled. */
  readonly completed: number[] = [];
  /** Only those in which something was masked. */
  readonly #unmasked = new Map<Future, Result>();
  readonly #options: LedgerOptions;

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.futures = options.graph.nodes.map((node) => new Future(node));
    this.counts = { hosts: options.graph.hosts.length, finished: 0, raised: 0, cancelled: 0, skipped: 0, unknown: 0 };
    for (const [id, result] of options.carried ?? []) {
      this.futures[id]?.settle(result);
      this.counts[result.state]++;
      this.completed.push(id);
    }
    this.gates = new Gates(options.graph, this.futures);
  }

  /** The future is being worked on; told once however often it is tried. */
  begin(future: Future, at = this.#options.now()): void {
    const { host, task } = future.node;
    if (future.begin()) this.#options.emit({ type: 'running', host, task: task.name, at });
  }

  /** A device gave the result; its host has the platform that it was found to be. */
  settle(future: Future, result: Result): void {
    const { host, task } = future.node;
    const { mask, patternsOf, outputs } = this.#options;
    const patterns = patternsOf(result.host.platform);
    const clean = cleanResult(result, mask, patterns);
    const saved = this.#save(future, { raw: result, clean, platform: patterns });
    Object.assign(clean, saved);
    const kept = outputs ? outputs.keep(clean) : clean;
    future.settle(kept);
    if (clean.output !== result.output || clean.command !== result.command)
      this.#unmasked.set(future, { ...result, ...saved });
    this.counts[clean.state]++;
    this.completed.push(future.node.id);
    this.#options.emit({ type: 'settled', host, task: task.name, at: this.#options.now(), result: kept });
    this.gates.onSettled(future.node.id);
  }

  /** What was spoken in a login, without its secrets. */
  clean(recording: Recording): Recording {
    const { mask, patternsOf } = this.#options;
    return cleanRecording(recording, mask, patternsOf(recording.platform));
  }

  /** Before the result is told: what is in the journal as saved has been written. @returns what there is to be said of it */
  #save({ node }: Future, outcome: Omit<Saving, 'task'>): Partial<Pick<Result, 'saved' | 'state' | 'error'>> {
    const { task } = node;
    const { saver, mask } = this.#options;
    if (!saver || !task.save || outcome.clean.state !== 'finished') return {};
    const end = saver.save({ task: { ...task, save: task.save }, ...outcome });
    if ('error' in end) return { state: 'raised', error: cleanReport(end.error, mask) };
    return { saved: { ...end.saved, file: mask(end.saved.file) } };
  }

  /** The result as later logins need it: what a condition judges or a command repeats must be what the device has said. */
  unmasked(future: Future): Result {
    return this.#unmasked.get(future) ?? future.result;
  }

  /** No login will need these unmasked any more. */
  forgetUnmasked(futures: readonly Future[]): void {
    for (const future of futures) this.#unmasked.delete(future);
  }

  /** No device gave a result: the run decides. */
  decide(future: Future, host: HostView, { state, error, attempts, partial = {} }: Verdict): void {
    const now = this.#options.now();
    const started = partial.started ?? null;
    this.settle(future, {
      ...blankResult(host, future.node.task.name, state),
      command: partial.command ?? null,
      attempts,
      started,
      ...(started !== null && {
        finished: new Date(now).toISOString(),
        duration_ms: Math.max(0, now - Date.parse(started)),
      }),
      phases: partial.phases ?? {},
      output: partial.output ?? null,
      checks: unjudged(future.node.task),
      error,
    });
  }
}
