import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Host } from '../../src/inventory/host.js';
import { splitIntoBatches } from '../../src/playbook/batches.js';
import type { FailurePolicy } from '../../src/playbook/playbook.js';
import type { RunEvent } from '../../src/task/event.js';
import type { TaskGraph } from '../../src/task/graph.js';
import type { Result, RunRecord } from '../../src/task/result.js';
import type { Need, Task } from '../../src/task/task.js';
import { isMet } from '../../src/task/unmet-need.js';
import { HeldExecutor, type HeldLogin } from './support/held-executor.js';
import { makeGraph, makeHost, makeTask } from './support/make-graph.js';
import { settleDown, startRun } from './support/start-run.js';

const HOSTS = ['R1', 'R2', 'R3', 'R4', 'R5'];

test('whatever the graph, whatever fails, is tried again, stopped or cut off: the promises of a run hold', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async (plan) => {
      const watch = new Watch(plan);
      const run = startRun({
        hosts: plan.hosts,
        tasks: plan.tasks,
        batches: plan.batches,
        executor: watch.executor,
        playbook: {
          concurrency: { hosts: plan.limit, per: { site: plan.perSite } },
          onFailure: plan.onFailure,
          order: plan.order,
        },
        onEvent: (event) => watch.onEvent(event),
      });
      let isOver = false;
      const record = run.record.finally(() => {
        isOver = true;
      });
      for (let step = 0; !isOver; step++) {
        await settleDown();
        if (isOver) break;
        const move = plan.moves[step % plan.moves.length] as Move;
        if (plan.stopAt === step) {
          watch.isInterrupted = true;
          run.stop();
        } else if (plan.abortAt === step) {
          watch.isInterrupted = true;
          watch.isAborted = true;
          run.abort();
        } else {
          const login = watch.executor.open[move.which % Math.max(1, watch.executor.open.length)];
          // After many steps everything finishes, so that every run comes to its end.
          if (login) act(login, step > 200 ? 'finish' : move.how);
        }
        assert.ok(step < 2000, 'the run does not come to its end');
      }
      watch.checkRecord(await record);
    }),
    { numRuns: 400 },
  );
});

type How = 'settle' | 'raise' | 'finish' | 'lose' | 'refuse' | 'fail';

interface Move {
  which: number;
  how: How;
}

interface Scenario {
  hosts: Host[];
  tasks: Task[];
  batches: string[][];
  limit: number;
  perSite: number;
  onFailure: FailurePolicy;
  order: 'inventory' | 'completed';
  moves: Move[];
  stopAt: number | undefined;
  abortAt: number | undefined;
}

function act(login: HeldLogin, how: How): void {
  switch (how) {
    case 'settle':
      login.settle();
      return;
    case 'raise':
      login.settle('raised');
      return;
    case 'finish':
      login.finish();
      return;
    case 'lose':
      login.fail('disconnected');
      return;
    case 'refuse':
      login.fail('refused', { phase: 'tcp' });
      return;
    case 'fail':
      login.fail('timeout', { lost: false });
      return;
    default:
      how satisfies never;
  }
}

/** Looks at everything that happens and fails at the first promise that is broken. */
class Watch {
  readonly executor = new HeldExecutor();
  isInterrupted = false;
  isAborted = false;
  readonly #plan: Scenario;
  readonly #graph: TaskGraph;
  readonly #settled = new Map<string, Result>();
  readonly #running = new Set<string>();
  readonly #loggedIn = new Set<string>();
  #isStopping = false;
  #hasFailed = false;
  readonly #failedHosts = new Set<string>();
  /** Of the batch that began last; before the first, -1. */
  #batch = -1;
  #isFinished = false;

