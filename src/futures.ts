/**
 * The futures of flow, with the behaviour of Python's `concurrent.futures`: executors carry out calls, a future is what a call will come to.
 * The README's "Futures" shows them, and what Node.js makes different.
 */

export { asCompleted } from './futures/as-completed.js';
export type { CallPort } from './futures/call-port.js';
export {
  BrokenExecutor,
  BrokenProcessPool,
  BrokenThreadPool,
  CancelledError,
  InvalidStateError,
  ShutdownError,
  TimeoutError,
} from './futures/errors.js';
export { Executor, type ExecutorOptions, type MapOptions, type ShutdownOptions } from './futures/executor.js';
export { Future, type FutureState, type Outcome } from './futures/future.js';
export { InlineExecutor } from './futures/inline-executor.js';
export type { WaitLimits } from './futures/limits.js';
export { ProcessExecutor, type ProcessExecutorOptions } from './futures/process-executor.js';
export { ThreadExecutor } from './futures/thread-executor.js';
export {
  ALL_COMPLETED,
  type DoneAndNotDone,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  type ReturnWhen,
  type WaitOptions,
  wait,
} from './futures/wait.js';
export {
  type Conversation,
  type ConverseOptions,
  type ModuleFunction,
  WorkerPool,
  type WorkerPoolOptions,
} from './futures/worker-pool.js';
