import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import { packageRoot } from '../../src/document/package-root.js';
import { BrokenProcessPool, BrokenThreadPool, ShutdownError } from '../../src/futures/errors.js';
import { ProcessExecutor } from '../../src/futures/process-executor.js';
import { ThreadExecutor } from '../../src/futures/thread-executor.js';

/** Node.js 20 has it, and the library of types for ES2023 does not. */
const { waitAsync } = Atomics as unknown as {
  waitAsync(cells: Int32Array, index: number, value: number): { value: Promise<string> | string };
};

const WORK = new URL('./work.mjs', import.meta.url);

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

interface Where {
  isMainThread: boolean;
  threadId: number;
  pid: number;
}

for (const { Executor, Broken } of [
  { Executor: ThreadExecutor, Broken: BrokenThreadPool },
  { Executor: ProcessExecutor, Broken: BrokenProcessPool },
]) {
  const kind = Executor.name;

  test(`${kind}: submit gives what the function of a module returns`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    assert.equal(await executor.submit<number>(WORK, 'add', 1, 2).result(), 3);
    assert.equal(await executor.submit(WORK.href, 'add', 'a', 'b').result(), 'ab');
  });
  test(`${kind}: what the function throws is raised with its name, message, cause, properties and stack`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    const error = (await executor.submit(WORK, 'fail', 'no route').exception()) as Error & { host: string };
    assert.ok(error instanceof Error);
    assert.deepEqual(
      [error.name, error.message, error.cause, error.host],
      ['DeviceTrouble', 'no route', 'the cable', 'R1'],
    );
    assert.match(error.stack ?? '', /work\.mjs/);
    assert.ok((await executor.submit(WORK, 'failWithType').exception()) instanceof TypeError);
  });
  test(`${kind}: a function or module that is not there is raised by the future, and the next call is carried out`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    assert.match(String(await executor.submit(WORK, 'nothing').exception()), /exports no function nothing/);
    assert.ok(await executor.submit(new URL('./nowhere.mjs', import.meta.url), 'add').exception());
    assert.equal(await executor.submit(WORK, 'double', 4).result(), 8);
  });
  test(`${kind}: arguments and results that cannot be copied are raised by the future, and the next call is carried out`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    assert.match(String(await executor.submit(WORK, 'double', () => 1).exception()), /could not be cloned/);
    assert.match(String(await executor.submit(WORK, 'giveFunction').exception()), /could not be cloned/);
    assert.equal(await executor.submit(WORK, 'double', 4).result(), 8);
  });
  test(`${kind}: futures cannot be handed to a worker, so that none can wait for another`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    const first = executor.submit(WORK, 'double', 1);
    const second = executor.submit(WORK, 'double', first);
    await first.result();
    assert.ok(Number.isNaN(await second.result())); // a copy has nothing of a future in it
  });
  test(`${kind}: an idle worker is used before a new one is started`, async () => {
    await using executor = new Executor({ maxWorkers: 4 });
    const counts = [];
    for (let call = 0; call < 3; call++) counts.push(await executor.submit(WORK, 'countCalls').result());
    assert.deepEqual(counts, [1, 2, 3]);
  });
  test(`${kind}: map gives results in the order of the items, of several iterables, through chunks and a buffer`, async () => {
    await using executor = new Executor({ maxWorkers: 2 });
    assert.deepEqual(await collect(executor.map(WORK, 'double', [1, 2, 3])), [2, 4, 6]);
    assert.deepEqual(await collect(executor.map(WORK, 'addAll', [1, 2], [10, 20], [100, 200])), [111, 222]);
    assert.deepEqual(await collect(executor.map(WORK, 'double', [1, 2, 3, 4, 5], { chunkSize: 2 })), [2, 4, 6, 8, 10]);
    assert.deepEqual(await collect(executor.map(WORK, 'double', [1, 2, 3], { bufferSize: 1 })), [2, 4, 6]);
    await assert.rejects(collect(executor.map(WORK, 'fail', ['bad'])), { message: 'bad' });
  });
  test(`${kind}: the initializer is carried out once in each worker, before its first call`, async () => {
    await using executor = new Executor({
      maxWorkers: 1,
      initializer: { module: WORK, name: 'greet', args: ['hello'] },
    });
    assert.equal(await executor.submit(WORK, 'greeted').result(), 'hello');
    await executor.submit(WORK, 'greet', 'changed').result();
    assert.equal(await executor.submit(WORK, 'greeted').result(), 'changed');
  });
  test(`${kind}: an initializer that fails breaks the executor`, async () => {
    await using executor = new Executor({ maxWorkers: 1, initializer: { module: WORK, name: 'refuseToStart' } });
    const futures = [executor.submit(WORK, 'double', 1), executor.submit(WORK, 'double', 2)];
    for (const future of futures) {
      const error = await future.exception();
      assert.ok(error instanceof Broken);
      assert.match(error.message, /initializer of a worker has failed: no licence/);
    }
    assert.throws(() => executor.submit(WORK, 'double', 3), Broken);
  });
  test(`${kind}: never has more workers than maxWorkers, however many calls there are`, async () => {
    await using executor = new Executor({ maxWorkers: 2 });
    const places = await collect(executor.map<Where>(WORK, 'where', [1, 2, 3, 4, 5, 6, 7, 8]));
    assert.ok(new Set(places.map(({ pid, threadId }) => `${pid}/${threadId}`)).size <= 2);
  });
  test(`${kind}: maxWorkers is a whole number from 1, and has a default`, () => {
    for (const maxWorkers of [0, -1, 1.5])
      assert.throws(() => new Executor({ maxWorkers }), /maxWorkers: expected a whole number from 1/);
    const cores = availableParallelism();
    assert.equal(new Executor().maxWorkers, Executor === ThreadExecutor ? Math.min(32, cores + 4) : cores);
  });
  test(`${kind}: chunks ${Executor === ThreadExecutor ? 'have no effect' : 'are carried whole'}`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    const results = executor.map(WORK, 'addBig', [1n, 1], { chunkSize: 2 });
    // What is thrown in a chunk is thrown for the chunk.
    if (Executor === ThreadExecutor) assert.equal((await results.next()).value, 2n);
    await assert.rejects(results.next(), TypeError);
  });
  test(`${kind}: many megabytes are carried whole, there and back`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    const bytes = new Uint8Array(4_000_000).fill(7);
    assert.deepEqual(await executor.submit<Uint8Array>(WORK, 'echo', bytes).result(), bytes);
  });
  test(`${kind}: at the end of an await using block everything is done`, async () => {
    const futures = [];
    {
      await using executor = new Executor({ maxWorkers: 1 });
      for (const number of [1, 2]) futures.push(executor.submit(WORK, 'double', number));
    }
    assert.deepEqual(
      futures.map(({ outcome }) => outcome),
      [2, 4].map((value) => ({ kind: 'returned', value })),
    );
  });
  test(`${kind}: with an initializer that fails in one worker ${
    Executor === ThreadExecutor ? 'the calls of the others go on' : 'all are lost'
  }`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'flow-futures-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const initializer = { module: WORK, name: 'startOnce', args: [join(folder, 'started')] };
    await using executor = new Executor({ maxWorkers: 2, initializer });
    await executor.submit(WORK, 'double', 1).result();
    const memory = new SharedArrayBuffer(8);
    const running =
      Executor === ThreadExecutor ? executor.submit(WORK, 'waitFor', memory) : executor.submit(WORK, 'forever');
    const [unready, waiting] = [executor.submit(WORK, 'double', 2), executor.submit(WORK, 'double', 3)];
    for (const future of [unready, waiting]) assert.ok((await future.exception()) instanceof Broken);
    assert.throws(() => executor.submit(WORK, 'double', 4), Broken);
    if (Executor === ProcessExecutor) return assert.ok((await running.exception()) instanceof Broken);
    assert.equal(running.state, 'running');
    const cells = new Int32Array(memory);
    Atomics.store(cells, 0, 1);
    Atomics.notify(cells, 0);
    assert.equal(await running.result(), 1);
  });
  test(`${kind}: shut down with a call that ends its worker, it ends, and the call has raised`, async () => {
    const executor = new Executor({ maxWorkers: 1 });
    const future = executor.submit(WORK, 'exit');
    await executor.shutdown();
    assert.ok((await future.exception(0)) instanceof Broken);
  });
  test(`${kind}: a worker that ends breaks the executor: all that is not done is raised, and nothing more is taken`, async () => {
    await using executor = new Executor({ maxWorkers: 2 });
    const done = executor.submit(WORK, 'double', 1);
    await done.result();
    const running = executor.submit(WORK, 'forever');
    const lost = executor.submit(WORK, 'exit');
    const waiting = executor.submit(WORK, 'double', 2);
    for (const future of [lost, running, waiting]) assert.ok((await future.exception()) instanceof Broken);
    assert.throws(() => executor.submit(WORK, 'double', 3), Broken);
    assert.equal(await done.result(), 2);
  });
  test(`${kind}: terminateWorkers ends what runs at once, and cancels what has not begun`, async () => {
    const executor = new Executor({ maxWorkers: 1 });
    const [running, waiting] = [executor.submit(WORK, 'forever'), executor.submit(WORK, 'double', 1)];
    await executor.terminateWorkers();
    assert.ok((await running.exception(0)) instanceof Broken);
    assert.equal(waiting.cancelled(), true);
    assert.throws(() => executor.submit(WORK, 'double', 3), Broken);
  });
  test(`${kind}: after shutdown nothing is taken`, async () => {
    const executor = new Executor({ maxWorkers: 1 });
    const future = executor.submit(WORK, 'double', 1);
    await executor.shutdown();
    assert.equal(await future.result(0), 2);
    assert.throws(() => executor.submit(WORK, 'double', 3), ShutdownError);
  });
  test(`${kind}: a module without an address of its own is refused, with what to write`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    assert.throws(() => executor.submit('./work.mjs', 'double'), /new URL\('\.\/work\.mjs', import\.meta\.url\)/);
    assert.throws(() => executor.submit((() => 1) as never, 'double'), /expected an address.*got function/);
  });
  for (const { title, line } of [
    { title: 'one that is forgotten', line: '' },
    { title: 'one that was shut down with wait false', line: 'await executor.shutdown({ wait: false });' },
  ])
    test(`${kind}: ${title} does not keep the process, and everything that was submitted is done before it ends`, (t) => {
      const script = `
      import { ${kind} } from ${JSON.stringify(pathToFileURL(join(packageRoot, 'dist/futures.js')).href)};
      const executor = new ${kind}({ maxWorkers: 1 });
      for (const number of [21, 22, 23])
        executor.submit(${JSON.stringify(WORK.href)}, 'double', number)
          .addDoneCallback(async (future) => console.log(await future.result()));
      ${line}`;
      const folder = mkdtempSync(join(tmpdir(), 'flow-futures-'));
      t.after(() => rmSync(folder, { recursive: true }));
      writeFileSync(join(folder, 'script.mjs'), script);
      const { stdout, status } = spawnSync(process.execPath, [join(folder, 'script.mjs')], { encoding: 'utf8' });
      assert.deepEqual([stdout, status], ['42\n44\n46\n', 0]);
    });
}

