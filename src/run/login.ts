import type { HostExecutor } from '../executors/host-executor.js';
import type { AskLeave } from '../inventory/leave.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import { cancelledReport } from '../task/unmet-need.js';
import type { CutCause, Halt } from './halt.js';
import { startTimer } from './timer.js';

export interface LoginOptions {
  executor: HostExecutor;
  job: HostJob;
  emit(event: HostEvent): void;
  /** Told before anything of it has begun. */
  onBegin(): void;
  /** Asked before a credential is shown. */
  mayShow: AskLeave;
  halt: Halt;
  /** Most time for this login; absent means no limit. */
  limitMs: number | undefined;
  /** How long a login that was cut off may take to tell how it ended. */
  patienceMs: number;
}

/** How a login ended, and what cut it off, if anything did. */
export interface LoginEnd {
  outcome: JobOutcome;
  cut: CutCause | undefined;
}

/**
 * Has one login carried out, and cuts it off when its time is up or the run ends. An executor that does not come
 * back after that is left behind: nothing it says later is heard.
 */
export async function runLogin(options: LoginOptions): Promise<LoginEnd> {
  const { executor, job, halt, limitMs, mayShow, onBegin } = options;
  const controller = new AbortController();
  const undo: (() => void)[] = [];
  let cut: CutCause | undefined;
  let isOpen = true;
  let current: string | undefined;
  const patience = new AbortController();

  const cutOff = (cause: CutCause) => {
    if (cut) return;
    cut = cause;
    undo.push(startTimer(options.patienceMs, () => patience.abort()));
    controller.abort();
  };
  undo.push(halt.enter(cutOff));
  if (limitMs !== undefined) undo.push(startTimer(limitMs, () => cutOff('host-timeout')));
  try {
    const emit = (event: HostEvent) => {
      if (!isOpen) return;
      if (event.type === 'running') current = event.task;
      options.emit(event);
    };
    const future = executor.submit({ job, emit, signal: controller.signal, mayShow, onBegin });
    const outcome = await future.result(undefined, { signal: patience.signal }).catch((error: unknown) => {
      if (!patience.signal.aborted) throw error;
      return silentOutcome(job, current);
    });
    return { outcome, cut };
  } finally {
    isOpen = false;
    for (const stop of undo) stop();
  }
}

/** What is taken for the outcome of an executor that keeps silent: whatever ran in `mode: change` may have changed something. */
function silentOutcome(job: HostJob, current: string | undefined): JobOutcome {
  const task = job.tasks.find(({ name }) => name === current) ?? job.tasks[0];
  return {
    kind: 'failed',
    task: task?.name ?? '',
    error: cancelledReport('cut off'),
    lost: true,
    begun: current !== undefined && job.mode === 'change',
    partial: {},
  };
}
