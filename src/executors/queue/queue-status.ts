import type { WorkerLife } from './messages.js';
import { SITES } from './names.js';
import { readLives } from './read-lives.js';
import { connectRedis, type SiteCounts, SiteQueues } from './redis.js';

/** What is going on in the queues of one Redis. */
export interface QueueStatus {
  /** By name. */
  sites: (SiteCounts & { site: string; workers: number })[];
  /** Those whose lease holds, by site. */
  workers: WorkerLife[];
}

/** Reads what is going on; needs no key. @throws {Error} when Redis cannot be used; the message is for the user */
export async function readQueueStatus(url: string): Promise<QueueStatus> {
  const redis = await connectRedis(url);
  const queues = new SiteQueues(redis);
  try {
    const workers = (await readLives(redis)).sort((a, b) => a.site.localeCompare(b.site) || a.id.localeCompare(b.id));
    const names = (await redis.smembers(SITES)).sort();
    const sites = await Promise.all(
      names.map(async (site) => ({
        site,
        workers: workers.filter((worker) => worker.site === site).length,
        ...(await queues.count(site)),
      })),
    );
    return { sites, workers };
  } finally {
    await queues.close();
    redis.disconnect();
  }
}
