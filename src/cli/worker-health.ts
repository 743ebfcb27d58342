import { createServer } from 'node:http';
import { UsageError } from '../error/flow-error.js';
import type { WorkerCounts } from '../executors/queue/queue-worker.js';

/** What is told of a worker. */
export interface WatchedWorker {
  readonly id: string;
  readonly counts: WorkerCounts;
  readonly isHealthy: boolean;
}

/** Where, and of which worker. */
export interface HealthOptions {
  host: string;
  /** 0 for any that is free. */
  port: number;
  site: string;
  concurrency: number;
}

/** Answers how a worker is: `/health` for systemd and load balancers, `/metrics` for Prometheus. @throws {UsageError} when it cannot listen */
export async function serveHealth(
  worker: WatchedWorker,
  options: HealthOptions,
): Promise<{ close(): void; port: number }> {
  const server = createServer((request, response) => {
    const answer = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type }).end(text);
    if (request.url === '/health')
      answer(worker.isHealthy ? 200 : 503, worker.isHealthy ? 'ok\n' : 'no touch with Redis\n');
    else if (request.url === '/metrics') answer(200, writeMetrics(worker, options), 'text/plain; version=0.0.4');
    else answer(404, 'GET /health or GET /metrics\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) => reject(new UsageError(`--health: ${message}`)));
    server.listen(options.port, options.host, resolve);
  });
  server.unref();
  const address = server.address();
  return { close: () => void server.close(), port: typeof address === 'object' && address ? address.port : 0 };
}

/** The state of a worker in the text format of Prometheus. */
export function writeMetrics(
  worker: WatchedWorker,
  { site, concurrency }: Pick<HealthOptions, 'site' | 'concurrency'>,
): string {
  const { running, done, refused, lapses } = worker.counts;
  const metrics = [
    ['flow_worker_up', 'gauge', '1 while the lease of the worker holds', worker.isHealthy ? 1 : 0],
    ['flow_worker_concurrency', 'gauge', 'Logins that may run at the same time', concurrency],
    ['flow_worker_logins_running', 'gauge', 'Logins that run', running],
    ['flow_worker_logins_done_total', 'counter', 'Logins that are over', done],
    ['flow_worker_jobs_refused_total', 'counter', 'Jobs that were not for this worker', refused],
    ['flow_worker_lease_lapses_total', 'counter', 'How often the lease was lost', lapses],
  ] as const;
  return metrics
    .map(
      ([name, type, help, value]) =>
        `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name}{site="${site}",worker="${worker.id}"} ${value}\n`,
    )
    .join('');
}
