import { readVersion } from '../document/version.js';
import { UsageError } from '../error/flow-error.js';
import type { Secrets } from '../error/known-secrets.js';
import { checkQueueKey, resolveQueueUrl } from '../executors/queue/access.js';
import { QueueExecutor } from '../executors/queue/queue-executor.js';
import type { Host } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import { siteOf } from '../run/site-of.js';

/** How a run gets at its queue. */
export interface QueueAccess {
  /** What the run and its workers share, 32 characters or more: `FLOW_QUEUE_KEY` of the workers. */
  key: string;
  /** The URL of a Redis, where the playbook has no `queue.url`. */
  url?: string;
}

/** What a queue needs of its run. */
export interface QueueContext {
  runId: string;
  hosts: ReadonlyMap<string, Host>;
  /** Where `${env:NAME}` in the URL is looked up. */
  env: Readonly<Record<string, string | undefined>>;
  /** Told the key, the password of the queue, and what workers look up. */
  secrets: Secrets;
  onBug(error: unknown): void;
}

/** Connects a run to its queue. @throws {UsageError} when it cannot be used */
export async function openQueue(
  place: Playbook['queue'],
  { key, url }: QueueAccess,
  { runId, hosts, env, secrets, onBug }: QueueContext,
): Promise<QueueExecutor> {
  secrets.hide([key]);
  checkQueueKey(key, 'the key of the queue');
  const resolved = resolveQueueUrl(place.url ?? url, 'queue.url', { env, secrets });
  try {
    return await QueueExecutor.connect({
      url: resolved,
      secret: key,
      run: runId,
      flow: readVersion(),
      siteOf: (name) => siteOf(hosts.get(name) as Host, place) as string,
      onBug,
      onSecrets: (texts) => secrets.hide(texts),
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
