import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostCall } from '../../src/executors/host-executor.js';
import type { JobOutcome } from '../../src/task/host-job.js';
import { HeldExecutor, ReadyExecutor, reportOf } from './support/held-executor.js';
import { makeHost, makeTask, needOf } from './support/make-graph.js';
import { settleDown, startRun, statesOf } from './support/start-run.js';

const retry = (attempts: number) => ({
  attempts,
  delayMs: 1000,
  backoff: 2,
  jitter: 0,
  on: ['refused' as const, 'disconnected' as const],
});

test('two tasks on three hosts finish, and the record has them in the order of the inventory', async () => {
  const run = startRun({ hosts: ['R1', 'R2', 'R3'], tasks: [makeTask('clock'), makeTask('version')] });
  await settleDown();
  for (const host of ['R3', 'R1', 'R2']) run.executor.of(host).finish();
  const record = await run.record;
  assert.equal(record.run.status, 'finished');
  assert.deepEqual(record.run.counts, { hosts: 3, finished: 6, raised: 0, cancelled: 0, skipped: 0 });
  assert.deepEqual(statesOf(record), [
    'R1/clock=finished',
    'R1/version=finished',
    'R2/clock=finished',
    'R2/version=finished',
    'R3/clock=finished',
    'R3/version=finished',
  ]);
  assert.deepEqual(run.executor.begun, ['R1', 'R2', 'R3']);
});

test('with `order: completed` the results are in the order in which they came', async () => {
  const run = startRun({ hosts: ['R1', 'R2'], tasks: [makeTask('clock')], playbook: { order: 'completed' } });
  await settleDown();
  run.executor.of('R2').finish();
  run.executor.of('R1').finish();
  assert.deepEqual(statesOf(await run.record), ['R2/clock=finished', 'R1/clock=finished']);
});

test('the events tell the whole story, and the view lives from the first to the last', async () => {
  const seen: string[] = [];
  const view = {
    start: () => seen.push('start'),
    onEvent: (event: { type: string }) => seen.push(event.type),
    end: () => seen.push('end'),
  };
  const run = startRun({ hosts: ['R1'], tasks: [makeTask('clock')], options: { view } });
  await settleDown();
  run.executor.of('R1').finish();
  await run.record;
  assert.deepEqual(seen, ['start', 'run-started', 'running', 'settled', 'run-finished', 'end']);
});

test('a run without hosts begins and finishes', async () => {
  const run = startRun({ hosts: [], tasks: [makeTask('clock')] });
  assert.equal((await run.record).run.status, 'finished');
  assert.deepEqual(
    run.events.map(({ type }) => type),
    ['run-started', 'run-finished'],
  );
});

test('with a concurrency of 2 the third host waits for a free slot', async () => {
  const run = startRun({
    hosts: ['R1', 'R2', 'R3'],
    tasks: [makeTask('clock')],
    playbook: { concurrency: { hosts: 2, per: {} } },
  });
  await settleDown();
  assert.deepEqual(run.executor.begun, ['R1', 'R2']);
  run.executor.of('R2').finish();
  await settleDown();
  assert.deepEqual(run.executor.begun, ['R1', 'R2', 'R3']);
  run.executor.of('R1').finish();
  run.executor.of('R3').finish();
  await run.record;
});

test('at most one host of each site is spoken to', async () => {
  const hosts = [makeHost('R1', { site: 'hq' }), makeHost('R2', { site: 'hq' }), makeHost('R3', { site: 'dc' })];
  const run = startRun({
    hosts,
    tasks: [makeTask('clock')],
    playbook: { concurrency: { hosts: 9, per: { site: 1 } } },
  });
  await settleDown();
  assert.deepEqual(run.executor.begun, ['R1', 'R3']);
  run.executor.of('R1').finish();
  await settleDown();
  run.executor.of('R2').finish();
  run.executor.of('R3').finish();
  await run.record;
});

