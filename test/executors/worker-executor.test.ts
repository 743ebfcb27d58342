import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WorkerExecutor } from '../../src/executors/worker-executor.js';
import type { Host } from '../../src/inventory/host.js';
import type { RunEvent } from '../../src/task/event.js';
import type { HostJob, JobOutcome } from '../../src/task/host-job.js';
import type { RunRecord } from '../../src/task/result.js';
import type { Task } from '../../src/task/task.js';
import { makeHost, makePlaybook, makeTask } from '../run/support/make-graph.js';
import { startRun } from '../run/support/start-run.js';
import { makeFolder, startLab } from '../support/lab.js';

// What the workers of these tests run: no devices, but the words of a real worker.
const FAKE_WORKER = fileURLToPath(new URL('support/fake-worker.mjs', import.meta.url));

function makeThreads(t: TestContext, { workers = 2, file = FAKE_WORKER } = {}): WorkerExecutor {
  const executor = new WorkerExecutor({ kind: 'threads', workers, file, env: {}, onBug: assert.fail });
  t.after(() => executor.close());
  return executor;
}

function jobFor(host: Host, jumps: Host[] = []): HostJob {
  const { enable, timeouts, mode, vars } = makePlaybook([]);
  const hostKeys = { mode: 'off', file: '' } as const;
  return {
    host,
    jumps,
    tasks: [],
    mode,
    login: 1,
    attempts: {},
    vars,
    results: {},
    enable,
    timeouts,
    hostKeys,
    platformDirs: [],
    templateDirs: [],
  };
}

/** Runs the jobs at the same time. @returns for each the thread that did it */
async function threadsOf(executor: WorkerExecutor, jobs: HostJob[]): Promise<string[]> {
  return Promise.all(
    jobs.map(async (job) => {
      let thread = '';
      const emit = (event: { type: string; step?: string }) => {
        if (event.type === 'step') thread = event.step ?? '';
      };
      await executor.submit({ job, emit, signal: new AbortController().signal }).result();
      return thread;
    }),
  );
}

const at = (name: string, address: string): Host => ({ ...makeHost(name), address });

test('jobs are spread over the workers, and a host stays with the one that it had', async (t) => {
  const executor = makeThreads(t);
  const jobs = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'].map((address) => jobFor(at(address, address)));
  const threads = await threadsOf(executor, jobs);
  assert.equal(new Set(threads).size, 2);
  assert.deepEqual(await threadsOf(executor, [...jobs].reverse()), [...threads].reverse());
});

test('where this thread is a worker too, it takes its share, and the other gets the rest', async (t) => {
  const executor = new WorkerExecutor({
    kind: 'threads',
    workers: 2,
    isHereToo: true,
    file: FAKE_WORKER,
    env: {},
    onBug: assert.fail,
  });
  t.after(() => executor.close());
  const lab = await startLab(t, { hosts: 2 });
  const inLab = lab.hosts().map((host) => jobFor(host));
  const elsewhere = ['10.0.0.1', '10.0.0.2'].map((address) => jobFor(at(address, address)));
  const [first, second, third, fourth] = await threadsOf(executor, [
    inLab[0],
    elsewhere[0],
    inLab[1],
    elsewhere[1],
  ] as HostJob[]);
  assert.deepEqual([first, third], ['logging out', 'logging out'], 'a real login of this thread');
  assert.equal(second, fourth);
  assert.notEqual(second, 'logging out');
});

test('nobody is told the steps of a terse job', async (t) => {
  const lab = await startLab(t, { hosts: 1 });
  const [host] = lab.hosts();
  const executor = new WorkerExecutor({ kind: 'threads', workers: 1, isHereToo: true, env: {}, onBug: assert.fail });
  t.after(() => executor.close());
  const job = { ...jobFor(host as Host), tasks: [makeTask('clock', { needs: [] })] };
  for (const isTerse of [false, true]) {
    const told: string[] = [];
    const emit = ({ type }: { type: string }) => void told.push(type);
    const signal = new AbortController().signal;
    const outcome = await executor.submit({ job: { ...job, isTerse }, emit, signal }).result();
    assert.equal(outcome.kind, 'done');
    assert.equal(told.includes('step'), !isTerse);
    assert.ok(told.includes('settled'));
  }
});

test('it is told once that a job begins, before anything is heard of it', async (t) => {
  const lab = await startLab(t, { hosts: 1 });
  const [host] = lab.hosts();
  const here = new WorkerExecutor({ kind: 'threads', workers: 1, isHereToo: true, env: {}, onBug: assert.fail });
  t.after(() => here.close());
  for (const executor of [makeThreads(t), here]) {
    const told: string[] = [];
    const emit = ({ type }: { type: string }) => void told.push(type);
    const { signal } = new AbortController();
    await executor.submit({ job: jobFor(host as Host), emit, signal, onBegin: () => told.push('begin') }).result();
    assert.equal(told.indexOf('begin'), 0);
    assert.equal(told.lastIndexOf('begin'), 0);
    assert.ok(told.length > 1);
  }
});

test('hosts behind the same first hop share a worker, and so its session', async (t) => {
  const executor = makeThreads(t);
  const [a, b] = [at('A', '10.1.0.1'), at('B', '10.1.0.2')];
  const jobs = [1, 2, 3, 4].map((n) =>
    jobFor(at(`R${n}`, `10.2.0.${n}`), n % 2 ? [a] : [b, at(`C${n}`, `10.3.0.${n}`)]),
  );
  const [one, two, three, four] = await threadsOf(executor, jobs);
  assert.deepEqual([one, two], [three, four]);
  assert.notEqual(one, two);
});

