import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findUnaskedPort } from '../../src/lab/unasked-port.js';
import { type Cleanup, makeFolder } from './lab.js';
import { type FlowResult, type RunningFlow, runFlow } from './run-flow.js';

/** Where Debian puts it. */
const PROGRAM = '/usr/bin/redis-server';

/** Why tests with a real Redis cannot run here; false when they can. */
export const withoutRedis = existsSync(PROGRAM) ? false : 'not installed: redis-server';

/** Why tests that make certificates cannot run here; false when they can. */
export const withoutOpenssl = existsSync('/usr/bin/openssl') ? false : 'not installed: openssl';

/** A key as users make one. */
export const QUEUE_KEY = 'q7Vd0mZlXr3Yt8Kp1Wc6Hs9Bn4Jf2Ga5=';

/** A real Redis on a free port of loopback, which writes down everything it holds. */
export interface RealRedis {
  url: string;
  /** The process, for signals. */
  readonly pid: number;
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** The same data on the same port. */
  start(): Promise<void>;
  /** Everything it has ever been told, as bytes. */
  history(): Buffer;
}

/** Where a Redis of a test is. */
export interface RedisPlace {
  /** It speaks nothing but TLS; its certificate is among the words. */
  isTls?: boolean;
  /** 127.0.0.1 unless given. */
  address?: string;
  /** Put before its command. */
  wrapper?: readonly string[];
}

/** Starts a Redis that ends with the test. */
export async function startRedis(
  t: Cleanup,
  words: readonly string[] = [],
  { isTls = false, address = '127.0.0.1', wrapper = [] }: RedisPlace = {},
): Promise<RealRedis> {
  const folder = makeFolder(t);
  const port = await findUnaskedPort('127.0.0.1');
  let child: ChildProcess | undefined;
  const start = async () => {
    const [program = PROGRAM, ...before] = [...wrapper, PROGRAM];
    const started = spawn(
      program,
      [
        ...before,
        ...(isTls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)]),
        ...['--bind', address, '--protected-mode', 'no', '--dir', folder, '--save', ''],
        ...['--appendonly', 'yes', '--auto-aof-rewrite-percentage', '0', ...words],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    child = started;
    const lines = createInterface({ input: started.stdout as NodeJS.ReadableStream });
    await new Promise<void>((resolve, reject) => {
      lines.on('line', (line) => {
        if (line.includes('Ready to accept connections')) resolve();
      });
      started.once('exit', () => reject(new Error('redis-server ended')));
    });
  };
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  await start();
  t.after(() => kill());
  return {
    url: `${isTls ? 'rediss' : 'redis'}://${address}:${port}`,
    get pid() {
      return child?.pid as number;
    },
    kill,
    start,
    history: () => {
      const files = join(folder, 'appendonlydir');
      return Buffer.concat(readdirSync(files).map((file) => readFileSync(join(files, file))));
    },
  };
}

/** What a worker of a test is started with. */
export interface WorkerWords {
  site?: string;
  words?: readonly string[];
  env?: Record<string, string>;
  /** Put before its command. */
  wrapper?: readonly string[];
}

/** A worker that runs. */
export interface TestWorker extends Pick<RunningFlow, 'kill' | 'waitFor'> {
  ended: Promise<FlowResult>;
}

/** Starts a worker, which is killed with the test. @returns once it takes jobs */
export async function startWorker(t: Cleanup, redis: { url: string }, options: WorkerWords = {}): Promise<TestWorker> {
  const { site = 'default', words = [], env = {}, wrapper = [] } = options;
  const worker = runFlow(['worker', '--queue', redis.url, '--site', site, '--lease', '2s', ...words], {
    env: { FLOW_QUEUE_KEY: QUEUE_KEY, ...env },
    wrapper,
  });
  t.after(() => {
    worker.kill('SIGKILL');
    return worker.then(() => {});
  });
  await worker.waitFor(/takes hosts of site/);
  return { kill: worker.kill, waitFor: worker.waitFor, ended: Promise.resolve(worker) };
}