test('what needs a raised task is skipped and says why; what ignores its errors lets it run', async () => {
  const tasks = [
    makeTask('version'),
    makeTask('tolerant', { ignoreErrors: true }),
    makeTask('after', { needs: [needOf('version')] }),
    makeTask('further', { needs: [needOf('after')] }),
    makeTask('fine', { needs: [needOf('tolerant')] }),
    makeTask('clean-up', { needs: [needOf('version')], always: true }),
  ];
  const run = startRun({ hosts: ['R1'], tasks });
  await settleDown();
  run.executor.of('R1').settle('raised').settle('raised').finish();
  const record = await run.record;
  assert.deepEqual(statesOf(record), [
    'R1/version=raised',
    'R1/tolerant=raised',
    'R1/after=skipped',
    'R1/further=skipped',
    'R1/fine=finished',
    'R1/clean-up=finished',
  ]);
  assert.equal(record.results[2]?.error?.message, 'not run: needs version, which was raised');
  assert.equal(record.results[3]?.error?.message, 'not run: needs after, which was skipped');
  assert.equal(record.run.status, 'failed');
});

test('a raised task that ignores its errors leaves the run finished', async () => {
  const run = startRun({
    hosts: ['R1'],
    tasks: [makeTask('clock', { ignoreErrors: true })],
    playbook: { onFailure: { kind: 'stop' } },
  });
  await settleDown();
  run.executor.of('R1').settle('raised');
  assert.equal((await run.record).run.status, 'finished');
});

test('a host that waits for the others holds no slot, and logs in again', async () => {
  const tasks = [makeTask('drain'), makeTask('upgrade', { needs: [needOf('drain@all')] })];
  const run = startRun({ hosts: ['R1', 'R2'], tasks, playbook: { concurrency: { hosts: 1, per: {} } } });
  await settleDown();
  run.executor.of('R1').finish();
  await settleDown();
  assert.deepEqual(run.executor.begun, ['R1', 'R2']);
  run.executor.of('R2').finish();
  await settleDown();
  run.executor.of('R1').finish();
  await settleDown();
  run.executor.of('R2').finish();
  const record = await run.record;
  assert.equal(record.run.counts.finished, 4);
  assert.deepEqual(run.executor.begun, ['R1', 'R2', 'R1', 'R2']);
});

test('one host that fails keeps all the others from what needs all', async () => {
  const tasks = [makeTask('drain'), makeTask('upgrade', { needs: [needOf('drain@all')] })];
  const run = startRun({ hosts: ['R1', 'R2'], tasks });
  await settleDown();
  run.executor.of('R1').finish();
  run.executor.of('R2').fail('auth', { phase: 'auth' });
  const record = await run.record;
  assert.deepEqual(statesOf(record), [
    'R1/drain=finished',
    'R1/upgrade=skipped',
    'R2/drain=raised',
    'R2/upgrade=skipped',
  ]);
  assert.equal(record.results[1]?.error?.message, 'not run: needs drain@R2, which was raised');
  assert.equal(record.results[3]?.error?.message, 'not run: needs drain, which was raised');
});

