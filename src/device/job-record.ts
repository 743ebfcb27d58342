import { randomBytes } from 'node:crypto';
import type { DeviceError } from '../error/flow-error.js';
import { viewHost } from '../inventory/host.js';
import { blankResult } from '../task/blank-result.js';
import { unjudged } from '../task/checks.js';
import { reportError } from '../task/error-report.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import type { Check, ErrorReport, Phases, Result, SettledState } from '../task/result.js';
import type { Task } from '../task/task.js';
import { Flights } from '../transport/flights.js';
import { LoginRecorder } from './login-recorder.js';

/** A task that was begun and has no result yet. */
export interface BegunTask {
  task: Task;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** As typed. */
  command: string | null;
  phases: Phases;
  /** Something that may change the device was typed. */
  isChanging: boolean;
  /** Of a configuration: what was typed and said until it is asked for. */
  transcript?: () => string;
}

/** How a begun task ended. */
export interface Ending {
  state: SettledState;
  output: string | null;
  complete: boolean;
  error: ErrorReport | null;
  /** What `parse` made of the output; absent where it is not parsed. */
  parsed?: unknown;
  /** What a configuration changed; null or absent where it is not known. */
  diff?: string | null;
  /** Absent where there was nothing to be judged. */
  checks?: Check[];
  finishedAt: number;
}

/** Keeps the books of one login: which task has begun, what came of each, and what has been told of it. */
export class JobRecord {
  /** This host's results by task name: those brought along, and those of this login as they settle. */
  readonly results: Record<string, Result>;
  /** The platform that was found out, where the host has none of its own. */
  platform: string | undefined;
  /** Counts round trips, where the job wants to know. */
  readonly flights: Flights | undefined;
  /** Random text for the prompts that flow sets itself. */
  readonly nonce = randomBytes(4).toString('hex');
  /** Keeps what is spoken, where the job is recorded. */
  readonly recorder: LoginRecorder | undefined;
  /** What the device calls itself. */
  software: string | undefined;
  /** What ended the login before its time. */
  lost: DeviceError | undefined;
  private readonly host: string;

  constructor(
    private readonly job: HostJob,
    private readonly emit: (event: HostEvent) => void,
  ) {
    this.results = { ...job.results };
    this.host = job.host.name;
    this.flights = job.trace ? new Flights() : undefined;
    this.recorder = job.record ? new LoginRecorder(this.nonce) : undefined;
  }

  step(step: string): void {
    if (this.job.isTerse) return;
    this.emit({ type: 'step', host: this.host, step, at: Date.now() });
  }

  notice(message: string): void {
    this.emit({ type: 'notice', host: this.host, at: Date.now(), message });
  }

  /** Tells the round trips there were; nothing where nobody wants to know. */
  tellFlights(): void {
    const { flights, host } = this;
    if (flights) this.emit({ type: 'flights', host, at: Date.now(), flights: flights.list() });
  }

  /** Tells what was spoken, once every reply is final; nothing where it is not recorded. */
  tellRecording(): void {
    const { recorder, host, software, lost, platform = this.job.host.platform } = this;
    if (!recorder) return;
    const ended = lost && { code: lost.code, phase: lost.phase ?? null, message: lost.message };
    const login = { ...recorder.finish(), ...(ended && { ended }) };
    const recording = { platform, ...(software !== undefined && { software }), login };
    this.emit({ type: 'recorded', host, at: Date.now(), recording });
  }

  /** Notes that a task begins now; telling it may have to wait until the task before has its result. */
  begin(task: Task): BegunTask {
    return { task, startedAt: Date.now(), command: null, phases: {}, isChanging: false };
  }

  /** Tells it as of now, so that what is told runs forward in time; the result keeps when the task was typed. */
  tellBegun({ task }: BegunTask): void {
    this.emit({ type: 'running', host: this.host, task: task.name, at: Date.now() });
  }

  settle(begun: BegunTask, ending: Ending): void {
    const { task, startedAt, command, phases } = begun;
    this.keep({
      ...this.blank(task),
      command,
      state: ending.state,
      attempts: this.attemptsBefore(task) + 1,
      started: new Date(startedAt).toISOString(),
      finished: new Date(ending.finishedAt).toISOString(),
      duration_ms: ending.finishedAt - startedAt,
      phases,
      output: ending.output,
      complete: ending.complete,
      parsed: ending.parsed ?? null,
      diff: ending.diff ?? null,
      checks: ending.checks ?? unjudged(task),
      error: ending.error && this.withoutNonce(ending.error),
    });
  }

  /** A task that is not run: its condition said no, or what it needs is not there. */
  skip(task: Task, error: ErrorReport | null): void {
    this.keep({ ...this.blank(task), state: 'skipped', error });
  }

  /** The outcome of a login that ended at this task; the task keeps no result here, for it may be tried again. */
  outcomeOf(begun: BegunTask, error: DeviceError, output: string | undefined): JobOutcome {
    return {
      kind: 'failed',
      task: begun.task.name,
      error: this.withoutNonce(reportError(error)),
      lost: LOST.has(error.code) || (error.code === 'timeout' && error.phase !== 'command'),
      begun: begun.isChanging,
      partial: {
        ...(this.platform !== undefined && { host: this.view() }),
        command: begun.command,
        output: output ?? null,
        started: new Date(begun.startedAt).toISOString(),
        phases: begun.phases,
      },
    };
  }

  /** Whether the policy of the task allows another attempt after this error. */
  mayRetry(begun: BegunTask, error: ErrorReport): boolean {
    const { retry } = begun.task;
    return !begun.isChanging && retry.on.includes(error.code) && this.attemptsBefore(begun.task) + 1 < retry.attempts;
  }

  /** What is told reads as the platform has it, and the same the next time. */
  private withoutNonce(report: ErrorReport): ErrorReport {
    const name = (text: string) => text.replaceAll(this.nonce, '{nonce}');
    return { ...report, message: name(report.message), last: report.last && name(report.last) };
  }

  private attemptsBefore(task: Task): number {
    return this.job.attempts[task.name] ?? 0;
  }

  private keep(result: Result): void {
    this.results[result.task] = result;
    this.emit({ type: 'settled', host: this.host, task: result.task, at: Date.now(), result });
  }

  private view(): Result['host'] {
    return { ...viewHost(this.job.host), ...(this.platform !== undefined && { platform: this.platform }) };
  }

  private blank(task: Task): Result {
    return {
      ...blankResult(this.view(), task.name, 'skipped'),
      attempts: this.attemptsBefore(task),
      checks: unjudged(task),
    };
  }
}

/** After these the device cannot be spoken to: a new login would meet the same. */
const LOST: ReadonlySet<string> = new Set([
  'dns',
  'unreachable',
  'refused',
  'kex',
  'hostkey',
  'auth',
  'vty_full',
  'disconnected',
  'cancelled',
]);
