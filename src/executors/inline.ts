import { connectWith } from '../device/connect-host.js';
import { runHost } from '../device/run-host.js';
import { DeviceError } from '../error/flow-error.js';
import { reportError } from '../task/error-report.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import type { ErrorReport } from '../task/result.js';
import { Access } from '../transport/access.js';
import type { Executor } from './executor.js';

/** What an inline executor is made with. */
export interface InlineOptions {
  /** Told what is no device's failure but a bug of flow; the host fails with `internal` and the others go on. */
  onBug(error: unknown): void;
  /** The work on one host; `device/run-host` unless a test gives its own. */
  runHost?: typeof runHost;
}

/**
 * Carries a job nowhere: runs it in this process. The one place where what a device's failure throws becomes an outcome.
 */
export class InlineExecutor implements Executor {
  readonly #options: InlineOptions;
  /** Jump sessions and the like, shared by all jobs. */
  readonly #access = new Access();
  readonly #connect = connectWith(this.#access);

  constructor(options: InlineOptions) {
    this.#options = options;
  }

  async run(job: HostJob, emit: (event: HostEvent) => void, signal: AbortSignal): Promise<JobOutcome> {
    const open = new Set(job.tasks.map((task) => task.name));
    let current: string | undefined;
    const hear = (event: HostEvent) => {
      if (event.type === 'running') current = event.task;
      if (event.type === 'settled') open.delete(event.task);
      emit(event);
    };
    try {
      return await (this.#options.runHost ?? runHost)(job, hear, signal, this.#connect);
    } catch (thrown) {
      if (!(thrown instanceof DeviceError)) this.#options.onBug(thrown);
      const task = current !== undefined && open.has(current) ? current : [...open][0];
      if (task === undefined) return { kind: 'done' };
      const error = thrown instanceof DeviceError ? reportError(thrown) : reportBug(thrown);
      return { kind: 'failed', task, error, lost: true, begun: task === current && job.mode === 'change', partial: {} };
    }
  }

  close(): Promise<void> {
    return this.#access.close();
  }
}

function reportBug(thrown: unknown): ErrorReport {
  const message = `a bug in flow: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  return { code: 'internal', phase: null, message, hint: 'please report it', last: null };
}
