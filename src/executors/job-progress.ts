import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import type { ErrorReport } from '../task/result.js';

/** How far a job has come, by its events: for who has to say what failed when the work itself cannot. */
export class JobProgress {
  readonly #open: Set<string>;
  #current: string | undefined;

  constructor(job: HostJob) {
    this.#open = new Set(job.tasks.map((task) => task.name));
  }

  hear(event: HostEvent): void {
    if (event.type === 'running') this.#current = event.task;
    if (event.type === 'settled') this.#open.delete(event.task);
  }

  /** The task that is under way. */
  get current(): string | undefined {
    return this.#current !== undefined && this.#open.has(this.#current) ? this.#current : undefined;
  }

  /** The outcome of a login that broke off here: at the task under way, else at the first without a result. */
  breakOff(error: ErrorReport, { begun }: { begun: boolean }): JobOutcome {
    const task = this.current ?? [...this.#open][0];
    if (task === undefined) return { kind: 'done' };
    return { kind: 'failed', task, error, lost: true, begun, partial: {} };
  }
}
