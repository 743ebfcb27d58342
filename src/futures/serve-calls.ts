import { isMainThread, type MessagePort } from 'node:worker_threads';
import { type OpenPort, openProcessPort, openThreadPort, type ProcessChannel } from './call-port.js';
import {
  type ModuleCall,
  PROCESS_PACKING,
  packError,
  THREAD_PACKING,
  type WorkerAnswer,
  type WorkerCall,
} from './worker-call.js';

/** What a worker is handed. */
export interface HandedCall {
  /** A `WorkerCall`. */
  packed: unknown;
  /** For one that is conversed with: a thread gets a port, a process the number of the call. */
  talk?: MessagePort | number;
}

const packing = isMainThread ? PROCESS_PACKING : THREAD_PACKING;

/** What came of the initializer, once there was one. */
let readiness: Promise<void> | undefined;

/** Makes what a worker of a ThreadExecutor or ProcessExecutor does with what it is handed: it carries out one chunk of calls. */
export function makeCallServer(channel: ProcessChannel): (handed: HandedCall) => Promise<unknown> {
  return ({ packed, talk }) => {
    if (talk === undefined) return serveCalls(packed);
    const port = typeof talk === 'number' ? openProcessPort(talk, channel) : openThreadPort(talk);
    return serveCalls(packed, port).finally(() => port.close());
  };
}

async function serveCalls(packed: unknown, port?: OpenPort): Promise<unknown> {
  const { initializer, calls, ...target } = packing.unpack(packed) as WorkerCall;
  if (initializer) {
    readiness ??= invoke(initializer).then(() => {});
    try {
      await readiness;
    } catch (error) {
      return packing.pack({ kind: 'unready', error: packError(error, packing) } satisfies WorkerAnswer);
    }
  }
  try {
    const values: unknown[] = [];
    for (const args of calls) values.push(await invoke({ ...target, args: port ? [...args, port] : args }));
    return packing.pack({ kind: 'returned', values } satisfies WorkerAnswer);
  } catch (error) {
    return packing.pack({ kind: 'raised', error: packError(error, packing) } satisfies WorkerAnswer);
  }
}

async function invoke({ module, name, args }: ModuleCall): Promise<unknown> {
  const loaded: Record<string, unknown> = await import(module);
  const found = loaded[name];
  if (typeof found !== 'function') throw new TypeError(`${module} exports no function ${name}`);
  return found(...args);
}
