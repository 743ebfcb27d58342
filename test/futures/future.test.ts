import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { CancelledError, InvalidStateError, TimeoutError } from '../../src/futures/errors.js';
import { Future } from '../../src/futures/future.js';

const cause = new RangeError('out of range');

function running(): Future<string> {
  const future = new Future<string>();
  future.setRunningOrNotifyCancel();
  return future;
}

function returned(value = 'text'): Future<string> {
  const future = running();
  future.setResult(value);
  return future;
}

function raised(): Future<string> {
  const future = running();
  future.setException(cause);
  return future;
}

function cancelled(): Future<string> {
  const future = new Future<string>();
  future.cancel();
  return future;
}

const claims = (future: Future) => [future.cancelled(), future.running(), future.done(), future.state];

test('a new future is pending', () => assert.deepEqual(claims(new Future()), [false, false, false, 'pending']));
test('one that is carried out is running', () => assert.deepEqual(claims(running()), [false, true, false, 'running']));
test('one that has returned is done and not running', () =>
  assert.deepEqual(claims(returned()), [false, false, true, 'finished']));
test('one that has raised is done and not cancelled', () =>
  assert.deepEqual(claims(raised()), [false, false, true, 'finished']));
test('one that was cancelled is done', () => assert.deepEqual(claims(cancelled()), [true, false, true, 'cancelled']));

test('cancel: a pending future is cancelled, and again with the same answer', () => {
  const future = new Future();
  assert.equal(future.cancel(), true);
  assert.equal(future.cancel(), true);
});
test('cancel: a running future cannot be cancelled', () => {
  const future = running();
  assert.equal(future.cancel(), false);
  assert.equal(future.state, 'running');
});
test('cancel: a finished future cannot be cancelled', () => {
  assert.equal(returned().cancel(), false);
  assert.equal(raised().cancel(), false);
});

