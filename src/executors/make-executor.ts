import { checkChoice, checkOptions } from '../error/arguments.js';
import type { ExecutorKind } from '../playbook/playbook.js';
import type { HostExecutor } from './host-executor.js';
import { InlineHostExecutor } from './inline-host-executor.js';
import { countWorkers, WorkerExecutor } from './worker-executor.js';

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

/** Makes an executor on this machine. Workers start at once; who makes it closes it. */
export function makeExecutor(kind: Exclude<ExecutorKind, 'queue'>, options: ExecutorOptions): HostExecutor {
  checkChoice('makeExecutor', kind, ['auto', 'inline', 'threads', 'processes']);
  checkOptions(options, ['onBug', 'hosts', 'env']);
  const { onBug, hosts, env } = options;
  const workers = countWorkers(hosts);
  const isHereToo = hosts >= HOSTS_FOR_OWN_THREAD;
  switch (kind) {
    case 'inline':
      return new InlineHostExecutor({ onBug });
    case 'threads':
    case 'processes':
      return new WorkerExecutor({ kind, workers, isHereToo: isHereToo && kind === 'threads', env, onBug });
    case 'auto':
      return hosts < HOSTS_FOR_THREADS || workers < 2
        ? new InlineHostExecutor({ onBug })
        : new WorkerExecutor({ kind: 'threads', workers, isHereToo, env, onBug });
    default:
      return kind satisfies never;
  }
}
