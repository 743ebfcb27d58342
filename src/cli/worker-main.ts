import { isMainThread } from 'node:worker_threads';
import type { FromWorker, ToWorker } from '../executors/worker-messages.js';
import type { CallPort } from '../futures/call-port.js';
import { tuneEngine } from './tune-engine.js';

const ignore = () => {};

if (isMainThread) {
  // Ctrl-C reaches every process of the terminal; what is to become of the hosts is said by the one that gave the jobs.
  process.on('SIGINT', ignore);
  process.on('SIGTERM', ignore);
  process.on('SIGHUP', ignore);
  // Nobody is left to tell.
  process.on('disconnect', () => process.exit());
}

/** The one call of a worker of a run: serves jobs until it is told to end. */
export async function serve(port: CallPort<ToWorker[], FromWorker[]>): Promise<void> {
  // A thread has the flags of its process.
  if (isMainThread) tuneEngine(process.versions.node);
  const { serveJobs } = await import('../executors/serve-jobs.js');
  await serveJobs(port);
  process.off('SIGTERM', ignore);
}
