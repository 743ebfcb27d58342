import { blankResult } from '../../../src/task/blank-result.js';
import type { RunEvent } from '../../../src/task/event.js';
import type { ErrorReport, Result, SettledState } from '../../../src/task/result.js';

/** Makes the events of a run, each a number of milliseconds after its beginning. */
export class EventMaker {
  readonly startMs: number;
  readonly #hosts: string[];
  readonly #tasks: string[];
  readonly #playbook: string;

  constructor(hosts: string[], tasks = ['clock'], options: { playbook?: string; startMs?: number } = {}) {
    this.#hosts = hosts;
    this.#tasks = tasks;
    this.#playbook = options.playbook ?? 'Clock on every router';
    this.startMs = options.startMs ?? new Date(2017, 7, 28, 6, 2, 14).getTime();
  }

  started(): RunEvent {
    const futures = this.#hosts.length * this.#tasks.length;
    return {
      type: 'run-started',
      at: this.startMs,
      id: 'run-1',
      playbook: this.#playbook,
      hosts: this.#hosts,
      tasks: this.#tasks,
      futures,
    };
  }

  step(host: string, step: string, ms: number): RunEvent {
    return { type: 'step', host, step, at: this.startMs + ms };
  }

  running(host: string, ms: number, task = 'clock'): RunEvent {
    return { type: 'running', host, task, at: this.startMs + ms };
  }

  settled(host: string, ms: number, change: Partial<Result> = {}): RunEvent {
    const result = makeResult(host, change);
    return { type: 'settled', host, task: result.task, at: this.startMs + ms, result };
  }

  raised(host: string, ms: number, error: Partial<ErrorReport> = {}, task = 'clock'): RunEvent {
    return this.settled(host, ms, { task, state: 'raised', complete: false, error: { ...AUTH, ...error } });
  }

  retrying(host: string, ms: number, delayMs: number): RunEvent {
    return {
      type: 'retrying',
      host,
      task: 'clock',
      at: this.startMs + ms,
      attempt: 1,
      delayMs,
      error: { ...AUTH, code: 'refused', message: 'port 22 is closed' },
    };
  }

  notice(host: string, ms: number, message: string): RunEvent {
    return { type: 'notice', host, at: this.startMs + ms, message };
  }

  batch(number: number, of: number, hosts: string[], ms = 0): RunEvent {
    return { type: 'batch-started', at: this.startMs + ms, number, of, hosts };
  }

  finished(ms: number, counts: Partial<Record<Exclude<SettledState, 'unknown'>, number>>): RunEvent {
    const all = { hosts: this.#hosts.length, finished: 0, raised: 0, cancelled: 0, skipped: 0, ...counts };
    return { type: 'run-finished', at: this.startMs + ms, status: all.raised > 0 ? 'failed' : 'finished', counts: all };
  }
}

const AUTH: ErrorReport = {
  code: 'auth',
  phase: 'auth',
  message: 'the device did not accept the password',
  hint: null,
  last: null,
};

function makeResult(host: string, change: Partial<Result>): Result {
  const view = { name: host, address: '192.0.2.1', platform: 'cisco_ios', groups: [], vars: {} };
  const given = { command: 'sh clock', attempts: 1, duration_ms: 319, output: 'noon', complete: true };
  return { ...blankResult(view, 'clock', 'finished'), ...given, ...change };
}

/** A stream that keeps each write. */
export class FakeStream {
  readonly writes: string[] = [];
  columns: number | undefined;
  rows: number | undefined;

  constructor(columns?: number, rows?: number) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    this.writes.push(text);
  }

  get text(): string {
    return this.writes.join('');
  }
}

/** Address of `R1` is `192.168.100.1`. */
export function addressOf(host: string): string {
  return `192.168.100.${host.replace(/\D/g, '')}`;
}
