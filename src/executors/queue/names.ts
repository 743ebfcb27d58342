/** What stands before every key of flow in Redis: an ACL of `~flow:*` is enough for all of it. */
export const PREFIX = 'flow';

/** How long what lies in Redis is kept when nobody fetches it, in seconds. */
export const KEPT_S = 86_400;

/** How a site may be called. */
const SITE = /^[A-Za-z0-9][\w.-]{0,63}$/;

export function isSiteName(text: string): boolean {
  return SITE.test(text);
}

/** The BullMQ queue of a site; its keys begin with `flow:site-hq:`. */
export const queueOf = (site: string): string => `site-${site}`;

/** Names of the queues that there are. */
export const SITES = `${PREFIX}:sites`;
/** Ids of workers, by the time of their last sign of life. */
export const WORKERS = `${PREFIX}:workers`;

export const keysOfWorker = (worker: string) => ({
  /** What it is and does; gone when its lease is. */
  life: `${PREFIX}:worker:${worker}`,
  /** What it is told. */
  inbox: `${PREFIX}:worker:${worker}:inbox`,
});

export const keysOfRun = (run: string) => ({
  /** There for as long as the run is: a Redis without it has forgotten everything. */
  mark: `${PREFIX}:run:${run}`,
  /** Gone when the coordinator is. */
  life: `${PREFIX}:run:${run}:life`,
  /** What workers tell. */
  inbox: `${PREFIX}:run:${run}:inbox`,
  /** Job → why no worker takes it. */
  refused: `${PREFIX}:run:${run}:refused`,
});

/** What an envelope was sealed for. */
export const contexts = {
  ticket: (run: string) => `ticket of ${run}`,
  toWorker: (run: string, worker: string) => `from ${run} to ${worker}`,
  toCoordinator: (worker: string, run: string) => `from ${worker} to ${run}`,
};
