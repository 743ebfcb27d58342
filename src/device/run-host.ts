import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';

/** Stub being replaced. */
export async function runHost(_job: HostJob, _emit: (event: HostEvent) => void, _signal: AbortSignal): Promise<JobOutcome> {
  throw new Error('not written yet');
}
