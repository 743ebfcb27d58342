import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { InlineHostExecutor } from '../../src/executors/inline-host-executor.js';
import type { Host } from '../../src/inventory/host.js';
import type { Lab } from '../../src/lab/lab.js';
import type { Playbook } from '../../src/playbook/playbook.js';
import type { RunEvent } from '../../src/task/event.js';
import type { RunRecord } from '../../src/task/result.js';
import { startLab } from '../support/lab.js';
import { makeTask } from './support/make-graph.js';
import { startRun } from './support/start-run.js';

// Real SSH to simulated routers; time is the test's own.

test('at a pace of 10 logins a second 200 hosts finish, where a faster login is refused', async (t) => {
  const clock = new Clock(t);
  const lab = await startLab(t, { hosts: 200, now: () => clock.nowMs, faults: { loginsPerSecond: 10 } });
  const pace = { loginsPerSecond: 10, jitter: 0 };
  const concurrency = { hosts: 50, per: {} };
  // The next login is due when the one before it has come to its end: then its connection has been seen by the lab.
  const record = await run(lab, { playbook: { pace, concurrency }, onSettled: () => clock.advance(100) });
  assert.deepEqual(codesOf(record), { finished: 200 });
  assert.equal(lab.counts.connections, 200);
});

test('without a pace the same devices refuse most of them, so that the test above proves something', async (t) => {
  const lab = await startLab(t, { hosts: 40, now: () => 0, faults: { loginsPerSecond: 10 } });
  const codes = codesOf(await run(lab, { playbook: { concurrency: { hosts: 40, per: {} } } }));
  assert.deepEqual(codes, { finished: 10, disconnected: 30 });
});

test('a retry keeps the pace as well: whoever comes too fast at first gets in later', async (t) => {
  const clock = new Clock(t);
  const lab = await startLab(t, { hosts: 12, now: () => clock.nowMs, faults: { loginsPerSecond: 2 } });
  const retry = { attempts: 20, delayMs: 0, backoff: 1, jitter: 0, on: ['disconnected' as const] };
  const record = await run(lab, {
    task: { retry },
    playbook: { pace: { loginsPerSecond: 4, jitter: 0 }, concurrency: { hosts: 12, per: {} } },
    onSettled: () => clock.advance(250),
    onRetry: () => clock.advance(250),
  });
  assert.deepEqual(codesOf(record), { finished: 12 });
  const logins = lab.counts.connections;
  assert.ok(logins > 12, 'some were refused and came again');
  assert.ok(clock.nowMs >= (logins - 2) * 250, 'and no two of all the logins were closer than the pace');
});

test('a wrong password that 200 hosts share reaches three of them', async (t) => {
  const lab = await startLab(t, { hosts: 200 });
  const record = await run(lab, {
    hosts: lab.hosts().map((host) => ({ ...host, password: 'wrong-one' })),
    playbook: { concurrency: { hosts: 100, per: {} } },
  });
  assert.deepEqual(codesOf(record), { auth: 3, lockout: 197 });
  assert.equal(lab.refusedLogins, 3);
  // A hundred were at their door when the third was refused, and two had a slot from the first two.
  assert.ok(lab.counts.connections <= 102, 'who had no slot by then is raised without a connection');
});

test('with lockout_after 7 it reaches seven', async (t) => {
  const lab = await startLab(t, { hosts: 30 });
  const hosts = lab.hosts().map((host) => ({ ...host, password: 'wrong-one' }));
  assert.deepEqual(codesOf(await run(lab, { hosts, playbook: { lockoutAfter: 7 } })), { auth: 7, lockout: 23 });
});

test('where half of the fleet has another password, the wrong one is locked and the right one stays in use', async (t) => {
  const lab = await startLab(t, { hosts: 40 });
  const hosts = lab.hosts().map((host, index) => (index % 2 === 0 ? host : { ...host, password: 'wrong-one' }));
  const codes = codesOf(await run(lab, { hosts, playbook: { concurrency: { hosts: 40, per: {} } } }));
  assert.deepEqual(codes, { finished: 20, auth: 3, lockout: 17 });
});

test('a list of credentials: the one that is refused is locked, and everybody goes on with the next', async (t) => {
  const lab = await startLab(t, { hosts: 30 });
  const hosts = lab.hosts().map((host) => ({
    ...host,
    password: 'old-one',
    credentials: [{ username: 'lab', password: 'lab' }],
  }));
  assert.deepEqual(codesOf(await run(lab, { hosts })), { finished: 30 });
  assert.equal(lab.refusedLogins, 3);
});

test('a wrong secret is given three times, plus those that are logging in', async (t) => {
  const lab = await startLab(t, { hosts: 60 });
  const hosts = lab.hosts().map((host) => ({ ...host, secret: 'wrong-one' }));
  const codes = codesOf(await run(lab, { hosts, playbook: { concurrency: { hosts: 5, per: {} } } }));
  assert.equal((codes.auth ?? 0) + (codes.lockout ?? 0), 60);
  assert.ok((codes.auth ?? 0) <= 3 + 4, `${codes.auth} were tried`);
});

interface SafetyRun {
  hosts?: Host[];
  task?: Parameters<typeof makeTask>[1];
  playbook?: Partial<Playbook>;
  onSettled?(): void;
  onRetry?(): void;
}

async function run(lab: Lab, { hosts = lab.hosts(), task, playbook = {}, onSettled, onRetry }: SafetyRun) {
  const bugs: unknown[] = [];
  const executor = new InlineHostExecutor({ onBug: (error) => bugs.push(error) });
  const onEvent = (event: RunEvent) => {
    if (event.type === 'settled') onSettled?.();
    if (event.type === 'retrying') onRetry?.();
  };
  const record = await startRun({ hosts, tasks: [makeTask('clock', task)], playbook, executor, onEvent }).record;
  await executor.close();
  await new Promise((resolve) => setImmediate(resolve)); // the clock moves on once more
  assert.deepEqual(bugs, []);
  return record;
}

/** How many came to what: codes of failures, `finished` for the rest. */
function codesOf({ results }: RunRecord): Record<string, number> {
  const codes: Record<string, number> = {};
  for (const { state, error } of results) codes[error?.code ?? state] = (codes[error?.code ?? state] ?? 0) + 1;
  return codes;
}

/** A clock that stands still until the test moves it on; timers follow it. */
class Clock {
  nowMs = 0;
  readonly #timers: TestContext['mock']['timers'];

  constructor(t: TestContext) {
    this.#timers = t.mock.timers;
    this.#timers.enable({ apis: ['setTimeout'] });
  }

  /** Moves it on once what happens now is over. */
  advance(ms: number): void {
    setImmediate(() => {
      this.nowMs += ms;
      this.#timers.tick(ms);
    });
  }
}