test('a barrier with a member in the very login that waits for it does not wait for itself', async () => {
  // R1 drains only after R2, so that its drain and its upgrade are on one login.
  const tasks = [makeTask('drain'), makeTask('upgrade', { needs: [needOf('drain@all')] })];
  const run = startRun({
    hosts: ['R1', 'R2'],
    tasks,
    options: {
      graph: {
        hosts: ['R1', 'R2'],
        batches: [['R1', 'R2']],
        tasks,
        stages: 2,
        barriers: [{ id: 0, task: 'drain', on: 'all', members: [0, 2] }],
        nodes: [
          { id: 0, host: 'R1', task: makeTask('drain'), needs: [2], barriers: [], stage: 1 },
          {
            id: 1,
            host: 'R1',
            task: makeTask('upgrade', { needs: [needOf('drain@all')] }),
            needs: [],
            barriers: [0],
            stage: 1,
          },
          { id: 2, host: 'R2', task: makeTask('drain'), needs: [], barriers: [], stage: 0 },
        ],
        jobs: [
          { host: 'R1', stage: 1, part: 0, nodes: [0, 1], waitsFor: [2], barriers: [0] },
          { host: 'R2', stage: 0, part: 0, nodes: [2], waitsFor: [], barriers: [] },
        ],
      },
    },
  });
  await settleDown();
  assert.deepEqual(run.executor.begun, ['R2']);
  run.executor.of('R2').finish();
  await settleDown();
  assert.deepEqual(run.executor.of('R1').job.tasks[1]?.needs, [{ kind: 'same-host', task: 'drain' }]);
  run.executor.of('R1').settle('raised').start();
  assert.deepEqual(statesOf(await run.record), ['R1/drain=raised', 'R1/upgrade=skipped', 'R2/drain=finished']);
});

test('a lost login raises the rest with the same error, and counts as one failure', async () => {
  const tasks = [makeTask('a'), makeTask('b'), makeTask('c')];
  const run = startRun({ hosts: ['R1', 'R2'], tasks, playbook: { onFailure: { kind: 'stop-after', failures: 2 } } });
  await settleDown();
  run.executor.of('R1').settle().fail('disconnected');
  run.executor.of('R2').finish();
  const record = await run.record;
  assert.equal(record.run.status, 'failed');
  const [, b, c] = record.results;
  assert.equal(b?.error?.code, 'disconnected');
  assert.equal(c?.error?.code, 'disconnected');
  assert.equal(c?.attempts, 1);
});

test('a refused retry that is not lost goes on with the rest on a new login', async () => {
  const run = startRun({ hosts: ['R1'], tasks: [makeTask('a'), makeTask('b')] });
  await settleDown();
  run.executor.of('R1').fail('device', { lost: false });
  await settleDown();
  assert.deepEqual(
    run.executor.of('R1').job.tasks.map(({ name }) => name),
    ['b'],
  );
  run.executor.of('R1').finish();
  assert.deepEqual(statesOf(await run.record), ['R1/a=raised', 'R1/b=finished']);
});

test('clean-up gets a login of its own after a lost one, but not where the login itself had failed', async () => {
  const tasks = [makeTask('a'), makeTask('clean-up', { always: true })];
  const run = startRun({ hosts: ['R1', 'R2'], tasks });
  await settleDown();
  run.executor.of('R1').fail('disconnected', { phase: 'command' });
  run.executor.of('R2').fail('auth', { phase: 'auth' });
  await settleDown();
  run.executor.of('R1').finish();
  assert.deepEqual(statesOf(await run.record), [
    'R1/a=raised',
    'R1/clean-up=finished',
    'R2/a=raised',
    'R2/clean-up=raised',
  ]);
  assert.deepEqual(run.executor.begun, ['R1', 'R2', 'R1']);
});

test('a waiting retry holds no slot: another host gets in, and the retry follows after its delay', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const tasks = [makeTask('a', { retry: retry(2) }), makeTask('b')];
  const run = startRun({ hosts: ['R1', 'R2'], tasks, playbook: { concurrency: { hosts: 1, per: {} } } });
  await settleDown();
  run.executor.of('R1').fail('refused', { phase: 'tcp' });
  await settleDown();
  assert.deepEqual(run.executor.begun, ['R1', 'R2']);
  run.executor.of('R2').finish();
  await settleDown();
  assert.deepEqual(run.executor.begun, ['R1', 'R2']);
  t.mock.timers.tick(1000);
  await settleDown();
  assert.deepEqual(run.executor.of('R1').job.attempts, { a: 1 });
  run.executor.of('R1').finish();
  const record = await run.record;
  assert.deepEqual(
    record.results.map(({ attempts }) => attempts),
    [2, 1, 1, 1],
  );
  const retrying = run.events.filter((event) => event.type === 'retrying');
  assert.deepEqual(
    retrying.map(({ attempt, delayMs, error }) => [attempt, delayMs, error.code]),
    [[2, 1000, 'refused']],
  );
  assert.equal(
    run.events.filter((event) => event.type === 'running' && event.host === 'R1' && event.task === 'a').length,
    1,
  );
});

