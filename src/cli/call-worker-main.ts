import { isMainThread } from 'node:worker_threads';
import type { ProcessChannel } from '../futures/call-port.js';
import { makeCallServer } from '../futures/serve-calls.js';
import { sayDying } from '../futures/worker-call.js';

/** A process has one channel for everything. Nobody is left to tell of what does not arrive. */
const channel: ProcessChannel = {
  send: (words) => void process.send?.(words, () => {}),
  listen: (listener) => {
    process.on('message', listener);
    return () => void process.off('message', listener);
  },
};

if (isMainThread) {
  // Of threads Node.js tells by itself what nobody has caught.
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') > 1) return;
    process.send?.(sayDying(error), () => process.exit(1));
  });
}

/** The first function of a worker of a `ThreadExecutor` or `ProcessExecutor`. */
export default makeCallServer(channel);
