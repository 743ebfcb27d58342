import { UNKNOWN_HINT } from '../error/codes.js';
import { type Mask, maskVariables } from '../error/mask.js';
import { type Host, type HostView, viewHost } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import type { HostNews, RunEvent } from '../task/event.js';
import type { Future } from '../task/future.js';
import type { ErrorReport } from '../task/result.js';
import { cleanNews } from './clean.js';
import type { Ledger, Verdict } from './ledger.js';
import { plannedCommand } from './planned-command.js';

export interface HostBooksOptions {
  host: Host;
  playbook: Playbook;
  ledger: Ledger;
  mask: Mask;
  emit(event: RunEvent): void;
  /** Something failed on the host that counts for `on_failure` and for the status of the run. */
  onFailure(host: string): void;
}

/** What is written down of one host: how often each task was tried, and every result, whoever decided it. */
export class HostBooks {
  /** Attempts so far, by task name. */
  readonly attempts: Record<string, number> = {};
  readonly #options: HostBooksOptions;
  #view: HostView;

  constructor(options: HostBooksOptions) {
    this.#options = options;
    const view = viewHost(options.host);
    this.#view = { ...view, vars: maskVariables(view.vars, options.mask) };
  }

  /** The platform of the host: as it was found out, where nobody had told it. */
  get platform(): string {
    return this.#view.platform;
  }

  /** Takes in what a login tells of its futures. */
  hear(event: HostNews, futures: readonly Future[]): void {
    switch (event.type) {
      case 'flights':
        this.#options.emit(event);
        return;
      case 'recorded':
        this.#options.emit({ ...event, recording: this.#options.ledger.clean(event.recording) });
        return;
      case 'step':
      case 'notice':
        this.#options.emit(cleanNews(event, this.#options.mask));
        return;
      case 'running':
        this.#options.ledger.begin(named(futures, event.task), event.at);
        return;
      case 'settled': {
        const future = named(futures, event.task);
        this.learn(event.result.host.platform);
        this.#options.ledger.settle(future, { ...event.result, host: this.#view });
        if (future.result.state === 'raised') this.#countFailure([future]);
        return;
      }
      default:
        event satisfies never;
    }
  }

  /** One more attempt at a task. @returns how many there have been */
  try(future: Future, at: number): number {
    const { name } = future.node.task;
    this.#options.ledger.begin(future, at);
    this.attempts[name] = (this.attempts[name] ?? 0) + 1;
    return this.attempts[name];
  }

  /** Settles a future as the run decides. */
  decide(future: Future, verdict: Omit<Verdict, 'attempts'>): void {
    this.#write(future, verdict);
    if (verdict.state === 'raised') this.#countFailure([future]);
  }

  /**
   * Raises the first with what was known of it, and the others with it: one failure, however many they are. One that may
   * have changed the device is `unknown` instead.
   */
  raise(
    futures: readonly Future[],
    error: ErrorReport,
    { partial = {}, isUnknown }: { partial?: Verdict['partial']; isUnknown?: (future: Future) => boolean } = {},
  ): void {
    for (const [index, future] of futures.entries()) {
      const verdict = isUnknown?.(future)
        ? { state: 'unknown' as const, error: { ...error, hint: UNKNOWN_HINT } }
        : { state: 'raised' as const, error };
      this.#write(future, { ...verdict, partial: index === 0 ? partial : {} });
    }
    this.#countFailure(futures);
  }

  /** A platform that was found out on the way. */
  learn(platform: string): void {
    if (platform !== this.#view.platform) this.#view = { ...this.#view, platform };
  }

  #write(future: Future, verdict: Omit<Verdict, 'attempts'>): void {
    const made = this.attempts[future.node.task.name] ?? 0;
    const platform = verdict.partial?.host?.platform;
    if (platform !== undefined) this.learn(platform);
    this.#options.ledger.decide(future, this.#view, {
      ...verdict,
      partial: { ...verdict.partial, command: verdict.partial?.command ?? this.#planned(future, verdict) },
      attempts: verdict.state === 'raised' ? Math.max(1, made) : made,
    });
  }

  /** Of what was raised before anything was sent: what would have been. */
  #planned({ node }: Future, { state }: Pick<Verdict, 'state'>): string | null {
    const { host, playbook } = this.#options;
    return state === 'raised' ? plannedCommand(node.task, { ...host, platform: this.platform }, playbook.vars) : null;
  }

  #countFailure(futures: readonly Future[]): void {
    if (futures.some((future) => !future.node.task.ignoreErrors)) this.#options.onFailure(this.#view.name);
  }
}

function named(futures: readonly Future[], task: string): Future {
  const future = futures.find((each) => each.node.task.name === task);
  if (!future) throw new Error(`a login speaks of the task ${task}, which is not its own`);
  return future;
}
