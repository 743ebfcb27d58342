import { DeviceError } from '../error/flow-error.js';
import { type AskLeave, alwaysGiven } from '../inventory/leave.js';
import { textsOfAction } from '../task/action-texts.js';
import { reportError } from '../task/error-report.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import type { Task } from '../task/task.js';
import { explainUnmet } from '../task/unmet-need.js';
import { Access } from '../transport/access.js';
import { type Connect, connectWith } from './connect-host.js';
import { type BegunTask, type Ending, JobRecord } from './job-record.js';
import { logIn } from './log-in.js';
import { awaitsPlatform } from './platform.js';
import { holds, judgeTask, type TaskContext, type Typed, typeTask } from './run-task.js';

/** What {@link runHost} is lent. */
export interface HostTools {
  /** SSH or telnet, as the inventory says, unless given. */
  connect?: Connect;
  /** Asked before a credential is shown; absent: all may be. */
  mayShow?: AskLeave;
}

/**
 * Does the work of one login: connects, reaches the prompt, runs the tasks in order, logs out. It knows nothing of where it runs.
 *
 * Tells each result by `emit` as it becomes final. A command that the device rejects raises its own task and the next one still
 * runs; what ends the login is told by the outcome, and the tasks from that one on are still open.
 *
 * @throws only for a bug of flow
 */
export async function runHost(
  job: HostJob,
  emit: (event: HostEvent) => void,
  signal: AbortSignal,
  { connect = connectWith(new Access()), mayShow = alwaysGiven }: HostTools = {},
): Promise<JobOutcome> {
  const record = new JobRecord(job, emit);
  const first = job.tasks.findIndex((task) => mayBeWanted(task, job, record) || isWanted(task, job, record));
  if (first < 0 && job.tasks.length > 0) return { kind: 'done' };
  const tasks = job.tasks.slice(Math.max(first, 0));
  let current = tasks[0] && !mayBeWanted(tasks[0], job, record) ? record.begin(tasks[0]) : undefined;
  if (current) record.tellBegun(current);
  let work: TaskWork | undefined;
  try {
    const login = await logIn(job, record, { emit, signal, connect, mayShow });
    work = new TaskWork(login.context);
    const { phases } = login;
    const { session } = work.context;
    if (current) current.phases = { ...phases };
    for (const task of tasks) {
      if (task !== tasks[0] || !current) {
        current = undefined;
        if (looksAtResults(task)) await work.finalise();
        if (!isWanted(task, work.context.job, record)) continue;
        current = record.begin(task);
        void work.settled.then(() => record.tellBegun(current as BegunTask));
      }
      const stopped = await work.run(current as BegunTask);
      if (stopped) return stopped;
    }
    record.step('logging out');
    record.flights?.enter('logout');
    const { prompt } = session;
    await session.leave();
    await work.settled;
    const { platform } = record;
    return { kind: 'done', login: { prompt, phases: { ...phases }, ...(platform !== undefined && { platform }) } };
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    record.lost = error;
    const typing = current?.transcript?.() ?? work?.context.session.partialOutput;
    if (error.code === 'cancelled' && work) work.cut = { begun: current };
    work?.context.session.abandon();
    await work?.settled;
    const partial = typing ?? work?.cut?.output;
    const open = current ?? tasks.find(({ name }) => !(name in record.results));
    if (!open) return { kind: 'failed', task: '', error: reportError(error), lost: true, begun: false, partial: {} };
    return record.outcomeOf('task' in open ? open : record.begin(open), error, partial);
  } finally {
    record.tellFlights();
    record.tellRecording();
  }
}

/** Types tasks one after the other; the last one stays open until the device confirms the end of its output. */
class TaskWork {
  /** Resolves when no task is open. */
  settled: Promise<void> = Promise.resolve();
  /** The login was cut off by whoever wanted it, at this task: that what was typed has no end is not the device's doing. */
  cut: { begun: BegunTask | undefined; output?: string } | undefined;

