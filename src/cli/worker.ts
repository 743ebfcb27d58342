import { readVersion } from '../document/version.js';
import { UsageError } from '../error/flow-error.js';
import { isSiteName } from '../executors/queue/names.js';
import { parseDuration } from '../playbook/duration.js';
import { DEFAULT_SITE } from '../run/site-of.js';
import type { Call, Command, Flag } from './command.js';
import { EXIT } from './exit-code.js';
import { readQueueKey, readQueueUrl } from './queue-access.js';

const HOSTS = 100;
/** A run looks after its workers once a second. */
const SHORTEST_LEASE_MS = 2_000;

/** The flag that says where the queue is. */
export const QUEUE_FLAG: Flag = {
  form: '--queue <url>',
  text: 'redis://user:password@host:6379, rediss:// for TLS (FLOW_QUEUE_URL unless given)',
};

/** `flow worker`: speaks to the hosts of one site for runs elsewhere. */
export const worker: Command = {
  about:
    'Speaks to hosts of playbooks with `executor: queue`; at SIGTERM or Ctrl-C it finishes what it has begun.\n' +
    'FLOW_QUEUE_KEY has to be the one of the run. References such as ${env:PASSWORD} are looked up here.',
  operands: [],
  flags: [
    {
      subject: 'What it takes',
      flags: [
        QUEUE_FLAG,
        { form: '--site <name>', text: `its hosts: those whose queue.route says so (${DEFAULT_SITE} unless given)` },
        { form: '-c, --concurrency <hosts>', text: `hosts at the same time (${HOSTS} unless given)` },
      ],
    },
    {
      subject: 'How it is watched',
      flags: [
        { form: '--lease <time>', text: 'so long without a sign of life and it is taken for lost (10s unless given)' },
        {
          form: '--health <address>',
          text: 'answers GET /health and GET /metrics there, for Prometheus: 127.0.0.1:9464',
        },
      ],
    },
  ],
  examples: [
    { line: 'flow worker --queue redis://10.0.0.5 --site hq', text: 'the hosts of the site hq' },
    {
      line: 'flow worker --site dc --concurrency 200 --health 127.0.0.1:9464',
      text: 'two hundred at a time, the queue from FLOW_QUEUE_URL',
    },
  ],
  run: work,
};

async function work(call: Call): Promise<number> {
  const { flags, terminal, interrupts } = call;
  const site = flags.text('site') ?? DEFAULT_SITE;
  if (!isSiteName(site))
    throw new UsageError(`--site: expected letters, digits, ".", "_" and "-", at most 64, got "${site}"`);
  const concurrency = flags.wholeNumber('concurrency', 1, 10_000) ?? HOSTS;
  const leaseMs = readLease(flags.text('lease'));
  const health = readAddress(flags.text('health'));
  const secret = readQueueKey(terminal);
  const url = readQueueUrl(flags.text('queue'), '--queue', terminal);
  const [{ QueueWorker }, { serveHealth }] = await Promise.all([
    import('../executors/queue/queue-worker.js'),
    import('./worker-health.js'),
  ]);
  interrupts.begin();
  const tell = (line: string) => terminal.err.write(`${line}\n`);
  const started = await QueueWorker.start({
    url,
    secret,
    site,
    concurrency,
    flow: readVersion(),
    env: terminal.env,
    tell,
    ...(leaseMs !== undefined && { leaseMs }),
  }).catch((error: Error) => {
    throw new UsageError(`--queue: ${error.message}`);
  });
  const served = health && (await serveHealth(started, { ...health, site, concurrency }));
  tell(`worker ${started.id} takes hosts of site ${site}, ${concurrency} at a time`);
  await aborted(interrupts.stop);
  const { running } = started.counts;
  tell(`it ends: ${running === 0 ? 'nothing runs' : `${running} still run`}`);
  await started.drain(interrupts.abort);
  served?.close();
  interrupts.finish();
  return EXIT.ok;
}

function readLease(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= SHORTEST_LEASE_MS) return ms;
  throw new UsageError(`--lease: expected a duration of 2s or more, such as 10s, got "${text}"`);
}

function readAddress(text: string | undefined): { host: string; port: number } | undefined {
  if (text === undefined) return undefined;
  const [, host = '127.0.0.1', port] = /^(?:(.+):)?(\d+)$/.exec(text) ?? [];
  if (port !== undefined && Number(port) <= 65_535) return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  throw new UsageError(`--health: expected an address and a port, such as 127.0.0.1:9464, got "${text}"`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