test('when all attempts are used up the task is raised with the number of them', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const run = startRun({ hosts: ['R1'], tasks: [makeTask('a', { retry: retry(3) })] });
  for (const delayMs of [1000, 2000, 0]) {
    await settleDown();
    run.executor.of('R1').fail('refused', { phase: 'tcp' });
    await settleDown();
    t.mock.timers.tick(delayMs);
  }
  const [result] = (await run.record).results;
  assert.equal(result?.state, 'raised');
  assert.equal(result?.attempts, 3);
});

test('a change that had begun is not tried again, nor an error that is not on the list', async () => {
  const tasks = [makeTask('a', { retry: retry(3) })];
  const run = startRun({ hosts: ['R1', 'R2'], tasks });
  await settleDown();
  run.executor.of('R1').fail('disconnected', { begun: true });
  run.executor.of('R2').fail('auth', { phase: 'auth' });
  assert.deepEqual(
    (await run.record).results.map(({ attempts }) => attempts),
    [1, 1],
  );
});

test('a task that was running when a later one failed is raised with it and never sent again', async () => {
  const tasks = [makeTask('a', { retry: retry(2) }), makeTask('b', { retry: { ...retry(2), delayMs: 0 } })];
  class FailsOnce extends ReadyExecutor {
    #logins = 0;

    protected override async carry(call: HostCall): Promise<JobOutcome> {
      if (this.#logins++ > 0) return super.carry(call);
      call.emit({ type: 'running', host: call.job.host.name, task: 'a', at: 0 });
      return { kind: 'failed', task: 'b', error: reportOf('disconnected'), lost: true, begun: false, partial: {} };
    }
  }
  const run = startRun({ hosts: ['R1'], tasks, executor: new FailsOnce() });
  assert.deepEqual(statesOf(await run.record), ['R1/a=raised', 'R1/b=finished']);
});

test('with `on_failure: stop` nothing is begun after the first failure, and what runs is let finish', async () => {
  const run = startRun({
    hosts: ['R1', 'R2', 'R3', 'R4'],
    tasks: [makeTask('a'), makeTask('b')],
    playbook: { concurrency: { hosts: 2, per: {} }, onFailure: { kind: 'stop' } },
  });
  await settleDown();
  run.executor.of('R1').settle('raised');
  await settleDown();
  run.executor.of('R1').finish();
  run.executor.of('R2').finish();
  const record = await run.record;
  assert.equal(record.run.status, 'stopped');
  assert.deepEqual(run.executor.begun, ['R1', 'R2']);
  assert.deepEqual(record.run.counts, { hosts: 4, finished: 3, raised: 1, cancelled: 4, skipped: 0 });
  assert.equal(record.results.at(-1)?.error?.message, 'not run: the run was stopped after a failure');
  assert.deepEqual(run.events.filter(({ type }) => type === 'stopping').length, 1);
});

test('after a stop the clean-up of a host that had begun still runs, that of another does not', async () => {
  const tasks = [makeTask('drain'), makeTask('undrain', { needs: [needOf('drain@all')], always: true })];
  const run = startRun({
    hosts: ['R1', 'R2', 'R3'],
    tasks,
    playbook: { concurrency: { hosts: 2, per: {} }, onFailure: { kind: 'stop' } },
  });
  await settleDown();
  run.executor.of('R1').settle('raised');
  run.executor.of('R2').finish();
  await settleDown();
  run.executor.of('R1').finish();
  run.executor.of('R2').finish();
  assert.deepEqual(statesOf(await run.record), [
    'R1/drain=raised',
    'R1/undrain=finished',
    'R2/drain=finished',
    'R2/undrain=finished',
    'R3/drain=cancelled',
    'R3/undrain=cancelled',
  ]);
});

test('a stop while a retry is waited for raises it with the error it had', async () => {
  const run = startRun({ hosts: ['R1'], tasks: [makeTask('a', { retry: retry(2) }), makeTask('b')] });
  await settleDown();
  run.executor.of('R1').fail('refused', { phase: 'tcp' });
  await settleDown();
  run.stop();
  const record = await run.record;
  assert.equal(record.run.status, 'interrupted');
  assert.deepEqual(
    record.results.map(({ error }) => error?.code),
    ['refused', 'refused'],
  );
});

test('an interrupt lets what runs finish within the grace, and then cuts it off', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const run = startRun({
    hosts: ['R1', 'R2', 'R3'],
    tasks: [makeTask('a')],
    playbook: { concurrency: { hosts: 2, per: {} } },
  });
  await settleDown();
  run.executor.of('R2').start();
  run.stop();
  await settleDown();
  run.executor.of('R1').finish();
  t.mock.timers.tick(4999);
  await settleDown();
  assert.equal(run.executor.open.length, 1);
  t.mock.timers.tick(1);
  const record = await run.record;
  assert.equal(record.run.status, 'interrupted');
  assert.deepEqual(statesOf(record), ['R1/a=finished', 'R2/a=cancelled', 'R3/a=cancelled']);
  assert.equal(record.results[1]?.error?.message, 'interrupted while it ran');
  assert.equal(record.results[2]?.error?.message, 'not run: the run was interrupted');
});

