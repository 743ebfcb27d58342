import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { RunRecord } from '../../src/task/result.js';
import type { Cleanup } from '../support/lab.js';
import { runQueued } from '../support/queued-run.js';
import { type RealRedis, startRedis, startWorker } from '../support/redis.js';
import { joinNetns, makeNetns, type Netns, netnsSuite } from './support/netns.js';
import { OPENSSH } from './support/programs.js';
import { runProgram } from './support/run-program.js';
import { Sshd } from './support/sshd.js';
import { addUser, type SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

netnsSuite('a queue between two networks', [...OPENSSH, 'redis-server', 'mkfifo'], () => {
  const workshop = new Workshop();
  const cleanup = {
    after: (undo: () => unknown) =>
      workshop.later(async () => {
        await undo();
      }),
  } as Cleanup;
  let hub: Netns;
  let site: Netns;
  let redis: RealRedis;
  let user: SystemUser;
  let device: Sshd;
  let projects = 0;

  before(async () => {
    hub = await makeNetns(workshop);
    site = await makeNetns(workshop);
    const { near } = await joinNetns(hub, site, '192.0.2');
    redis = await startRedis(cleanup, [], { address: near, wrapper: hub.wrapper });
    user = await addUser(workshop);
    // The same device at the same address in both networks; it knows which of them it stands in.
    device = await Sshd.start(workshop, { wrapper: hub.wrapper, config: ['SetEnv SIDE=hub'] });
    await Sshd.start(workshop, { wrapper: site.wrapper, port: device.port, config: ['SetEnv SIDE=site'] });
  });
  after(() => workshop.close());

  const deviceOf = (more: object = {}) => {
    const { name: username, password } = user;
    return { address: '127.0.0.1', port: device.port, platform: 'linux', username, password, ...more };
  };
  /** A folder with a playbook over hosts. */
  const makePlaybook = (hosts: object, playbook: object) => {
    const folder = workshop.path(`queued-${projects++}`);
    mkdirSync(folder);
    writeFileSync(`${folder}/package.json`, '{}');
    const text = JSON.stringify({ name: 'Queued', inventory: { hosts }, ...playbook });
    writeFileSync(`${folder}/clock.yaml`, text);
    return folder;
  };
  const setLink = (state: 'up' | 'down') => async () => {
    const links = JSON.parse(await runProgram('ip', '-j', '-n', hub.name, 'link', 'show', 'type', 'veth'));
    await runProgram('ip', '-n', hub.name, 'link', 'set', links[0].ifname, state);
  };
  const cut = setLink('down');
  const mend = setLink('up');
  /** A pipe in which a command of a device waits for its answer. */
  const makePipe = async (name: string) => {
    const path = workshop.path(name);
    await runProgram('mkfifo', '-m', '666', path);
    return path;
  };
  /** Resolves once a command reads the pipe. */
  const reader = (path: string): Promise<FileHandle> => open(path, 'w');
  const answer = async (pipe: FileHandle, text: string) => {
    await pipe.write(`${text}\n`).catch(() => {}); // whoever read it may be gone
    await pipe.close();
  };

  test('[real] a worker that is cut off loses what it reads to another; what it says afterwards counts for nothing', async () => {
    const [here, there] = [await makePipe('read-hub'), await makePipe('read-site')];
    const folder = makePlaybook({ R1: deviceOf() }, { command: `cat ${workshop.folder}/read-$SIDE` });
    const remote = await startWorker(cleanup, redis, { wrapper: site.wrapper });
    const flow = runQueued(redis, folder, ['--host-keys', 'off'], { wrapper: hub.wrapper });
    const late = await reader(there);
    await cut();
    await Promise.all([flow.waitFor(/lease is over/), remote.waitFor(/the lease was lost: what ran is ended/)]);
    await answer(late, 'from the site');
    const near = await startWorker(cleanup, redis, { wrapper: hub.wrapper });
    const pipe = await reader(here);
    await mend();
    await remote.waitFor(/the lease holds again/);
    await answer(pipe, 'from the hub');
    const { exitCode, stdout, stderr } = await flow;
    assert.equal(exitCode, 0, stderr);
    const { results }: RunRecord = JSON.parse(stdout);
    assert.deepEqual(
      results.map(({ output, attempts }) => ({ output, attempts })),
      [{ output: 'from the hub', attempts: 2 }],
    );
    for (const worker of [remote, near]) {
      worker.kill();
      assert.equal((await worker.ended).exitCode, 0);
    }
  });

  test('[real] a change in flight on a worker that is cut off is unknown, and is not made a second time', async () => {
    const there = await makePipe('change-site');
    const made = await workshop.write('made', '');
    chmodSync(made, 0o666);
    const command = `echo "$SIDE" >> ${made}; cat ${workshop.folder}/change-$SIDE`;
    const folder = makePlaybook({ R1: deviceOf() }, { mode: 'change', command });
    const remote = await startWorker(cleanup, redis, { wrapper: site.wrapper });
    const flow = runQueued(redis, folder, ['--host-keys', 'off'], { wrapper: hub.wrapper });
    const pipe = await reader(there);
    const near = await startWorker(cleanup, redis, { wrapper: hub.wrapper });
    await cut();
    await remote.waitFor(/the lease was lost: what ran is ended/);
    const { exitCode, stdout, stderr } = await flow;
    assert.equal(exitCode, 1, stderr);
    const { results }: RunRecord = JSON.parse(stdout);
    assert.deepEqual(
      results.map(({ state, error }) => [state, error?.code]),
      [['unknown', 'worker_lost']],
    );
    await answer(pipe, 'late');
    await mend();
    await remote.waitFor(/the lease holds again/);
    for (const worker of [remote, near]) {
      worker.kill();
      assert.equal((await worker.ended).exitCode, 0);
    }
    assert.equal(readFileSync(made, 'utf8'), 'site\n');
  });

  test('[real] hosts behind a jump host are all with one of two workers, and share its session there', async () => {
    const gate = await Sshd.start(workshop, { wrapper: hub.wrapper });
    const names = Array.from({ length: 12 }, (_, index) => `R${index}`);
    const behind = Object.fromEntries(names.map((name) => [name, deviceOf({ jump: ['gate'] })]));
    const folder = makePlaybook(
      { gate: { ...deviceOf(), port: gate.port }, ...behind },
      { select: 'host.name != "gate"', command: 'whoami', concurrency: 12 },
    );
    // Both take tickets: neither has room for all at once.
    const words = ['-c', '4'];
    const workers = await Promise.all([1, 2].map(() => startWorker(cleanup, redis, { wrapper: hub.wrapper, words })));
    const { exitCode, stdout, stderr } = await runQueued(redis, folder, ['--host-keys', 'off'], {
      wrapper: hub.wrapper,
    });
    assert.equal(exitCode, 0, stderr);
    assert.equal((JSON.parse(stdout) as RunRecord).run.counts.finished, 12);
    assert.equal(gate.log().split('Connection from').length - 1, 1);
    for (const worker of workers) {
      worker.kill();
      assert.equal((await worker.ended).exitCode, 0);
    }
  });
});
