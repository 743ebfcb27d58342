import type { ErrorCode, Phase } from '../../../src/error/codes.js';
import { type HostCall, HostExecutor } from '../../../src/executors/host-executor.js';
import { viewHost } from '../../../src/inventory/host.js';
import { blankResult } from '../../../src/task/blank-result.js';
import type { HostEvent } from '../../../src/task/event.js';
import type { HostJob, JobOutcome } from '../../../src/task/host-job.js';
import type { ErrorReport, Result, SettledState } from '../../../src/task/result.js';
import { cancelledReport, explainUnmet } from '../../../src/task/unmet-need.js';

/** An executor whose logins go on only when the test says so. */
export class HeldExecutor extends HostExecutor {
  /** Logins that have begun and not ended. */
  readonly open: HeldLogin[] = [];
  /** Hosts in the order of their logins. */
  readonly begun: string[] = [];
  /** Told as each login begins. */
  onBegin: (login: HeldLogin) => void = () => {};
  /** An executor that does not listen to its signal. */
  isDeaf = false;
  readonly #awaited: ((login: HeldLogin) => void)[] = [];

  protected override carry({ job, emit, signal, onBegin }: HostCall): Promise<JobOutcome> {
    onBegin?.();
    return new Promise((resolve) => {
      const login = new HeldLogin(job, emit, (outcome) => {
        const index = this.open.indexOf(login);
        if (index < 0) return;
        this.open.splice(index, 1);
        resolve(outcome);
      });
      this.open.push(login);
      this.begun.push(job.host.name);
      if (!this.isDeaf) signal.addEventListener('abort', () => login.cancel());
      this.onBegin(login);
      this.#awaited.shift()?.(login);
    });
  }

  protected override async letGo(): Promise<void> {}

  /** The next login that begins from now on. */
  next(): Promise<HeldLogin> {
    return new Promise((resolve) => this.#awaited.push(resolve));
  }

  /** The open login of a host. */
  of(host: string): HeldLogin {
    const login = this.open.find(({ job }) => job.host.name === host);
    if (!login)
      throw new Error(`no login of ${host} is open, only of ${this.open.map(({ job }) => job.host.name).join(', ')}`);
    return login;
  }
}

/** One login that the test lets go on, task by task. */
export class HeldLogin {
  readonly job: HostJob;
  readonly #results: Record<string, Result>;
  readonly #emit: (event: HostEvent) => void;
  readonly #resolve: (outcome: JobOutcome) => void;
  #at = 0;
  #isRunning = false;

  constructor(job: HostJob, emit: (event: HostEvent) => void, resolve: (outcome: JobOutcome) => void) {
    this.job = job;
    this.#results = { ...job.results };
    this.#emit = emit;
    this.#resolve = resolve;
  }

  get host(): string {
    return this.job.host.name;
  }

  /** Tells that the next task is being worked on; those whose needs forbid it are skipped on the way. */
  start(): this {
    if (this.#isRunning) return this;
    for (let task = this.job.tasks[this.#at]; task; task = this.job.tasks[this.#at]) {
      const error = explainUnmet(task, this.#results, this.job.tasks);
      if (!error) {
        this.#isRunning = true;
        this.#emit({ type: 'running', host: this.host, task: task.name, at: Date.now() });
        return this;
      }
      this.#settle('skipped', error);
    }
    this.#resolve({ kind: 'done' });
    return this;
  }

  /** The next task is typed while nothing has confirmed the end of the one before it, which has no result. */
  typeAhead(): this {
    this.start();
    this.#at++;
    this.#isRunning = false;
    return this.start();
  }

  /** The next task ends so, and the login with it if it was the last. */
  settle(
    state: SettledState = 'finished',
    error: ErrorReport | null = state === 'raised' ? reportOf('device') : null,
    output?: string,
  ): this {
    this.start();
    if (!this.#isRunning) return this;
    this.#settle(state, error, output);
    if (this.#at === this.job.tasks.length) this.#resolve({ kind: 'done' });
    return this;
  }

  /** All that is left finishes. */
  finish(): void {
    while (this.#at < this.job.tasks.length) this.settle();
  }

  /** The login ends at the next task. */
  fail(code: ErrorCode, options: { lost?: boolean; begun?: boolean; phase?: Phase } = {}): void {
    this.start();
    const task = this.job.tasks[this.#at];
    if (!task) return;
    const { lost = true, begun = false, phase = 'command' } = options;
    this.#resolve({ kind: 'failed', task: task.name, error: reportOf(code, phase), lost, begun, partial: {} });
  }

  /** What an executor does when its signal is aborted. */
  cancel(): void {
    const task = this.job.tasks[this.#at];
    if (!task) return;
    const begun = this.#isRunning && task.action.kind === 'config';
    this.#resolve({
      kind: 'failed',
      task: task.name,
      error: cancelledReport('aborted'),
      lost: true,
      begun,
      partial: {},
    });
  }

  #settle(state: SettledState, error: ErrorReport | null, output?: string): void {
    const task = this.job.tasks[this.#at++];
    if (!task) throw new Error('there is no task left');
    const made = makeResult(this.job, task.name, state, error);
    const result = output === undefined ? made : { ...made, output };
    this.#results[task.name] = result;
    this.#isRunning = false;
    this.#emit({ type: 'settled', host: this.host, task: task.name, at: Date.now(), result });
  }
}

/** An executor that answers at once: every task finishes. */
export class ReadyExecutor extends HostExecutor {
  protected override async carry({ job, emit, onBegin }: HostCall): Promise<JobOutcome> {
    onBegin?.();
    new HeldLogin(job, emit, () => {}).finish();
    return { kind: 'done' };
  }

  protected override async letGo(): Promise<void> {}
}

export function reportOf(code: ErrorCode, phase: Phase = 'command'): ErrorReport {
  return { code, phase, message: `it was ${code}`, hint: null, last: null };
}

function makeResult(job: HostJob, task: string, state: SettledState, error: ErrorReport | null): Result {
  return {
    ...blankResult(viewHost(job.host), task, state),
    command: `show ${task}`,
    attempts: (job.attempts[task] ?? 0) + (state === 'skipped' ? 0 : 1),
    output: state === 'finished' ? 'ok' : null,
    complete: state === 'finished',
    checks: [],
    error,
  };
}
