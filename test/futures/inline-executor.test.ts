import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { packageRoot } from '../../src/document/package-root.js';
import { asCompleted } from '../../src/futures/as-completed.js';
import { CancelledError, ShutdownError, TimeoutError } from '../../src/futures/errors.js';
import type { Future } from '../../src/futures/future.js';
import { InlineExecutor } from '../../src/futures/inline-executor.js';
import { HeldCalls, settle } from './held.js';

test('submit: gives a future of what the function returns, with its arguments', async () => {
  const executor = new InlineExecutor();
  assert.equal(await executor.submit((a: number, b: number) => a ** b, 2, 5).result(), 32);
  assert.equal(await executor.submit(async (text: string) => text, 'later').result(), 'later');
});
test('submit: what the function throws is raised by the future, whether it throws or rejects', async () => {
  const executor = new InlineExecutor();
  const error = new Error('no route');
  const thrown = executor.submit(() => {
    throw error;
  });
  const rejected = executor.submit(() => Promise.reject(error));
  assert.deepEqual(await Promise.all([thrown.exception(), rejected.exception()]), [error, error]);
});
test('submit: carries out nothing before whoever submits goes on', () => {
  let isCalled = false;
  const future = new InlineExecutor().submit(() => {
    isCalled = true;
  });
  assert.deepEqual([isCalled, future.state], [false, 'running']);
});
test('submit: a URL is refused with the executors that take it', () => {
  assert.throws(() => new InlineExecutor().submit(new URL('file:///work.mjs') as never), /ThreadExecutor/);
});
test('with maxWorkers 2 the third call waits for a free place, first come first served', async () => {
  const calls = new HeldCalls();
  const executor = new InlineExecutor({ maxWorkers: 2 });
  const futures = ['R1', 'R2', 'R3', 'R4'].map((name) => executor.submit(calls.ask, name));
  await settle();
  assert.deepEqual(
    futures.map(({ state }) => state),
    ['running', 'running', 'pending', 'pending'],
  );
  calls.answer('R2');
  await settle();
  assert.deepEqual(calls.begun, ['R1', 'R2', 'R3']);
  calls.fail('R1');
  await settle();
  assert.deepEqual(calls.begun, ['R1', 'R2', 'R3', 'R4']);
  calls.answer('R3');
  calls.answer('R4');
  await executor.shutdown();
  assert.equal(calls.mostAtOnce, 2);
});
test('a future that is cancelled while it waits is never carried out', async () => {
  const calls = new HeldCalls();
  const executor = new InlineExecutor({ maxWorkers: 1 });
  const [, second, third] = ['R1', 'R2', 'R3'].map((name) => executor.submit(calls.ask, name));
  assert.equal(second?.cancel(), true);
  await settle();
  calls.answer('R1');
  await settle();
  assert.deepEqual([calls.begun, third?.state], [['R1', 'R3'], 'running']);
  calls.answer('R3');
});
test('deadlock: a function that waits for another of an executor with one place gets no answer', async () => {
  const executor = new InlineExecutor({ maxWorkers: 1 });
  const inner = () => executor.submit(Math.pow, 5, 2);
  const future = executor.submit(async () => inner().result(1));
  await assert.rejects(future.result(), TimeoutError);
});
test('deadlock: two functions that wait for each other get no answer', async () => {
  const executor = new InlineExecutor({ maxWorkers: 2 });
  const a = executor.submit((): Promise<unknown> => b.result(1));
  const b = executor.submit((): Promise<unknown> => a.result());
  assert.equal(((await a.exception()) as Error).name, 'TimeoutError');
  assert.equal(await b.exception(), await a.exception());
});
test('deadlock: Node.js does not hang, but ends with its status for a promise that nobody will settle', () => {
  const script = `
    import { InlineExecutor } from ${JSON.stringify(pathToFileURL(join(packageRoot, 'dist/futures.js')).href)};
    const executor = new InlineExecutor({ maxWorkers: 1 });
    await executor.submit(() => executor.submit(Math.pow, 5, 2).result()).result();`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  assert.equal(status, 13);
});
test('maxWorkers: unless given it is the number of cores and 4, at most 32', () => {
  assert.equal(new InlineExecutor().maxWorkers, Math.min(32, availableParallelism() + 4));
});
test('maxWorkers: anything but a whole number from 1 is refused', () => {
  for (const maxWorkers of [0, -1, 1.5, Number.NaN])
    assert.throws(() => new InlineExecutor({ maxWorkers }), /maxWorkers: expected a whole number from 1/);
});
test('maxWorkers: a misspelt option is refused by name', () => {
  assert.throws(
    () => new InlineExecutor({ max_workers: 2 } as object),
    /no option max_workers; did you mean "maxWorkers"\?/,
  );
});

