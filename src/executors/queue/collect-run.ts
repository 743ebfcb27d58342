import type { Collected, CollectedHost } from '../collected.js';
import type { Sealer } from './envelope.js';
import { Opener, readAll } from './mailbox.js';
import type { FromQueueWorker } from './messages.js';
import { contexts, keysOfRun } from './names.js';
import { readLives } from './read-lives.js';
import type { RedisClient } from './redis.js';

/**
 * Reads what workers have told of a run since it was lost; from now on no job of it begins. It is left where it lies until it expires: who reads
 * it may be lost as well, before it has written anything down.
 *
 * @param onSecrets  told what references gave, before anything that has it
 */
export async function collectRun(
  { redis, sealer }: { redis: RedisClient; sealer: Sealer },
  run: string,
  onSecrets: (texts: string[]) => void,
): Promise<Collected> {
  const keys = keysOfRun(run);
  await redis.del(keys.life);
  const hosts = new Map<string, CollectedHost>();
  let heard = 0;
  let refused = 0;
  const opener = new Opener(sealer, {
    contextOf: (worker) => contexts.toCoordinator(worker, run),
    onMessages: (_worker, messages) => {
      heard++;
      for (const message of messages as FromQueueWorker[]) takeIn(hosts, message, onSecrets);
    },
    onGap: () => {}, // the run itself has read what is missing, or nobody will
    onForeign: () => refused++,
  });
  // Before the messages: a login that ends meanwhile is said to go on, and not the other way round.
  const lives = await readLives(redis);
  await readAll(redis, keys.inbox, opener);
  return { hosts, heard, refused, running: lives.reduce((sum, { runs }) => sum + (runs[run] ?? 0), 0) };
}

function takeIn(
  hosts: Map<string, CollectedHost>,
  message: FromQueueWorker,
  onSecrets: (texts: string[]) => void,
): void {
  if (message.type === 'secrets') onSecrets(message.texts);
  if (message.type === 'event' && message.event.type === 'settled') {
    hostOf(hosts, message.event.host).results.push(message.event.result);
  }
  if (message.type === 'outcome') {
    const { host: name, ...which } = message.of;
    const host = hostOf(hosts, name);
    if (which.login > (host.end?.login ?? 0)) host.end = { ...which, outcome: message.outcome };
  }
}

function hostOf(hosts: Map<string, CollectedHost>, name: string): CollectedHost {
  let host = hosts.get(name);
  if (!host) {
    host = { results: [] };
    hosts.set(name, host);
  }
  return host;
}
