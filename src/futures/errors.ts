/** The future was cancelled before it was begun. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** What was waited for had not come when the time was over. It may still come. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** A future was told something that its state does not allow, such as a second result. */
export class InvalidStateError extends Error {
  override readonly name = 'InvalidStateError';
}

/** The executor has been shut down and takes no more calls. */
export class ShutdownError extends Error {
  override readonly name = 'ShutdownError';
}

/** The executor has lost a worker, or could not make one ready: what it had not finished is raised with this, and it takes no more calls. */
export class BrokenExecutor extends Error {
  override readonly name: string = 'BrokenExecutor';
}

/** A {@link BrokenExecutor} of threads. */
export class BrokenThreadPool extends BrokenExecutor {
  override readonly name = 'BrokenThreadPool';
}

/** A {@link BrokenExecutor} of processes. */
export class BrokenProcessPool extends BrokenExecutor {
  override readonly name = 'BrokenProcessPool';
}