  constructor(plan: Scenario) {
    this.#plan = plan;
    this.#graph = makeGraph(
      plan.hosts.map(({ name }) => name),
      plan.tasks,
      plan.batches,
    );
    this.executor.onBegin = (login) => this.#onBegin(login);
  }

  onEvent(event: RunEvent): void {
    assert.ok(!this.#isFinished, `nothing comes after the end: ${event.type}`);
    switch (event.type) {
      case 'running': {
        const key = `${event.host}/${event.task}`;
        assert.ok(!this.#running.has(key), `${key} leaves pending once`);
        assert.ok(!this.#settled.has(key), `${key} does not run after its end`);
        this.#running.add(key);
        for (const need of this.#needsOf(event.host, event.task))
          assert.ok(this.#settled.has(need), `${key} comes after ${need}`);
        return;
      }
      case 'settled': {
        const key = `${event.host}/${event.task}`;
        assert.ok(!this.#settled.has(key), `${key} settles once`);
        this.#settled.set(key, event.result);
        this.#checkNeeds(event.host, event.task, event.result);
        if (event.result.state === 'raised' && !this.#taskOf(event.task).ignoreErrors) {
          this.#hasFailed = true;
          this.#failedHosts.add(event.host);
        }
        return;
      }
      case 'retrying':
        assert.ok(!this.#settled.has(`${event.host}/${event.task}`));
        return;
      case 'stopping':
        this.#isStopping = true;
        return;
      case 'run-finished':
        this.#isFinished = true;
        return;
      case 'batch-started':
        this.#checkBatch(event.number - 1);
        return;
      case 'run-started':
      case 'carried':
      case 'login-begun':
      case 'step':
      case 'flights':
      case 'recorded':
      case 'notice':
        return;
      default:
        event satisfies never;
    }
  }

  #onBegin(login: HeldLogin): void {
    const { open } = this.executor;
    const siteOf = (name: string) => this.#plan.hosts.find((host) => host.name === name)?.vars.site;
    assert.ok(open.length <= this.#plan.limit, 'the limit in all holds');
    const sameSite = open.filter(
      (other) => siteOf(other.host) !== undefined && siteOf(other.host) === siteOf(login.host),
    );
    assert.ok(sameSite.length <= this.#plan.perSite, 'the limit per site holds');
    assert.equal(open.filter((other) => other.host === login.host).length, 1, 'one login per host at a time');
    assert.ok(!this.isAborted, 'nothing is begun after the second interrupt');
    if (this.#isStopping || (this.#hasFailed && this.#plan.onFailure.kind === 'stop')) {
      assert.ok(this.#loggedIn.has(login.host), 'after a stop no new host is begun');
      assert.ok(
        login.job.tasks.every((task) => task.always),
        'after a stop only clean-up is begun',
      );
    }
    const { batches } = this.#plan;
    if (batches.length > 1) assert.ok(batches.findIndex((hosts) => hosts.includes(login.host)) <= this.#batch);
    this.#loggedIn.add(login.host);
    const own = new Set(login.job.tasks.map((task) => `${login.host}/${task.name}`));
    for (const task of login.job.tasks) {
      assert.ok(!this.#settled.has(`${login.host}/${task.name}`), 'a job has open tasks only');
      for (const need of this.#needsOf(login.host, task.name)) {
        assert.ok(own.has(need) || this.#settled.has(need), `${login.host}/${task.name} is not begun before ${need}`);
      }
    }
    const order = login.job.tasks.map((task) => this.#plan.tasks.findIndex(({ name }) => name === task.name));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
      'tasks keep the order written',
    );
  }

  /** Batches begin in their order, each when every future of the one before is settled, and never after a batch of failures. */
  #checkBatch(index: number): void {
    assert.equal(index, this.#batch + 1, 'batches keep their order');
    assert.ok(!this.#isStopping, 'no batch is begun after a stop');
    this.#batch = index;
    const before = this.#plan.batches[index - 1];
    if (!before) return;
    for (const host of before)
      for (const { name } of this.#plan.tasks)
        assert.ok(this.#settled.has(`${host}/${name}`), `batch ${index + 1} does not begin before ${host}/${name}`);
    assert.ok(!before.every((host) => this.#failedHosts.has(host)), 'a batch of failures is the last one');
  }

  /** A need that is not met keeps a task from running, and only such a need lets it be skipped. */
  #checkNeeds(host: string, name: string, result: Result): void {
    const task = this.#taskOf(name);
    const unmet = this.#needsOf(host, name).filter((need) => {
      const needed = this.#settled.get(need);
      const { ignoreErrors } = this.#plan.tasks.find((one) => need.endsWith(`/${one.name}`)) as Task;
      return needed !== undefined && !isMet({ ignoreErrors }, needed);
    });
    if (result.state === 'finished' && !task.always)
      assert.deepEqual(unmet, [], `${host}/${name} ran without its needs`);
    if (result.state === 'skipped')
      assert.ok(unmet.length > 0 && !task.always, `${host}/${name} was skipped for nothing`);
  }

  #taskOf(name: string): Task {
    return this.#plan.tasks.find((task) => task.name === name) as Task;
  }

  #needsOf(host: string, task: string): string[] {
    const node = this.#graph.nodes.find((one) => one.host === host && one.task.name === task);
    const ids = [
      ...(node?.needs ?? []),
      ...(node?.barriers ?? []).flatMap((id) => this.#graph.barriers[id]?.members ?? []),
    ];
    return ids
      .filter((id) => id !== node?.id)
      .map((id) => `${this.#graph.nodes[id]?.host}/${this.#graph.nodes[id]?.task.name}`);
  }

  checkRecord(record: RunRecord): void {
    const keys = record.results.map((result) => `${result.host.name}/${result.task}`);
    const written = this.#graph.nodes.map((node) => `${node.host}/${node.task.name}`);
    if (this.#plan.order === 'completed') assert.deepEqual(keys, [...this.#settled.keys()]);
    else assert.deepEqual(keys, written);
    assert.deepEqual([...keys].sort(), [...written].sort(), 'every future has one result');
    const { hosts, ...counts } = record.run.counts;
    assert.equal(hosts, this.#plan.hosts.length);
    assert.equal(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
      written.length,
    );
    for (const result of record.results) {
      assert.equal(
        result.error === null,
        result.state === 'finished',
        'an error is there exactly when it did not finish',
      );
      if (result.state === 'raised') assert.ok(result.attempts >= 1);
      const { retry } = this.#taskOf(result.task);
      assert.ok(result.attempts <= Math.max(1, retry.attempts), 'no more attempts than allowed');
    }
    const raised = record.results.some(
      (result) => result.state === 'raised' && !this.#plan.tasks.find(({ name }) => name === result.task)?.ignoreErrors,
    );
    if (!this.#isStopping) {
      assert.equal(record.run.status, raised ? 'failed' : 'finished');
      assert.equal(record.run.counts.cancelled, 0, 'nothing is cancelled in a run that was not stopped');
    } else {
      assert.equal(record.run.status, this.isInterrupted ? 'interrupted' : 'stopped');
    }
    const { batches } = this.#plan;
    for (const host of batches.length > 1 ? batches.slice(this.#batch + 1).flat() : [])
      assert.ok(!this.#loggedIn.has(host), 'no host of a batch that never began was logged in to');
    if (!this.#isStopping && batches.length > 1)
      assert.equal(this.#batch, batches.length - 1, 'without a stop every batch is begun');
    assert.equal(this.executor.open.length, 0, 'no login is left open');
  }
}

function scenario(): fc.Arbitrary<Scenario> {
  const how = fc.constantFrom<How>('settle', 'settle', 'settle', 'finish', 'raise', 'lose', 'refuse', 'fail');
  return fc
    .record({
      hosts: fc
        .array(fc.constantFrom(undefined, 'hq', 'dc'), { minLength: 1, maxLength: HOSTS.length })
        .map((sites) => sites.map((site, index) => makeHost(HOSTS[index] as string, site ? { site } : {}))),
      limit: fc.integer({ min: 1, max: 4 }),
      perSite: fc.integer({ min: 1, max: 2 }),
      onFailure: fc.constantFrom<FailurePolicy>(
        { kind: 'continue' },
        { kind: 'continue' },
        { kind: 'stop' },
        { kind: 'stop-after', failures: 2 },
        { kind: 'stop-after-percent', percent: 50 },
      ),
      order: fc.constantFrom('inventory' as const, 'completed' as const),
      moves: fc.array(fc.record({ which: fc.nat(9), how }), { minLength: 1, maxLength: 40, size: 'max' }),
      stopAt: fc.option(fc.nat(12), { nil: undefined, freq: 3 }),
      abortAt: fc.option(fc.nat(16), { nil: undefined, freq: 5 }),
    })
    .chain((rest) =>
      batchesFor(rest.hosts.map(({ name }) => name)).chain((batches) =>
        tasksFor(batches).map((tasks) => ({ ...rest, batches, tasks })),
      ),
    );
}

/** One batch with all hosts, or several of random sizes. */
function batchesFor(hosts: string[]): fc.Arbitrary<string[][]> {
  const split = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }).map((sizes) =>
    splitIntoBatches(
      hosts,
      sizes.map((size) => ({ kind: 'hosts', hosts: size })),
    ),
  );
  return fc.oneof(fc.constant<string[][]>([hosts]), split);
}

/** Tasks in an order in which each needs earlier ones only, and of several batches only hosts of the first. */
function tasksFor(batches: string[][]): fc.Arbitrary<Task[]> {
  const [hosts = []] = batches;
  const need = (task: string): fc.Arbitrary<Need> =>
    fc.oneof(
      fc.constant<Need>({ kind: 'same-host', task }),
      fc.constant<Need>({ kind: batches.length > 1 ? 'same-host' : 'all', task }),
      fc.constantFrom(...hosts).map((on): Need => ({ kind: 'named', task, on })),
    );
  const names = ['a', 'b', 'c', 'd'];
  return fc.integer({ min: 1, max: names.length }).chain((count) =>
    fc.tuple(
      ...names.slice(0, count).map((name, index) =>
        fc
          .record({
            needs:
              index === 0
                ? fc.constant<Need[]>([])
                : fc.array(fc.constantFrom(...names.slice(0, index)).chain(need), { maxLength: 2 }),
            ignoreErrors: fc.boolean().map((one) => one && index % 2 === 0),
            always: fc.constantFrom(false, false, true),
            attempts: fc.integer({ min: 1, max: 3 }),
          })
          .map(({ attempts, ...changes }) =>
            makeTask(name, {
              ...changes,
              index,
              retry: { attempts, delayMs: 0, backoff: 1, jitter: 0, on: ['refused', 'disconnected', 'timeout'] },
            }),
          ),
      ),
    ),
  );
}
