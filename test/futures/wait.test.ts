import assert from 'node:assert/strict';
import test from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { asCompleted } from '../../src/futures/as-completed.js';
import { TimeoutError } from '../../src/futures/errors.js';
import { Future } from '../../src/futures/future.js';
import { InlineExecutor } from '../../src/futures/inline-executor.js';
import { ThreadExecutor } from '../../src/futures/thread-executor.js';
import { FIRST_COMPLETED, FIRST_EXCEPTION, wait } from '../../src/futures/wait.js';

function three(): [Future<string>, Future<string>, Future<string>] {
  return [new Future<string>(), new Future<string>(), new Future<string>()];
}

test('wait: ALL_COMPLETED is the default and waits for the last', async () => {
  const [a, b, c] = three();
  const waiting = wait([a, b, c]);
  a.setResult('a');
  b.setException(new Error('b'));
  c.cancel();
  assert.deepEqual(await waiting, { done: new Set([a, b, c]), notDone: new Set() });
});
test('wait: FIRST_COMPLETED ends with the first that returns, raises or is cancelled', async () => {
  for (const end of [
    (f: Future<string>) => f.setResult(''),
    (f: Future<string>) => f.setException(1),
    (f: Future) => f.cancel(),
  ]) {
    const [a, b, c] = three();
    const waiting = wait([a, b, c], { returnWhen: FIRST_COMPLETED });
    end(b);
    assert.deepEqual(await waiting, { done: new Set([b]), notDone: new Set([a, c]) });
  }
});
test('wait: FIRST_COMPLETED of a future that is done already ends at once', async () => {
  const [a, b] = three();
  a.setResult('');
  assert.deepEqual(await wait([a, b], { returnWhen: FIRST_COMPLETED }), { done: new Set([a]), notDone: new Set([b]) });
});
test('wait: FIRST_EXCEPTION ends with the first that raises', async () => {
  const [a, b, c] = three();
  const waiting = wait([a, b, c], { returnWhen: FIRST_EXCEPTION });
  a.setResult('');
  b.setException(new Error('b'));
  const { done, notDone } = await waiting;
  assert.deepEqual([done, notDone], [new Set([a, b]), new Set([c])]);
});
test('wait: FIRST_EXCEPTION without an exception waits for all, and a cancelled one is no exception', async () => {
  const [a, b, c] = three();
  const waiting = wait([a, b, c], { returnWhen: FIRST_EXCEPTION });
  let isOver = false;
  void waiting.then(() => {
    isOver = true;
  });
  a.cancel();
  b.setResult('');
  await new Promise(setImmediate);
  assert.equal(isOver, false);
  c.setResult('');
  assert.equal((await waiting).notDone.size, 0);
});
test('wait: FIRST_EXCEPTION of a future that has raised already ends at once', async () => {
  const [a, b] = three();
  a.setException(new Error('a'));
  assert.deepEqual(await wait([a, b], { returnWhen: FIRST_EXCEPTION }), { done: new Set([a]), notDone: new Set([b]) });
});
test('wait: FIRST_EXCEPTION of futures of which some are done waits for the first that raises', async () => {
  const [a, b, c] = three();
  const d = new Future<string>();
  a.setResult('');
  d.cancel();
  const waiting = wait([a, b, c, d], { returnWhen: FIRST_EXCEPTION });
  b.setException(new Error('b'));
  assert.deepEqual(await waiting, { done: new Set([a, b, d]), notDone: new Set([c]) });
});
test('wait and asCompleted: take futures of several executors', async () => {
  await using inline = new InlineExecutor();
  await using threads = new ThreadExecutor({ maxWorkers: 1 });
  const module = new URL('./work.mjs', import.meta.url);
  const futures = [inline.submit(() => 1), threads.submit<number>(module, 'double', 1), inline.submit(() => 3)];
  assert.equal((await wait(futures)).done.size, 3);
  const told = await Promise.all((await collect(asCompleted(futures))).map((future) => future.result()));
  assert.deepEqual(told.sort(), [1, 2, 3]);
});
test('wait: a duplicate counts once', async () => {
  const [a, b] = three();
  a.setResult('');
  b.setResult('');
  assert.equal((await wait([a, a, b, b])).done.size, 2);
});
test('wait: no futures are done at once', async () => {
  assert.deepEqual(await wait([]), { done: new Set(), notDone: new Set() });
});
test('wait: when the time is over it tells what is done, and throws nothing', async () => {
  const [a, b, c] = three();
  a.setResult('');
  for (const timeoutMs of [0, 1])
    assert.deepEqual(await wait([a, b, c], { timeoutMs }), { done: new Set([a]), notDone: new Set([b, c]) });
});
test('wait: ends with the reason of a signal, even when the reason is a TimeoutError', async () => {
  const [a] = three();
  const controller = new AbortController();
  const waiting = wait([a], { signal: controller.signal });
  controller.abort(new TimeoutError('mine'));
  await assert.rejects(waiting, { message: 'mine' });
});
test('wait: an option that there is not is refused by name', async () => {
  await assert.rejects(wait([], { timeout: 5 } as object), /no option timeout; did you mean "timeoutMs"\?/);
  await assert.rejects(wait([], { returnWhen: 'SOMETIMES' as never }), /returnWhen/);
});
test('wait: takes its callbacks back when it is over', async () => {
  const [a, b] = three();
  a.setResult('');
  let calls = 0;
  const add = b.addDoneCallback.bind(b);
  b.addDoneCallback = (callback) => {
    calls++;
    const leave = add(callback);
    return () => {
      calls--;
      leave();
    };
  };
  await wait([a, b], { timeoutMs: 1 });
  assert.equal(calls, 0);
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('asCompleted: tells those that are done first, then the others as they get there', async () => {
  const [a, b, c] = three();
  c.setResult('');
  const order = collect(asCompleted([a, b, c]));
  b.setException(new Error('b'));
  a.cancel();
  assert.deepEqual(await order, [c, b, a]);
});
test('asCompleted: keeps the order of completion while nobody asks', async () => {
  const [a, b, c] = three();
  const completed = asCompleted([a, b, c]);
  c.setResult('');
  a.setResult('');
  b.setResult('');
  assert.deepEqual(await collect(completed), [c, a, b]);
});
test('asCompleted: tells a duplicate once', async () => {
  const [a, b] = three();
  b.setResult('');
  const order = collect(asCompleted([a, a, b, b, a]));
  a.setResult('');
  assert.deepEqual(await order, [b, a]);
});
test('asCompleted: of no futures ends at once', async () => assert.deepEqual(await collect(asCompleted([])), []));
test('asCompleted: when the time is over it throws, after all that are done', async () => {
  const [a, b, c] = three();
  a.setResult('');
  const completed = asCompleted([a, b, c], { timeoutMs: 0 });
  assert.equal((await completed.next()).value, a);
  await assert.rejects(completed.next(), {
    name: 'TimeoutError',
    message: '2 (of 3) futures are not done after 0 ms',
  });
});
test('asCompleted: the time counts from the call', async (t) => {
  const clock = t.mock.method(performance, 'now');
  clock.mock.mockImplementation(() => 1000);
  const completed = asCompleted([new Future()], { timeoutMs: 500 });
  clock.mock.mockImplementation(() => 1500);
  await assert.rejects(completed.next(), TimeoutError);
});
test('asCompleted: ends with the reason of a signal', async () => {
  const controller = new AbortController();
  const next = asCompleted([new Future()], { signal: controller.signal }).next();
  controller.abort(new Error('enough'));
  await assert.rejects(next, { message: 'enough' });
});
test('asCompleted: keeps nothing of a future that was told', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  const open = new Future<object>();
  const futures = [open, new Future<object>()];
  futures[1]?.setResult({});
  const completed = asCompleted(futures);
  const told = new WeakRef((await completed.next()).value as Future<object>);
  futures.length = 0;
  const next = completed.next();
  await new Promise(setImmediate);
  collectGarbage();
  assert.equal(told.deref(), undefined);
  open.cancel();
  assert.equal((await next).value, open);
});
test('asCompleted: who leaves early leaves nothing behind', async () => {
  const [a, b] = three();
  a.setResult('');
  for await (const future of asCompleted([a, b])) {
    assert.equal(future, a);
    break;
  }
  b.setResult('');
});
test('asCompleted: an option that there is not is refused by name', () => {
  assert.throws(() => asCompleted([], { timeout: 5 } as object), /no option timeout/);
});
test('wait, asCompleted and executors: a number or a word where options stand is refused, and never left unread', async () => {
  const number = 5 as unknown as object;
  await assert.rejects(wait([], number), /an object of options \(timeoutMs, signal, returnWhen\), got 5/);
  assert.throws(() => asCompleted([], number), /options \(timeoutMs, signal\), got 5/);
  assert.throws(() => new InlineExecutor(number), /options \(maxWorkers, signal\), got 5/);
  assert.throws(() => new InlineExecutor().shutdown(false as unknown as object), /got false/);
});
