import assert from 'node:assert/strict';
import test from 'node:test';
import { BrokenProcessPool, BrokenThreadPool } from '../../src/futures/errors.js';
import { ProcessExecutor } from '../../src/futures/process-executor.js';
import { ThreadExecutor } from '../../src/futures/thread-executor.js';

const WORK = new URL('./work.mjs', import.meta.url);

for (const { Executor, Broken } of [
  { Executor: ThreadExecutor, Broken: BrokenThreadPool },
  { Executor: ProcessExecutor, Broken: BrokenProcessPool },
]) {
  const kind = Executor.name;

  test(`${kind}: what is said to a call before its turn has come is heard when it listens, in the order in which it was said`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    const before = executor.submit(WORK, 'double', 1);
    const said: unknown[] = [];
    const onMessage = (message: unknown) => said.push(message);
    const { future, post } = executor.converse<string[]>(WORK, 'repeat', { args: ['again:'], onMessage });
    assert.ok(future.state === 'pending' && before.state === 'running');
    for (const word of ['one', 'two', 'over']) post(word);
    assert.deepEqual(await future.result(), ['one', 'two', 'over']);
    assert.deepEqual(said, ['again: one', 'again: two', 'again: over']);
  });
  test(`${kind}: an answer to what a call says reaches it while it runs`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    const words = ['two', 'over'];
    const talk = executor.converse<string[]>(WORK, 'repeat', {
      args: [''],
      onMessage: () => talk.post(words.shift()),
    });
    talk.post('one');
    assert.deepEqual(await talk.future.result(), ['one', 'two', 'over']);
  });
  test(`${kind}: all that a call says is heard before its future is done`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    for (let round = 0; round < 20; round++) {
      const said: number[] = [];
      const onMessage = (message: number) => void said.push(message);
      const { future } = executor.converse(WORK, 'count', { args: [50], onMessage });
      const heard = new Promise<number>((resolve) => future.addDoneCallback(() => resolve(said.length)));
      assert.equal(await heard, 50);
      assert.deepEqual(
        said,
        Array.from({ length: 50 }, (_, number) => number),
      );
    }
  });
  test(`${kind}: what is said to a call that is over is not heard by the next one in its worker`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    const onMessage = () => {};
    const first = executor.converse(WORK, 'repeat', { args: [''], onMessage });
    const second = executor.converse<string[]>(WORK, 'repeat', { args: [''], onMessage });
    for (const word of ['over', 'late']) first.post(word);
    await first.future.result();
    first.post('later');
    second.post('over');
    assert.deepEqual(await second.future.result(), ['over']);
  });
  test(`${kind}: what nobody has caught in a worker is named by what breaks the executor, and is its cause`, async () => {
    await using executor = new Executor({ maxWorkers: 1 });
    const error = await executor.submit(WORK, 'crash').exception();
    assert.ok(error instanceof Broken);
    assert.match(
      error.message,
      /^a worker (thread|process) has ended while there was work for it: x is not a function$/,
    );
    assert.ok(error.cause instanceof TypeError);
    assert.match(error.cause.stack ?? '', /work\.mjs/);
  });
}

test('ProcessExecutor: processes have the environment that it is given, and that of this process otherwise', async () => {
  await using own = new ProcessExecutor({ maxWorkers: 1 });
  assert.equal(await own.submit(WORK, 'variable', 'PATH').result(), process.env.PATH);
  await using given = new ProcessExecutor({ maxWorkers: 1, env: { SITE: 'hq', NOTHING: undefined } });
  assert.equal(await given.submit(WORK, 'variable', 'SITE').result(), 'hq');
  assert.equal(await given.submit(WORK, 'variable', 'PATH').result(), undefined);
});
