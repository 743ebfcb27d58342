import { UsageError } from '../../error/flow-error.js';
import type { Secrets } from '../../error/known-secrets.js';
import { parseReferences } from '../../inventory/references.js';
import { isStrongKey } from './envelope.js';

/** How to make one. */
export const KEY_ADVICE = 'make one with `openssl rand -base64 32`';

/** @param name  how to call it in errors. @throws {UsageError} for a key that can be guessed */
export function checkQueueKey(key: string, name: string): void {
  if (isStrongKey(key)) return;
  throw new UsageError(`${name}: expected 32 characters or more that cannot be guessed\n  ${KEY_ADVICE}`);
}

/**
 * Where the queue is; its password is hidden.
 *
 * @param written  a URL, which may be `${env:NAME}`
 * @param name     how to call it in errors: `--queue`
 * @throws {UsageError} where it is missing, or no URL of Redis
 */
export function resolveQueueUrl(
  written: string | undefined,
  name: string,
  { env, secrets }: { env: Readonly<Record<string, string | undefined>>; secrets: Pick<Secrets, 'hide'> },
): string {
  if (written === undefined)
    throw new UsageError(
      `${name}: expected the URL of a Redis, such as redis://127.0.0.1:6379, or FLOW_QUEUE_URL in the environment`,
    );
  const url = parseReferences(written)
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = part.kind === 'env' ? env[part.argument] : undefined;
      if (value !== undefined) return value;
      throw new UsageError(`${name}: the environment has no ${part.argument}; only \${env:NAME} is looked up here`);
    })
    .join('');
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.password) secrets.hide([parsed.password, decodeURIComponent(parsed.password)]);
  if (parsed && /^rediss?:$/.test(parsed.protocol) && parsed.hostname !== '') return url;
  throw new UsageError(`${name}: expected a URL that begins with redis:// or rediss://`);
}