test('an interrupt after a stop makes the run interrupted, and its grace counts', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const run = startRun({ hosts: ['R1', 'R2'], tasks: [makeTask('a')], playbook: { onFailure: { kind: 'stop' } } });
  await settleDown();
  run.executor.of('R1').settle('raised');
  run.stop();
  await settleDown();
  t.mock.timers.tick(5000);
  assert.equal((await run.record).run.status, 'interrupted');
});

test('the second interrupt ends everything at once; a change that was being made is unknown', async () => {
  const change = makeTask('push', {
    action: { kind: 'config', lines: [{ text: 'ntp server 192.0.2.1' }], save: false, diff: false },
  });
  const run = startRun({
    hosts: ['R1', 'R2'],
    tasks: [change, makeTask('check', { always: true })],
    playbook: { mode: 'change' },
  });
  await settleDown();
  run.executor.of('R1').start();
  run.stop();
  run.abort();
  const record = await run.record;
  assert.deepEqual(statesOf(record), [
    'R1/push=unknown',
    'R1/check=cancelled',
    'R2/push=cancelled',
    'R2/check=cancelled',
  ]);
  assert.equal(record.run.counts.unknown, 1);
  assert.equal(record.results[0]?.error?.message, 'interrupted while it ran; the change had begun: look at the device');
  assert.match(record.results[0]?.error?.hint ?? '', /look at the device first; then `--rerun HOST`/);
});

test('what was typed and not confirmed when the second interrupt came is cut off with what runs', async () => {
  const clear = makeTask('clear', { action: { kind: 'command', command: { text: 'clear counters' } } });
  const tasks = [makeTask('a'), makeTask('b'), clear, makeTask('c')];
  const run = startRun({ hosts: ['R1', 'R2'], tasks, playbook: { mode: 'change' } });
  await settleDown();
  run.executor.of('R1').typeAhead();
  run.executor.of('R2').settle().settle().typeAhead();
  run.stop();
  run.abort();
  const record = await run.record;
  assert.deepEqual(statesOf(record), [
    'R1/a=cancelled',
    'R1/b=cancelled',
    'R1/clear=cancelled',
    'R1/c=cancelled',
    'R2/a=finished',
    'R2/b=finished',
    'R2/clear=unknown',
    'R2/c=cancelled',
  ]);
  assert.equal(record.results[0]?.error?.message, 'interrupted while it ran');
});

