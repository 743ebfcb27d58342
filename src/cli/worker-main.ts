import { isMainThread, type MessagePort } from 'node:worker_threads';
import type { Wire } from '../executors/serve-jobs.js';
import { tuneEngine } from './tune-engine.js';

/** What a worker is started with: a thread gets a port, a process has its own channel. */
export interface WorkerStart {
  port?: MessagePort;
}

const ignore = () => {};

if (isMainThread) {
  // Ctrl-C reaches every process of the terminal; what is to become of the hosts is said by the one that gave the jobs.
  process.on('SIGINT', ignore);
  process.on('SIGTERM', ignore);
  process.on('SIGHUP', ignore);
  // Nobody is left to tell.
  process.on('disconnect', () => process.exit());
  process.on('uncaughtException', (error) => {
    process.send?.([{ type: 'dying', reason: error.message }], () => process.exit(1));
  });
}

/** The first function of a worker thread or process: serves jobs until it is told to end. */
export default async function serve({ port }: WorkerStart): Promise<void> {
  // A thread has the flags of its process.
  if (isMainThread) tuneEngine(process.versions.node);
  const { serveJobs } = await import('../executors/serve-jobs.js');
  await serveJobs(port ? wireOfPort(port) : wireOfProcess());
  port?.close();
  process.off('SIGTERM', ignore);
}

function wireOfPort(port: MessagePort): Wire {
  return {
    post: (messages) => port.postMessage(messages),
    onMessages: (listener) => void port.on('message', listener),
  };
}

function wireOfProcess(): Wire {
  return {
    post: (messages) => void process.send?.(messages, ignore),
    onMessages: (listener) =>
      void process.on('message', (message) => {
        // Others are of the pool that started this process.
        if (Array.isArray(message)) listener(message);
      }),
  };
}
