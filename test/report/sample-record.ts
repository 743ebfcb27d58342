import type { ErrorReport, Result, RunRecord } from '../../src/task/result.js';

const START = Date.parse('2017-08-28T06:02:14.000Z');

/** A result of router `R<number>`, finished unless told otherwise. */
export function makeResult(number: number, change: Partial<Result> = {}): Result {
  return {
    host: {
      name: `R${number}`,
      address: `192.168.100.${number}`,
      platform: 'cisco_ios',
      groups: ['routers'],
      vars: { site: 'hq' },
    },
    task: 'clock',
    command: 'sh clock',
    state: 'finished',
    attempts: 1,
    started: new Date(START).toISOString(),
    finished: new Date(START + number * 100).toISOString(),
    duration_ms: number * 100,
    phases: { tcp: 1, kex: 3, auth: 2, prompt: 5, command: 4 },
    output: `*06:02:1${number}.983 UTC Mon Aug 28 2017`,
    parsed: null,
    diff: null,
    complete: true,
    checks: [],
    saved: null,
    error: null,
    ...change,
  };
}

export const AUTH: ErrorReport = {
  code: 'auth',
  phase: 'auth',
  message: 'the device did not accept the password of "lab"',
  hint: null,
  last: null,
};

/** The record of a run with these results. */
export function makeRecord(results: Result[], change: Partial<RunRecord['playbook']> = {}): RunRecord {
  const count = (state: Result['state']) => results.filter((result) => result.state === state).length;
  return {
    schema: 'flow/run@1',
    run: {
      id: '20170828-060214-abcd',
      status: count('raised') > 0 ? 'failed' : 'finished',
      started: new Date(START).toISOString(),
      finished: new Date(START + 1234).toISOString(),
      duration_ms: 1234,
      counts: {
        hosts: new Set(results.map(({ host }) => host.name)).size,
        finished: count('finished'),
        raised: count('raised'),
        cancelled: count('cancelled'),
        skipped: count('skipped'),
      },
    },
    playbook: { name: 'Clock on every router', file: 'playbooks/clock.yaml', ...change },
    results,
  };
}

/** The second of three routers has a wrong password. */
export function makeClockRecord(): RunRecord {
  return makeRecord([
    makeResult(1),
    makeResult(2, { state: 'raised', command: null, output: null, complete: false, error: AUTH }),
    makeResult(3),
  ]);
}