test('an executor that does not listen is left behind, and nothing it says later is heard', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const executor = new HeldExecutor();
  executor.isDeaf = true;
  const run = startRun({ hosts: ['R1'], tasks: [makeTask('a'), makeTask('b')], executor });
  await settleDown();
  const login = executor.of('R1').start();
  run.abort();
  await settleDown();
  t.mock.timers.tick(1000);
  const record = await run.record;
  const told = run.events.length;
  login.finish();
  await settleDown();
  assert.equal(run.events.length, told);
  assert.deepEqual(statesOf(record), ['R1/a=cancelled', 'R1/b=cancelled']);
});

test('a run that was interrupted before it began sends nothing', async () => {
  const stop = new AbortController();
  stop.abort();
  const run = startRun({ hosts: ['R1', 'R2'], tasks: [makeTask('a')], options: { stop: stop.signal } });
  const record = await run.record;
  assert.deepEqual(run.executor.begun, []);
  assert.equal(record.run.status, 'interrupted');
});

test("a host's timeout raises what runs and cancels the rest of that host only; waiting for a slot does not count", async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const timeouts = { connectMs: 1, authMs: 1, promptMs: 1, commandMs: 1, hostMs: 60_000 };
  const run = startRun({
    hosts: ['R1', 'R2'],
    tasks: [makeTask('a'), makeTask('b')],
    playbook: { timeouts, concurrency: { hosts: 1, per: {} } },
  });
  await settleDown();
  run.executor.of('R1').start();
  t.mock.timers.tick(60_000);
  await settleDown();
  assert.deepEqual(run.executor.begun, ['R1', 'R2']);
  run.executor.of('R2').finish();
  const record = await run.record;
  assert.deepEqual(statesOf(record), ['R1/a=raised', 'R1/b=cancelled', 'R2/a=finished', 'R2/b=finished']);
  assert.equal(record.results[0]?.error?.code, 'timeout');
  assert.equal(record.results[0]?.error?.message, 'the timeout of 1 min 00 s for the host was reached');
  assert.equal(record.results[1]?.error?.message, 'not run: the timeout of 1 min 00 s for the host was reached');
  assert.equal(record.run.status, 'failed');
});

test("the run's timeout raises what runs and cancels the rest", async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const timeouts = { connectMs: 1, authMs: 1, promptMs: 1, commandMs: 1, runMs: 10_000 };
  const run = startRun({
    hosts: ['R1', 'R2'],
    tasks: [makeTask('a')],
    playbook: { timeouts, concurrency: { hosts: 1, per: {} } },
  });
  await settleDown();
  run.executor.of('R1').start();
  t.mock.timers.tick(10_000);
  const record = await run.record;
  assert.equal(record.run.status, 'failed');
  assert.deepEqual(statesOf(record), ['R1/a=raised', 'R2/a=cancelled']);
  assert.equal(record.results[0]?.error?.message, 'the timeout of 10 s for the whole run was reached');
  assert.deepEqual(
    run.events.filter((event) => event.type === 'stopping').map(({ reason }) => reason),
    ['timeout'],
  );
});

test('secrets and control characters of a device do not reach an event or the record', async () => {
  const run = startRun({
    hosts: ['R1'],
    tasks: [makeTask('a')],
    options: { mask: (text) => text.replaceAll('hunter2', '****') },
  });
  await settleDown();
  const error = { ...reportOf('device'), message: 'refused hunter2\x1b[2J', last: 'hunter2\x07' };
  run.executor.of('R1').settle('raised', error);
  const record = await run.record;
  assert.equal(record.results[0]?.error?.message, 'refused ****␛[2J');
  assert.equal(record.results[0]?.error?.last, '****␇');
  assert.doesNotMatch(JSON.stringify(run.events), /hunter2|\\u001b/);
});

