import { UsageError } from '../error/flow-error.js';
import { checkQueueKey, KEY_ADVICE, resolveQueueUrl } from '../executors/queue/access.js';
import type { Terminal } from './terminal.js';

/** Where the key is that those at a queue share. */
const KEY = 'FLOW_QUEUE_KEY';

/** The key of the queue, hidden from everything printed. @throws {UsageError} where there is none, or one that can be guessed */
export function readQueueKey({ env, hide }: Pick<Terminal, 'env' | 'hide'>): string {
  const key = env[KEY];
  if (!key) {
    throw new UsageError(
      `the environment has no ${KEY}: without it nothing is put into a queue, and nothing is taken from one\n` +
        `  ${KEY_ADVICE}, and give it to the run and to its workers`,
    );
  }
  hide([key]);
  checkQueueKey(key, KEY);
  return key;
}

/** Where the queue is, where nothing else says so. */
export function usualQueueUrl({ env }: Pick<Terminal, 'env'>): string | undefined {
  return env.FLOW_QUEUE_URL;
}

/**
 * Where the queue is; its password is hidden from everything printed.
 *
 * @param written  a URL, which may be `${env:NAME}`; the environment's `FLOW_QUEUE_URL` unless given
 * @param name     how to call it in errors: `--queue`
 * @throws {UsageError} where it is missing, or no URL of Redis
 */
export function readQueueUrl(written: string | undefined, name: string, terminal: Terminal): string {
  return resolveQueueUrl(written ?? usualQueueUrl(terminal), name, { env: terminal.env, secrets: terminal });
}