test('shutdown: waits for all that was submitted, begun or not', async () => {
  const calls = new HeldCalls();
  const executor = new InlineExecutor({ maxWorkers: 1 });
  const futures = ['R1', 'R2'].map((name) => executor.submit(calls.ask, name));
  let isOver = false;
  const over = executor.shutdown().then(() => {
    isOver = true;
  });
  await settle();
  calls.answer('R1');
  await settle();
  assert.equal(isOver, false);
  calls.answer('R2');
  await over;
  assert.deepEqual(
    futures.map(({ state }) => state),
    ['finished', 'finished'],
  );
});
test('shutdown: with wait false it returns at once, and what was submitted is done all the same', async () => {
  const calls = new HeldCalls();
  const executor = new InlineExecutor({ maxWorkers: 1 });
  const futures = ['R1', 'R2'].map((name) => executor.submit(calls.ask, name));
  await executor.shutdown({ wait: false });
  assert.deepEqual(
    futures.map(({ state }) => state),
    ['running', 'pending'],
  );
  await settle();
  calls.answer('R1');
  await settle();
  calls.answer('R2');
  assert.equal(await futures[1]?.result(), 'clock of R2');
});
test('shutdown: cancelFutures cancels what has not begun and nothing else', async () => {
  const calls = new HeldCalls();
  const executor = new InlineExecutor({ maxWorkers: 1 });
  const [first, second] = ['R1', 'R2'].map((name) => executor.submit(calls.ask, name));
  const over = executor.shutdown({ cancelFutures: true });
  assert.deepEqual([first?.state, second?.state], ['running', 'cancelled']);
  await settle();
  calls.answer('R1');
  await over;
  assert.equal(first?.state, 'finished');
});
test('shutdown: with wait false and cancelFutures it returns at once, and what runs goes on', async () => {
  const calls = new HeldCalls();
  const executor = new InlineExecutor({ maxWorkers: 1 });
  const [first, second] = ['R1', 'R2'].map((name) => executor.submit(calls.ask, name));
  await executor.shutdown({ wait: false, cancelFutures: true });
  assert.deepEqual([first?.state, second?.state], ['running', 'cancelled']);
  await settle();
  calls.answer('R1');
  assert.equal(await first?.result(), 'clock of R1');
});
test('shutdown: afterwards submit and map are refused', async () => {
  const executor = new InlineExecutor();
  await executor.shutdown();
  assert.throws(() => executor.submit(() => 1), ShutdownError);
  assert.throws(() => executor.map((item) => item, [1]), ShutdownError);
});
test('shutdown: can be called again, and a second call may cancel', async () => {
  const calls = new HeldCalls();
  const executor = new InlineExecutor({ maxWorkers: 1 });
  const [, second] = ['R1', 'R2'].map((name) => executor.submit(calls.ask, name));
  await executor.shutdown({ wait: false });
  const over = executor.shutdown({ cancelFutures: true });
  assert.equal(second?.cancelled(), true);
  await settle();
  calls.answer('R1');
  await over;
});
test('await using: at the end of the block everything is done', async () => {
  const calls = new HeldCalls();
  const outer = await (async () => {
    await using executor = new InlineExecutor();
    const future = executor.submit(calls.ask, 'R1');
    setImmediate(() => calls.answer('R1'));
    return { future };
  })();
  assert.equal(outer.future.state, 'finished');
});
test('await using: a block that throws ends when everything is done as well', async () => {
  const calls = new HeldCalls();
  const futures: Future<string>[] = [];
  const block = async () => {
    await using executor = new InlineExecutor();
    futures.push(executor.submit(calls.ask, 'R1'));
    setImmediate(() => calls.answer('R1'));
    throw new Error('enough');
  };
  await assert.rejects(block(), { message: 'enough' });
  assert.equal(futures[0]?.state, 'finished');
});
test('signal: one that lasts keeps nothing of an executor that has ended', async () => {
  const { signal } = new AbortController();
  const executor = new InlineExecutor({ signal });
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  await executor.shutdown();
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});
test('signal: aborted, it cancels what has not begun and takes no more', async () => {
  const calls = new HeldCalls();
  const controller = new AbortController();
  const executor = new InlineExecutor({ maxWorkers: 1, signal: controller.signal });
  const [first, second] = ['R1', 'R2'].map((name) => executor.submit(calls.ask, name));
  await settle();
  controller.abort();
  await assert.rejects(second?.result() ?? Promise.resolve(), CancelledError);
  assert.throws(() => executor.submit(calls.ask, 'R3'), ShutdownError);
  calls.answer('R1');
  assert.equal(await first?.result(), 'clock of R1');
  assert.throws(() => new InlineExecutor({ signal: controller.signal }).submit(() => 1), ShutdownError);
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('map: results come in the order of the items, whatever is done first', async () => {
  const calls = new HeldCalls();
  const results = collect(new InlineExecutor().map(calls.ask, ['R1', 'R2', 'R3']));
  await settle();
  for (const name of ['R3', 'R1', 'R2']) calls.answer(name);
  assert.deepEqual(await results, ['clock of R1', 'clock of R2', 'clock of R3']);
});
test('map: submits everything at once, before anybody asks for a result', async () => {
  const calls = new HeldCalls();
  const results = new InlineExecutor({ maxWorkers: 3 }).map(calls.ask, ['R1', 'R2', 'R3']);
  await settle();
  assert.deepEqual(calls.begun, ['R1', 'R2', 'R3']);
  for (const name of calls.begun) calls.answer(name);
  await collect(results);
});
test('map: takes one item of each of several iterables, until the shortest ends', async () => {
  const executor = new InlineExecutor();
  assert.deepEqual(
    await collect(executor.map((a: number, b: number) => a + b, [1, 2, 3], new Set([10, 20]))),
    [11, 22],
  );
});
test('map: what a call throws is thrown when its turn has come, and the rest is cancelled', async () => {
  const calls = new HeldCalls();
  const results = new InlineExecutor({ maxWorkers: 2 }).map(calls.ask, ['R1', 'R2', 'R3', 'R4']);
  await settle();
  calls.fail('R2');
  await settle();
  calls.answer('R1');
  assert.equal((await results.next()).value, 'clock of R1');
  await assert.rejects(results.next(), { message: 'no login on R2' });
  await settle();
  assert.equal((await results.next()).done, true);
  for (const name of calls.begun.slice(2)) calls.answer(name);
});
test('map: when the time is over the next result is a TimeoutError, and what has not begun is cancelled', async () => {
  const calls = new HeldCalls();
  const results = new InlineExecutor({ maxWorkers: 1 }).map(calls.ask, ['R1', 'R2'], { timeoutMs: 1 });
  await assert.rejects(results.next(), {
    name: 'TimeoutError',
    message: 'the next result of map had not come after 1 ms',
  });
  calls.answer('R1');
  await settle();
  assert.deepEqual(calls.begun, ['R1']);
});
test('map: the time counts from the call, and a result that is there is told after it', async (t) => {
  const calls = new HeldCalls();
  const clock = t.mock.method(performance, 'now');
  clock.mock.mockImplementation(() => 1000);
  const results = new InlineExecutor().map(calls.ask, ['R1', 'R2'], { timeoutMs: 500 });
  await settle();
  calls.answer('R1');
  await settle();
  clock.mock.mockImplementation(() => 1500);
  assert.equal((await results.next()).value, 'clock of R1');
  await assert.rejects(results.next(), TimeoutError);
  calls.answer('R2');
});
test('map: ends with the reason of a signal', async () => {
  const calls = new HeldCalls();
  const controller = new AbortController();
  const next = new InlineExecutor().map(calls.ask, ['R1'], { signal: controller.signal }).next();
  await settle();
  controller.abort(new Error('enough'));
  await assert.rejects(next, { message: 'enough' });
  calls.answer('R1');
});
test('map: of nothing ends at once', async () => {
  assert.deepEqual(await collect(new InlineExecutor().map((item) => item, [])), []);
});
test('map: what an iterable throws is thrown by the call; with a bufferSize after the results of what came before', async () => {
  function* failing() {
    yield 1;
    yield 2;
    throw new Error('no more');
  }
  const executor = new InlineExecutor();
  assert.throws(() => executor.map((number) => number * 2, failing()), { message: 'no more' });
  const results = executor.map((number) => number * 2, failing(), { bufferSize: 1 });
  assert.deepEqual(
    [await results.next(), await results.next()].map(({ value }) => value),
    [2, 4],
  );
  await assert.rejects(results.next(), { message: 'no more' });
});
test('map: shut down while it has a bufferSize, it tells the results of what was submitted, then a ShutdownError', async () => {
  const executor = new InlineExecutor();
  const results = executor.map((number) => number * 2, [1, 2, 3], { bufferSize: 2 });
  await executor.shutdown();
  assert.deepEqual(
    [await results.next(), await results.next()].map(({ value }) => value),
    [2, 4],
  );
  await assert.rejects(results.next(), ShutdownError);
});
test('map: lets go of its iterables when it is over', async () => {
  let closed = 0;
  function* numbers() {
    try {
      for (let number = 1; ; number++) yield number;
    } finally {
      closed++;
    }
  }
  for await (const sum of new InlineExecutor().map((a, b) => a + b, numbers(), numbers(), { bufferSize: 2 })) {
    assert.equal(sum, 2);
    break;
  }
  assert.equal(closed, 2);
});
test('map: with a bufferSize items are taken as results are', async () => {
  const taken: number[] = [];
  function* numbers() {
    for (let number = 1; ; number++) {
      taken.push(number);
      yield number;
    }
  }
  const results = new InlineExecutor().map((number) => number * 2, numbers(), { bufferSize: 2 });
  assert.deepEqual(taken, [1, 2]);
  assert.equal((await results.next()).value, 2);
  assert.deepEqual(taken, [1, 2, 3]);
  await results.return();
});
test('map: who wants no more results has the rest cancelled', async () => {
  const calls = new HeldCalls();
  const results = new InlineExecutor({ maxWorkers: 1 }).map(calls.ask, ['R1', 'R2', 'R3']);
  await settle();
  calls.answer('R1');
  await results.next();
  await results.return();
  await settle();
  calls.answer('R2');
  await settle();
  assert.deepEqual(calls.begun, ['R1', 'R2']);
});
test('map: refuses what is no iterable, and sizes below 1', () => {
  const executor = new InlineExecutor();
  assert.throws(() => executor.map((item) => item, 5 as never, []), /expected an iterable, got number/);
  assert.throws(() => executor.map((item) => item, [1], { bufferSize: 0 }), /bufferSize/);
  assert.throws(() => executor.map((item) => item, [1], { timeout: 5 } as object), /no option timeout/);
});

test('however many calls end in whatever order, each is carried out once and never more than maxWorkers at once', async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 5 }),
    fc.array(fc.nat(1000), { maxLength: 40 }),
    async (maxWorkers, picks) => {
      const calls = new HeldCalls();
      const executor = new InlineExecutor({ maxWorkers });
      const names = picks.map((_, index) => `R${index}`);
      const futures = names.map((name) => executor.submit(calls.ask, name));
      const open = () => calls.begun.filter((_, index) => futures[index]?.state === 'running');
      for (const pick of picks) {
        await settle();
        const running = open();
        calls.answer(running[pick % running.length] as string);
      }
      const completed = [];
      for await (const future of asCompleted(futures)) completed.push(future);
      assert.equal(completed.length, names.length);
      assert.deepEqual(calls.begun, names);
      assert.ok(calls.mostAtOnce <= maxWorkers);
    },
  );
  await fc.assert(property, { seed: 9, numRuns: 30 });
});
