import { isMainThread } from 'node:worker_threads';
import {
  type ModuleCall,
  PROCESS_PACKING,
  packError,
  THREAD_PACKING,
  type WorkerAnswer,
  type WorkerCall,
} from './worker-call.js';

const packing = isMainThread ? PROCESS_PACKING : THREAD_PACKING;

/** What came of the initializer, once there was one. */
let readiness: Promise<void> | undefined;

/** The first function of a worker of a ThreadExecutor or ProcessExecutor: carries out one chunk of calls. */
export default async function serveCalls(packed: unknown): Promise<unknown> {
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
    for (const args of calls) values.push(await invoke({ ...target, args }));
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
