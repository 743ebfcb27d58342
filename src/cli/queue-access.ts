import { UsageError } from '../error/flow-error.js';
import { isStrongKey } from '../executors/queue/envelope.js';
import { parseReferences } from '../inventory/references.js';
import type { Terminal } from './terminal.js';

/** Where the key is that those at a queue share. */
const KEY = 'FLOW_QUEUE_KEY';
/** Where the queue is, where nothing else says so. */
const URL_NAME = 'FLOW_QUEUE_URL';

/** The key of the queue, hidden from everything printed. @throws {UsageError} where there is none, or one that can be guessed */
export function readQueueKey({ env, hide }: Pick<Terminal, 'env' | 'hide'>): string {
  const key = env[KEY];
  if (!key) {
    throw new UsageError(
      `the environment has no ${KEY}: without it nothing is put into a queue, and nothing is taken from one\n` +
        '  make one with `openssl rand -base64 32`, and give it to the run and to its workers',
    );
  }
  hide([key]);
  if (isStrongKey(key)) return key;
  throw new UsageError(
    `${KEY}: expected 32 characters or more that cannot be guessed\n  make one with \`openssl rand -base64 32\``,
  );
}

/**
 * Where the queue is; its password is hidden from everything printed.
 *
 * @param written  a URL, which may be `${env:NAME}`; the environment's `FLOW_QUEUE_URL` unless given
 * @param name     how to call it in errors: `--queue`
 * @throws {UsageError} where it is missing, or no URL of Redis
 */
export function readQueueUrl(written: string | undefined, name: string, { env, hide }: Terminal): string {
  const text = written ?? env[URL_NAME];
  if (text === undefined)
    throw new UsageError(
      `${name}: expected the URL of a Redis, such as redis://127.0.0.1:6379, or ${URL_NAME} in the environment`,
    );
  const url = parseReferences(text)
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = part.kind === 'env' ? env[part.argument] : undefined;
      if (value !== undefined) return value;
      throw new UsageError(`${name}: the environment has no ${part.argument}; only \${env:NAME} is looked up here`);
    })
    .join('');
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.password) hide([parsed.password, decodeURIComponent(parsed.password)]);
  if (parsed && /^rediss?:$/.test(parsed.protocol) && parsed.hostname !== '') return url;
  throw new UsageError(`${name}: expected a URL that begins with redis:// or rediss://`);
}
