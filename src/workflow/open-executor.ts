import { UsageError } from '../error/flow-error.js';
import type { HostExecutor } from '../executors/host-executor.js';
import { type ExecutorOptions, makeExecutor } from '../executors/make-executor.js';
import type { Playbook } from '../playbook/playbook.js';
import type { QueueAccess, QueueContext } from './open-queue.js';

/** What opening an executor needs of a run. */
export interface ExecutorContext extends QueueContext, Pick<ExecutorOptions, 'env' | 'onBug'> {
  /** Where the queue is, and its key. */
  queue: QueueAccess | undefined;
}

/** Opens the executor that a playbook asks for; who opens it closes it. @throws {UsageError} when its queue cannot be used */
export async function openExecutor(
  playbook: Pick<Playbook, 'file' | 'executor' | 'queue'>,
  { queue, ...context }: ExecutorContext,
): Promise<HostExecutor> {
  const { executor: kind } = playbook;
  const { onBug, env, hosts } = context;
  if (kind !== 'queue') return makeExecutor(kind, { onBug, hosts: hosts.size, env });
  if (!queue) throw new UsageError(`${playbook.file}: executor: queue: expected its key, as \`queue: { key }\` of run`);
  const { openQueue } = await import('./open-queue.js');
  return openQueue(playbook.queue, queue, context);
}
