import { availableParallelism } from 'node:os';
import { checkChoice, checkOptions } from '../error/arguments.js';
import type { ExecutorKind } from '../playbook/playbook.js';
import type { HostExecutor } from './host-executor.js';
import { InlineHostExecutor } from './inline-host-executor.js';

/** What an executor is made with. */
export interface ExecutorOptions {
  /** Told what is no device's failure but a bug of flow; the host fails with `internal` and the others go on. */
  onBug(error: unknown): void;
  /** How many hosts there will be, for `auto` and for the number of workers. */
  hosts: number;
  /** Environment of worker processes. */
  env: Readonly<Record<string, string | undefined>>;
}

/** A thread costs a quarter of a second of CPU time to start; below so many hosts that is more than a second core brings: see `npm run bench`. */
const HOSTS_FOR_THREADS = 200;
/**
 * From so many hosts on flow's own thread is one of the workers: a fifth of the memory is saved. With fewer that is little, and a thread without
 * key exchanges shows and writes down at once what the others tell.
 */
const HOSTS_FOR_OWN_THREAD = 2_000;

/**
 * Makes an executor on this machine. Its workers start at once, beside whatever its maker does next; who makes it closes it.
 *
 * @throws {TypeError} for another kind, or an option that there is not
 */
export async function makeExecutor(
  kind: Exclude<ExecutorKind, 'queue'>,
  options: ExecutorOptions,
): Promise<HostExecutor> {
  checkChoice('makeExecutor', kind, ['auto', 'inline', 'threads', 'processes']);
  checkOptions(options, ['onBug', 'hosts', 'env']);
  const { onBug, hosts, env } = options;
  const workers = countWorkers(hosts);
  const chosen = kind === 'auto' ? chooseKind(hosts, workers) : kind;
  if (chosen === 'inline') return new InlineHostExecutor({ onBug });
  const { WorkerExecutor } = await import('./worker-executor.js'); // loaded when it is needed: most runs have no workers
  const isHereToo = chosen === 'threads' && hosts >= HOSTS_FOR_OWN_THREAD;
  return new WorkerExecutor({ kind: chosen, workers, isHereToo, env, onBug });
}

function chooseKind(hosts: number, workers: number): 'inline' | 'threads' {
  return hosts < HOSTS_FOR_THREADS || workers < 2 ? 'inline' : 'threads';
}

/** How many workers are of use for so many hosts: one per core, and none without a host. */
function countWorkers(hosts: number): number {
  return Math.max(1, Math.min(availableParallelism(), hosts));
}
