import { Executor } from '../futures/executor.js';
import type { Future } from '../futures/future.js';
import type { AskLeave } from '../inventory/leave.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import type { Collected } from './collected.js';

/** One login to be carried out, and who hears of it meanwhile. */
export interface HostCall {
  job: HostJob;
  /** Told what happens in the login, in order. */
  emit(event: HostEvent): void;
  /** Aborted: the job ends at once and what had begun is `cancelled`. */
  signal: AbortSignal;
  /** Asked before a credential is shown; absent: all may be. */
  mayShow?: AskLeave | undefined;
  /** Told before whoever runs the job hears of it: until then nothing of it has begun. */
  onBegin?(): void;
}

/** Limits are the runner's. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/**
 * An executor of futures whose calls are logins: carries each to where it runs, and its events back. A future of it never raises for a
 * device's sake: a lost device is a `failed` outcome.
 *
 * What it does not do: it does not limit, order, pace or retry; the runner does.
 */
export abstract class HostExecutor extends Executor<HostCall> {
  #released: Promise<void> | undefined;

  constructor() {
    super(NO_LIMIT, {});
  }

  /** Has a login carried out. @throws {ShutdownError} after close */
  submit(call: HostCall): Future<JobOutcome> {
    return this.schedule(call) as Future<JobOutcome>;
  }

  /** Takes no more calls, and lets go of everything now: unlike `shutdown` it does not wait for a login that nobody waits for any more. */
  async close(): Promise<void> {
    await this.shutdown({ wait: false });
    await this.release();
  }

  /**
   * What has become of a run that was lost since then; from now on nothing more of it begins.
   *
   * @returns undefined where nothing outlives its run
   */
  async collect(_run: string): Promise<Collected | undefined> {
    return undefined;
  }

  protected abstract override carry(call: HostCall): Promise<JobOutcome>;

  /** Ends what logins share, such as sessions on jump hosts, and the workers. */
  protected abstract letGo(): Promise<void>;

  protected override release(): Promise<void> {
    this.#released ??= this.letGo();
    return this.#released;
  }
}