test('hosts with one-time codes share a worker, which gives each code once', async (t) => {
  const executor = makeThreads(t);
  const ssh = { answers: [{ match: 'code', send: '123456', oneTime: true }] };
  const jobs = [1, 2, 3].map((n) => jobFor({ ...at(`R${n}`, `10.2.0.${n}`), ssh }));
  assert.equal(new Set(await threadsOf(executor, jobs)).size, 1);
});

test('what holds for every host is told once, whichever workers tell it', async (t) => {
  const run = startRun({ hosts: fleet('R1', 'R2', 'R3'), tasks: [makeTask('a')], executor: makeThreads(t) });
  await run.record;
  const notices = run.events.filter((event) => event.type === 'notice');
  assert.deepEqual(
    notices.map((event: RunEvent) => event.type === 'notice' && event.message),
    ['told by all'],
  );
});

test('a thread that ends by an uncaught error takes nobody with it: reading hosts are tried once more', async (t) => {
  const hosts = fleet('R1', 'crash-once', 'R2', 'R3');
  const run = startRun({ hosts, tasks: [makeTask('a')], executor: makeThreads(t) });
  const record = await run.record;
  assert.deepEqual(statesOf(record), ['finished', 'finished', 'finished', 'finished']);
  assert.equal(record.results[1]?.attempts, 2);
  const retries = run.events.flatMap((event) => (event.type === 'retrying' ? [event] : []));
  assert.ok(
    retries.some(({ host, error, delayMs }) => host === 'crash-once' && error.code === 'worker_lost' && delayMs === 0),
  );
  assert.equal(run.events.filter((event) => event.type === 'settled').length, 4, 'each once');
});

test('the third time they are raised as `worker_lost`, and the run goes on', async (t) => {
  const hosts = fleet('crash', 'R2', 'R3');
  const run = startRun({
    hosts,
    tasks: [makeTask('a'), makeTask('b')],
    executor: makeThreads(t),
    playbook: { concurrency: { hosts: 1, per: {} } },
  });
  const record = await run.record;
  assert.deepEqual(statesOf(record), ['raised', 'raised', 'finished', 'finished', 'finished', 'finished']);
  const [first] = record.results;
  assert.equal(first?.attempts, 3);
  assert.deepEqual(first?.error, {
    code: 'worker_lost',
    phase: null,
    message: 'the worker thread that spoke to the device was lost: x is not a function',
    hint: 'run it again; look at the memory of the machine',
    last: null,
  });
  assert.equal(record.run.status, 'failed');
});

test('a lost change is `unknown`, like the other changes of that login, and nothing is tried again', async (t) => {
  const run = startRun({
    hosts: fleet('crash-once', 'R2'),
    tasks: [makeTask('check'), makeChange('a'), makeChange('b')],
    executor: makeThreads(t),
    playbook: { mode: 'change', onFailure: { kind: 'stop' }, concurrency: { hosts: 1, per: {} } },
  });
  const record = await run.record;
  const lost = ['raised', 'unknown', 'unknown'];
  assert.deepEqual(statesOf(record), [...lost, 'cancelled', 'cancelled', 'cancelled']);
  for (const { error } of record.results.slice(0, 3)) assert.equal(error?.code, 'worker_lost');
  assert.equal(record.run.status, 'stopped', 'it counts for on_failure');
});

function makeChange(name: string): Task {
  return makeTask(name, { action: { kind: 'command', command: { text: `clear ${name}` } } });
}

test('a worker that cannot be started is given up after three of them', async (t) => {
  const executor = makeThreads(t, { workers: 1, file: join(makeFolder(t), 'none.mjs') });
  const run = startRun({ hosts: fleet('R1', 'R2'), tasks: [makeTask('a')], executor, playbook: { mode: 'change' } });
  const record = await run.record;
  assert.deepEqual(statesOf(record), ['raised', 'raised'], 'nothing has begun');
  for (const { error } of record.results) {
    assert.equal(error?.code, 'worker_lost');
    assert.match(error?.message ?? '', /^no worker could be started/);
  }
});

for (const kind of ['threads', 'processes'] as const) {
  test(`${kind}: a job that is cancelled ends in its worker, and the device is left`, async (t) => {
    const lab = await startLab(t, { hosts: 1, hold: true });
    const executor = new WorkerExecutor({ kind, workers: 1, env: process.env, onBug: assert.fail });
    t.after(() => executor.close());
    const [host] = lab.hosts() as [Host];
    const controller = new AbortController();
    const job = { ...jobFor(host), tasks: [makeTask('a')] };
    const future = executor.submit({ job, emit() {}, signal: controller.signal });
    await lab.nextCommand();
    controller.abort();
    const ended = (await future.result()) as Extract<JobOutcome, { kind: 'failed' }>;
    assert.equal(ended.kind, 'failed');
    assert.equal(ended.error.code, 'cancelled');
    assert.equal(ended.task, 'a');
  });
}

function fleet(...names: string[]): Host[] {
  return names.map((name, index) => at(name, `10.9.0.${index}`));
}

function statesOf({ results }: RunRecord): string[] {
  return results.map(({ state }) => state);
}
