import type { WorkerLife } from './messages.js';
import { keysOfWorker, WORKERS } from './names.js';
import type { RedisClient } from './redis.js';

/** Every worker whose lease holds. */
export async function readLives(redis: RedisClient): Promise<WorkerLife[]> {
  const ids = await redis.zrange(WORKERS, '0', '-1');
  if (ids.length === 0) return [];
  const texts = await redis.mget(ids.map((id) => keysOfWorker(id).life));
  return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as WorkerLife]));
}
