import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../src/error/flow-error.js';
import { type LockedHost, type LockOwner, lockHosts } from '../../src/journal/change-locks.js';
import { markProcess, type ProcessMark } from '../../src/journal/process-mark.js';
import { makeFolder } from '../support/lab.js';

const [R1, R2, R3] = ['R1', 'R2', 'R3'].map(
  (name, index): LockedHost => ({ name, address: `10.0.0.${index}`, port: 22 }),
) as [LockedHost, LockedHost, LockedHost];

/** The mark of a process that has ended. */
async function markOfLost(): Promise<ProcessMark> {
  const child = spawn(process.execPath, ['-e', '0']);
  await once(child, 'exit');
  return { ...markProcess(), pid: child.pid ?? 0 };
}

/** A process that takes locks when it is told to, and gives them back when told so. */
async function startLocker(t: TestContext, home: string, hosts: readonly LockedHost[]) {
  const child = fork(fileURLToPath(new URL('./support/locker.ts', import.meta.url)), [home, JSON.stringify(hosts)], {
    execArgv: ['--import', 'tsx'],
  });
  t.after(() => child.kill('SIGKILL'));
  const hear = async (): Promise<string> => (await once(child, 'message'))[0];
  await hear();
  return (word: string): Promise<string> => {
    child.send(word);
    return hear();
  };
}

test('a host that another run is changing is refused, and then none is locked', (t) => {
  const home = makeFolder(t);
  const release = lockHosts(home, [R1, R2], { run: 'first', process: markProcess(), lifeLine: 'none' });
  assert.throws(
    () => lockHosts(home, [R3, R2], { run: 'second', process: markProcess(), lifeLine: 'none' }),
    (error) =>
      error instanceof UsageError && /^R2 is being changed by the run first \(process \d+ on /.test(error.message),
  );
  lockHosts(home, [R3], { run: 'third', process: markProcess(), lifeLine: 'none' })();
  release();
  lockHosts(home, [R1, R2, R3], { run: 'fourth', process: markProcess(), lifeLine: 'none' })();
  assert.deepEqual(readdirSync(join(home, 'locks')), []);
});

test('the same address under another name is the same host', (t) => {
  const home = makeFolder(t);
  lockHosts(home, [R1], { run: 'first', process: markProcess(), lifeLine: 'none' });
  assert.throws(
    () => lockHosts(home, [{ ...R1, name: 'core' }], { run: 'second', process: markProcess(), lifeLine: 'none' }),
    /core is being changed/,
  );
});

test('a lock whose process is gone counts for nothing, nor does one whose number another process has by now', async (t) => {
  const home = makeFolder(t);
  lockHosts(home, [R1], { run: 'lost', process: await markOfLost(), lifeLine: 'none' });
  lockHosts(home, [R2], { run: 'older', process: { ...markProcess(), start: '1' }, lifeLine: 'none' });
  const release = lockHosts(home, [R1, R2], { run: 'next', process: markProcess(), lifeLine: 'none' });
  assert.throws(
    () => lockHosts(home, [R1], { run: 'third', process: markProcess(), lifeLine: 'none' }),
    /changed by the run next/,
  );
  release();
  assert.deepEqual(readdirSync(join(home, 'locks')), []);
});

test('a process on another machine is taken for one that goes on', async (t) => {
  const home = makeFolder(t);
  lockHosts(home, [R1], { run: 'far', process: { ...(await markOfLost()), machine: 'elsewhere' }, lifeLine: 'none' });
  const next: LockOwner = { run: 'next', process: markProcess(), lifeLine: 'none' };
  assert.throws(() => lockHosts(home, [R1], next), /on elsewhere\)\n.* remove \S+\/locks\/far\.owner$/);
  rmSync(join(home, 'locks', 'far.owner'));
  lockHosts(home, [R1], next)();
});

test('of all that find the same lost locks at the same time one alone gets them', async (t) => {
  const home = makeFolder(t);
  const gone = await markOfLost();
  const lockers = await Promise.all([1, 2, 3, 4].map(() => startLocker(t, home, [R1, R2, R3])));
  for (let round = 0; round < 20; round++) {
    const lost: LockOwner = { run: `lost-${round}`, process: gone, lifeLine: 'none' };
    lockHosts(home, [R1, R2, R3], lost);
    // One more that was lost while it was about to inherit.
    writeFileSync(join(home, 'locks', `heir-${round}.owner`), JSON.stringify({ ...lost, run: `heir-${round}` }));
    const lock = `${encodeURIComponent('10.0.0.0:22')}.lock`;
    linkSync(join(home, 'locks', `heir-${round}.owner`), join(home, 'locks', `${lock}.lost-${round}`));
    const outcomes = await Promise.all(lockers.map((tell, index) => tell(`run-${round}-${index}`)));
    assert.equal(outcomes.filter((outcome) => outcome === 'taken').length, 1, outcomes.join('; '));
    await Promise.all(lockers.map((tell) => tell('release')));
  }
});