test('result: gives what the call returned, however often it is asked', async () => {
  const future = returned('clock');
  assert.equal(await future.result(), 'clock');
  assert.equal(await future.result(0), 'clock');
});
test('result: waits for a future that is not done', async () => {
  const future = running();
  const result = future.result();
  future.setResult('later');
  assert.equal(await result, 'later');
});
test('result: throws the very value that the call threw', async () => {
  await assert.rejects(raised().result(), (error) => error === cause);
});
test('result: of a cancelled future is a CancelledError', async () => {
  await assert.rejects(cancelled().result(), CancelledError);
});
test('result: of a future that is cancelled while one waits is a CancelledError', async () => {
  const future = new Future();
  const result = future.result();
  future.cancel();
  await assert.rejects(result, CancelledError);
});
test('result: is a TimeoutError when the time is over, and can be asked again', async () => {
  const future = running();
  await assert.rejects(future.result(1), TimeoutError);
  await assert.rejects(future.result(0), { name: 'TimeoutError', message: 'the future is still running after 0 ms' });
  future.setResult('after all');
  assert.equal(await future.result(0), 'after all');
});
test('result: no time limit is no number', async () => {
  await assert.rejects(running().result(Number.NaN), RangeError);
});
test('result: ends with the reason of a signal, and the future goes on', async () => {
  const controller = new AbortController();
  const future = running();
  const result = future.result(undefined, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await assert.rejects(result, { message: 'enough' });
  await assert.rejects(future.result(undefined, { signal: controller.signal }), { message: 'enough' });
  future.setResult('on');
  assert.equal(await future.result(), 'on');
});

test('exception: gives what was thrown, and undefined when it returned', async () => {
  assert.equal(await raised().exception(), cause);
  assert.equal(await returned().exception(), undefined);
});
test('exception: waits for a future that is not done', async () => {
  const future = running();
  const exception = future.exception();
  future.setException(cause);
  assert.equal(await exception, cause);
});
test('exception: of a cancelled future is thrown as a CancelledError', async () => {
  await assert.rejects(cancelled().exception(), CancelledError);
});
test('exception: is a TimeoutError when the time is over', async () => {
  await assert.rejects(running().exception(1), TimeoutError);
});
test('a future that has raised and is never asked is silent', async () => {
  raised();
  await new Promise((resolve) => setImmediate(resolve)); // an unhandled rejection would fail this file
});

test('addDoneCallback: is called with the future as its only argument', () => {
  const future = running();
  const heard: unknown[][] = [];
  future.addDoneCallback((...args) => heard.push(args));
  future.setResult('text');
  assert.deepEqual(heard, [[future]]);
});
test('addDoneCallback: is called when the future is cancelled', () => {
  const future = new Future();
  let heard = 0;
  future.addDoneCallback(() => heard++);
  future.cancel();
  future.cancel();
  assert.equal(heard, 1);
});
test('addDoneCallback: is called at once when the future is done', () => {
  let heard = 0;
  for (const future of [returned(), raised(), cancelled()]) future.addDoneCallback(() => heard++);
  assert.equal(heard, 3);
});
test('addDoneCallback: callbacks are called in the order in which they were added, the same one as often as it was', () => {
  const future = running();
  const heard: string[] = [];
  const twice = () => heard.push('twice');
  future.addDoneCallback(() => heard.push('first'));
  future.addDoneCallback(twice);
  future.addDoneCallback(twice);
  future.setResult('text');
  assert.deepEqual(heard, ['first', 'twice', 'twice']);
});
test('addDoneCallback: what one throws is a warning, and the others are called', async () => {
  const future = running();
  const warning = new Promise((resolve) => process.once('warning', resolve));
  let heard = 0;
  future.addDoneCallback(() => {
    throw cause;
  });
  future.addDoneCallback(() => heard++);
  future.setResult('text');
  assert.equal(heard, 1);
  assert.equal(await warning, cause);
});
test('addDoneCallback: what one throws that is called at once is a warning', async () => {
  const warning = new Promise((resolve) => process.once('warning', resolve));
  returned().addDoneCallback(() => {
    throw cause;
  });
  assert.equal(await warning, cause);
});
test('addDoneCallback: what an async one rejects with is a warning', async () => {
  const warning = new Promise((resolve) => process.once('warning', resolve));
  returned().addDoneCallback(async () => {
    throw cause;
  });
  assert.equal(await warning, cause);
});
test('addDoneCallback: one that is added by another while they are called is called at once', () => {
  const future = running();
  const heard: string[] = [];
  future.addDoneCallback(() => {
    future.addDoneCallback(() => heard.push('inner'));
    heard.push('outer');
  });
  future.setResult('text');
  assert.deepEqual(heard, ['inner', 'outer']);
});
test('addDoneCallback: can be taken back', () => {
  const future = running();
  const leave = future.addDoneCallback(() => assert.fail('was called'));
  leave();
  future.setResult('text');
});

test('setRunningOrNotifyCancel: is true for a pending future and makes it running', () => {
  const future = new Future();
  assert.equal(future.setRunningOrNotifyCancel(), true);
  assert.equal(future.running(), true);
});
test('setRunningOrNotifyCancel: is false for a cancelled future, and can be called only once', () => {
  const future = cancelled();
  assert.equal(future.setRunningOrNotifyCancel(), false);
  assert.throws(() => future.setRunningOrNotifyCancel(), InvalidStateError);
});
test('setRunningOrNotifyCancel: throws when the future has begun or finished', () => {
  assert.throws(() => running().setRunningOrNotifyCancel(), InvalidStateError);
  assert.throws(() => returned().setRunningOrNotifyCancel(), InvalidStateError);
});
test('setResult and setException: a pending future is finished without ever running', async () => {
  const [first, second] = [new Future<string>(), new Future<string>()];
  first.setResult('text');
  second.setException(cause);
  assert.equal(await first.result(), 'text');
  assert.equal(await second.exception(), cause);
});
test('setResult and setException: throw for a future that is done', () => {
  for (const make of [returned, raised, cancelled]) {
    assert.throws(() => make().setResult('second'), InvalidStateError);
    assert.throws(() => make().setException(cause), InvalidStateError);
  }
});

test('a future is shown by its state and the kind of its result', () => {
  assert.equal(inspect(new Future()), '<Future state=pending>');
  assert.equal(inspect(running()), '<Future state=running>');
  assert.equal(inspect(cancelled()), '<Future state=cancelled>');
  assert.equal(inspect(returned()), '<Future state=finished returned string>');
  assert.equal(inspect(raised()), '<Future state=finished raised RangeError>');
  const object = new Future<object>();
  object.setResult({ secret: 'hidden' });
  assert.equal(`${object}`, '<Future state=finished returned object>');
});
test('a future is no promise: awaiting it gives the future', async () => {
  const future = new Future();
  assert.equal(await future, future);
});

test('whatever is done to a future, it is done once and tells each callback once', () => {
  const step = fc.constantFrom('cancel', 'run', 'return', 'raise');
  const property = fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
    const future = new Future<string>();
    let told = 0;
    let first: unknown;
    future.addDoneCallback(() => told++);
    for (const each of steps) {
      try {
        if (each === 'cancel') future.cancel();
        if (each === 'run') future.setRunningOrNotifyCancel();
        if (each === 'return') future.setResult('text');
        if (each === 'raise') future.setException(cause);
      } catch (error) {
        assert.ok(error instanceof InvalidStateError);
      }
      first ??= future.outcome;
      assert.equal(future.outcome, first);
      assert.equal(future.done(), told === 1);
      assert.equal([future.cancelled(), future.running()].filter(Boolean).length <= 1, true);
    }
  });
  fc.assert(property, { seed: 9 });
});
