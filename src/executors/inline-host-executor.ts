import { connectWith } from '../device/connect-host.js';
import { runHost } from '../device/run-host.js';
import { DeviceError } from '../error/flow-error.js';
import { reportError } from '../task/error-report.js';
import type { HostEvent } from '../task/event.js';
import type { JobOutcome } from '../task/host-job.js';
import type { ErrorReport } from '../task/result.js';
import { Access } from '../transport/access.js';
import { type HostCall, HostExecutor } from './host-executor.js';
import { JobProgress } from './job-progress.js';

/** What an inline executor is made with. */
export interface InlineOptions {
  /** Told what is no device's failure but a bug of flow; the host fails with `internal` and the others go on. */
  onBug(error: unknown): void;
  /** The work on one host; `device/run-host` unless a test gives its own. */
  runHost?: typeof runHost;
  /** What the jobs share: jump sessions and the like. One of its own unless given; closed with the executor either way. */
  access?: Access;
}

/**
 * Carries a job nowhere: runs it in this thread. The one place where what a device's failure throws becomes an outcome.
 */
export class InlineHostExecutor extends HostExecutor {
  readonly #options: InlineOptions;
  readonly #access: Access;
  readonly #connect: ReturnType<typeof connectWith>;

  constructor(options: InlineOptions) {
    super();
    this.#options = options;
    this.#access = options.access ?? new Access();
    this.#connect = connectWith(this.#access);
  }

  protected override async carry({ job, emit, signal, mayShow, onBegin }: HostCall): Promise<JobOutcome> {
    onBegin?.();
    const progress = new JobProgress(job);
    const hear = (event: HostEvent) => {
      progress.hear(event);
      emit(event);
    };
    try {
      return await (this.#options.runHost ?? runHost)(job, hear, signal, {
        connect: this.#connect,
        ...(mayShow && { mayShow }),
      });
    } catch (thrown) {
      if (!(thrown instanceof DeviceError)) this.#options.onBug(thrown);
      const error = thrown instanceof DeviceError ? reportError(thrown) : reportBug(thrown);
      return progress.breakOff(error, { begun: progress.current !== undefined && job.mode === 'change' });
    }
  }

  protected override letGo(): Promise<void> {
    return this.#access.close();
  }
}

function reportBug(thrown: unknown): ErrorReport {
  const message = `a bug in flow: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  return { code: 'internal', phase: null, message, hint: 'please report it', last: null };
}