test('a task gets the results of its host, and those of others that it names', async () => {
  const tasks = [
    makeTask('version'),
    makeTask('compare', {
      needs: [needOf('version@all')],
      expect: [{ that: { source: 'output == results["version@R2"].output' } }],
    }),
  ];
  const run = startRun({ hosts: ['R1', 'R2', 'R3'], tasks });
  await settleDown();
  for (const host of ['R1', 'R2', 'R3']) run.executor.of(host).finish();
  await settleDown();
  const login = run.executor.of('R1');
  assert.deepEqual(Object.keys(login.job.results), ['version', 'version@R2']);
  for (const host of ['R1', 'R2', 'R3']) run.executor.of(host).finish();
  await run.record;
});

test('an executor that breaks its contract is a bug: the run throws it, and still settles all the rest', async () => {
  class Broken extends ReadyExecutor {
    protected override async carry(call: HostCall): Promise<JobOutcome> {
      return call.job.host.name === 'R1' ? { kind: 'done' } : super.carry(call);
    }
  }
  const run = startRun({
    hosts: ['R1', 'R2'],
    tasks: [makeTask('a'), makeTask('b', { needs: [needOf('a@all')] })],
    executor: new Broken(),
  });
  await assert.rejects(run.record, /a login is over, but not a/);
  assert.equal(run.events.filter(({ type }) => type === 'settled').length, 4);
  assert.equal(run.events.at(-1)?.type, 'run-finished');
});

for (const needs of ['nothing', 'clock@all']) {
  test(`work grows with the fleet and no faster: a second task that needs ${needs}`, async () => {
    const tasks = [makeTask('clock'), makeTask('second', { needs: needs === 'nothing' ? [] : [needOf(needs)] })];
    const eventsOf = async (count: number) => {
      const hosts = Array.from({ length: count }, (_, index) => `R${index + 1}`);
      const run = startRun({
        hosts,
        tasks,
        executor: new ReadyExecutor(),
        playbook: { concurrency: { hosts: 100, per: {} } },
      });
      const record = await run.record;
      assert.equal(record.run.counts.finished, 2 * count);
      return run.events.length;
    };
    const [thousand, tenThousand] = [await eventsOf(1000), await eventsOf(10_000)];
    assert.equal(tenThousand - 2, 10 * (thousand - 2));
  });
}

test('a host without an item skips the task, and what needs it goes on; each host is handed its own item', async () => {
  const each = makeTask('port.2', { item: { kind: 'by-host', values: { R1: 'Gi2' } } });
  const run = startRun({
    hosts: ['R1', 'R2'],
    tasks: [
      makeTask('port.1', { item: { kind: 'same', value: 'Gi1' } }),
      each,
      makeTask('after', { needs: [needOf('port.2')] }),
    ],
  });
  await settleDown();
  assert.deepEqual(
    run.executor.open.map(({ host, job }) => [host, job.tasks.map(({ name, item }) => [name, item])]),
    [
      [
        'R1',
        [
          ['port.1', { kind: 'same', value: 'Gi1' }],
          ['port.2', { kind: 'same', value: 'Gi2' }],
          ['after', undefined],
        ],
      ],
      [
        'R2',
        [
          ['port.1', { kind: 'same', value: 'Gi1' }],
          ['after', undefined],
        ],
      ],
    ],
  );
  for (const host of ['R1', 'R2']) run.executor.of(host).finish();
  const record = await run.record;
  assert.deepEqual(statesOf(record).slice(3), ['R2/port.1=finished', 'R2/port.2=skipped', 'R2/after=finished']);
  assert.equal(record.results[4]?.error, null);
  assert.equal(record.run.status, 'finished');
});
