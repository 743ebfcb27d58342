import { UsageError } from '../error/flow-error.js';
import type { QueueExecutor } from '../executors/queue/queue-executor.js';
import type { Host } from '../inventory/host.js';
import { siteOf } from '../run/site-of.js';
import type { PreparedRun } from './prepare-run.js';
import { readQueueKey, readQueueUrl } from './queue-access.js';
import type { Terminal } from './terminal.js';
import { readVersion } from './version.js';

/** What a run needs of its queue. */
export interface OpenQueueOptions {
  hosts: ReadonlyMap<string, Host>;
  terminal: Terminal;
  onBug(error: unknown): void;
}

/** Connects a run to its queue. @throws {UsageError} when it cannot be used, or there is no key */
export async function openQueue(
  { playbook, runId }: Pick<PreparedRun, 'playbook' | 'runId'>,
  { hosts, terminal, onBug }: OpenQueueOptions,
): Promise<QueueExecutor> {
  const secret = readQueueKey(terminal);
  const url = readQueueUrl(playbook.queue.url, 'queue.url', terminal);
  const known = new Set<string>();
  const { QueueExecutor } = await import('../executors/queue/queue-executor.js');
  try {
    return await QueueExecutor.connect({
      url,
      secret,
      run: runId,
      flow: readVersion(),
      siteOf: (name) => siteOf(hosts.get(name) as Host, playbook.queue) as string,
      onBug,
      onSecrets: (texts) => {
        const news = texts.filter((text) => !known.has(text));
        if (news.length === 0) return;
        for (const text of news) known.add(text);
        terminal.hide(news);
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