  constructor(readonly context: TaskContext) {}

  /** @returns an outcome when the login has to end here, for another attempt */
  async run(begun: BegunTask): Promise<JobOutcome | undefined> {
    const { session, record } = this.context;
    record.step(begun.task.name);
    record.flights?.enter('command');
    let typed: Typed;
    try {
      typed = await typeTask(begun, this.context);
    } catch (error) {
      if (!(error instanceof DeviceError) || !KEEPS_SESSION.has(error.code)) throw error;
      const output = begun.transcript?.() ?? session.partialOutput ?? null;
      await this.finalise();
      if (record.mayRetry(begun, reportError(error))) return this.stopFor(begun, error);
      record.settle(begun, {
        state: 'raised',
        output,
        complete: false,
        error: reportError(error),
        finishedAt: Date.now(),
      });
      return undefined;
    }
    const finishedAt = Date.now();
    const ending = this.endingOf(begun, typed, finishedAt);
    if (mayComeAgain(begun.task)) {
      await session.confirm();
      const { error, output } = (await ending) ?? {};
      if (error && record.mayRetry(begun, error))
        return this.stopFor(
          begun,
          new DeviceError(error.code, error.message, { phase: error.phase ?? 'command' }),
          output,
        );
    }
    this.settled = ending.then((end) => end && record.settle(begun, end));
    return undefined;
  }

  /** Waits until no task is open, asking the device for its prompt once more. */
  async finalise(): Promise<void> {
    await this.context.session.confirm();
    await this.settled;
  }

  /** @returns undefined for a task that was cut off */
  private async endingOf(begun: BegunTask, typed: Typed, finishedAt: number): Promise<Ending | undefined> {
    try {
      await Promise.all(typed.replies.map((reply) => reply.final()));
      return { ...judgeTask(begun, typed, this.context), finishedAt };
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      if (this.cut) {
        if (begun === this.cut.begun) this.cut.output = typed.output() ?? '';
        return undefined;
      }
      return { state: 'raised', output: typed.output(), complete: false, error: reportError(error), finishedAt };
    }
  }

  private async stopFor(begun: BegunTask, error: DeviceError, output: string | null = null): Promise<JobOutcome> {
    const { session, record } = this.context;
    record.flights?.enter('logout');
    await session.leave();
    return record.outcomeOf(begun, error, output ?? undefined);
  }
}

/** After these the session stands on its prompt as before, and the next task can run. */
const KEEPS_SESSION: ReadonlySet<string> = new Set(['template', 'device', 'parse', 'expect']);

/** Whether an answer that came whole can still lead to another attempt. */
function mayComeAgain({ retry }: Task): boolean {
  return retry.attempts > 1 && retry.on.some((code) => KEEPS_SESSION.has(code));
}

/** Whether that can only be said once the platform is found out, and nothing else speaks against it. */
function mayBeWanted(task: Task, { host, tasks }: HostJob, record: JobRecord): boolean {
  return awaitsPlatform(task.when?.source ?? '', host.platform) && !explainUnmet(task, record.results, tasks);
}

/** Whether a task is to be run; settles it where it is not. */
function isWanted(task: Task, job: HostJob, record: JobRecord): boolean {
  const unmet = explainUnmet(task, record.results, job.tasks);
  if (unmet) {
    record.skip(task, unmet);
    return false;
  }
  if (!task.when) return true;
  try {
    if (holds(task, task.when, { job, record })) return true;
    record.skip(task, null);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    record.settle(record.begin(task), {
      state: 'raised',
      output: null,
      complete: false,
      error: reportError(error),
      finishedAt: Date.now(),
    });
  }
  return false;
}

/** Whether a task's condition, text or needs can depend on what came before it on this login. */
function looksAtResults(task: Task): boolean {
  const mentions = (text: string) => text.includes('results');
  const texts = textsOfAction(task.action).map(({ text }) => text);
  return task.needs.length > 0 || mentions(task.when?.source ?? '') || texts.some(mentions);
}
