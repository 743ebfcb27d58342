import { loadOf, type WorkerLife } from './messages.js';
import { SITES } from './names.js';
import { readLives } from './read-lives.js';
import { connectRedis, type SiteCounts, SiteQueues } from './redis.js';

/** The queue of a site, as numbers of jobs, and how many workers are there. */
export interface SiteStatus extends Omit<SiteCounts, 'taken'> {
  site: string;
  workers: number;
  running: number;
}

/** What is going on in the queues of one Redis. */
export interface QueueStatus {
  /** By name. */
  sites: SiteStatus[];
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
      names.map(async (site) => {
        const here = workers.filter((worker) => worker.site === site);
        const { waiting, taken, dead } = await queues.count(site);
        const told = here.reduce((sum, { runs }) => sum + loadOf(runs), 0);
        // The queue counts what a lost worker had, and signs of life come only from time to time.
        return { site, workers: here.length, waiting, running: Math.min(taken, told), dead };
      }),
    );
    return { sites, workers };
  } finally {
    await queues.close();
    redis.disconnect();
  }
}