test('ThreadExecutor: calls are carried out in other threads of this process', async () => {
  await using executor = new ThreadExecutor({ maxWorkers: 1 });
  const where = await executor.submit<Where>(WORK, 'where').result();
  assert.equal(where.pid, process.pid);
  assert.notEqual(where.threadId, threadId);
});
test('ThreadExecutor: with maxWorkers 2 two are carried out at the same time and the third waits', async () => {
  await using executor = new ThreadExecutor({ maxWorkers: 2 });
  const memory = new SharedArrayBuffer(8);
  const cells = new Int32Array(memory);
  const futures = [1, 2, 3].map(() => executor.submit<number>(WORK, 'waitFor', memory));
  for (let begun = 0; begun < 2; begun = Atomics.load(cells, 1)) await waitAsync(cells, 1, begun).value;
  assert.deepEqual(
    futures.map(({ state }) => state),
    ['running', 'running', 'pending'],
  );
  assert.equal(Atomics.load(cells, 1), 2);
  Atomics.store(cells, 0, 1);
  Atomics.notify(cells, 0);
  assert.equal(await futures[2]?.result(), 3);
});
test('ProcessExecutor: calls are carried out in other processes', async () => {
  await using executor = new ProcessExecutor({ maxWorkers: 1 });
  const where = await executor.submit<Where>(WORK, 'where').result();
  assert.equal(where.isMainThread, true);
  assert.notEqual(where.pid, process.pid);
});
test('ProcessExecutor: maxTasksPerChild has another process take the place of one that has done its share', async () => {
  await using executor = new ProcessExecutor({ maxWorkers: 1, maxTasksPerChild: 2 });
  const counts = [];
  for (let call = 0; call < 5; call++) counts.push(await executor.submit(WORK, 'countCalls').result());
  assert.deepEqual(counts, [1, 2, 1, 2, 1]);
  assert.throws(() => new ProcessExecutor({ maxTasksPerChild: 0 }), /maxTasksPerChild/);
});
test('ProcessExecutor: a process that is killed from outside breaks it, also one that has nothing to do', async () => {
  await using busy = new ProcessExecutor({ maxWorkers: 1 });
  assert.ok((await busy.submit(WORK, 'kill').exception()) instanceof BrokenProcessPool);
  await using idle = new ProcessExecutor({ maxWorkers: 1 });
  const { pid } = await idle.submit<Where>(WORK, 'where').result();
  process.kill(pid, 'SIGKILL');
  assert.ok((await idle.submit(WORK, 'forever').exception()) instanceof BrokenProcessPool);
  assert.throws(() => idle.submit(WORK, 'double', 1), BrokenProcessPool);
});
test('ProcessExecutor: terminateWorkers kills a process that does not end when it is told to', async () => {
  const executor = new ProcessExecutor({ maxWorkers: 1 });
  await executor.submit(WORK, 'stayAlive').result();
  const { pid } = await executor.submit<Where>(WORK, 'where').result();
  await executor.terminateWorkers();
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});
test('ProcessExecutor: after shutdown no process is left, neither of those that had done their share', async () => {
  const executor = new ProcessExecutor({ maxWorkers: 2, maxTasksPerChild: 2 });
  const places = executor.map<Where>(WORK, 'where', [1, 2, 3, 4, 5]);
  const pids = (await collect(places)).map(({ pid }) => pid);
  await executor.shutdown();
  for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});
test('ProcessExecutor: shut down at once with maxTasksPerChild, everything that was submitted is done', async () => {
  const executor = new ProcessExecutor({ maxWorkers: 2, maxTasksPerChild: 1 });
  const futures = [1, 2, 3, 4].map((number) => executor.submit(WORK, 'double', number));
  await executor.shutdown();
  assert.deepEqual(await Promise.all(futures.map((future) => future.result(0))), [2, 4, 6, 8]);
});
