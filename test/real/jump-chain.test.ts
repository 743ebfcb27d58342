import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { joinNetns, makeNetns, type Netns, netnsSuite } from './support/netns.js';
import { play } from './support/play.js';
import { OPENSSH } from './support/programs.js';
import { Sshd } from './support/sshd.js';
import { addUser, type SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

netnsSuite('through a chain of two jump hosts', [...OPENSSH], () => {
  const workshop = new Workshop();
  const at = { outer: '', inner: '', target: '' };
  let desk: Netns;
  let user: SystemUser;
  let outer: Sshd;
  let inner: Sshd;
  let target: Sshd;

  before(async () => {
    // desk -- outer -- inner -- target: each sees its neighbours only.
    desk = await makeNetns(workshop);
    const [outerNet, innerNet, targetNet] = [
      await makeNetns(workshop),
      await makeNetns(workshop),
      await makeNetns(workshop),
    ];
    at.outer = (await joinNetns(desk, outerNet, '192.0.2')).far;
    at.inner = (await joinNetns(outerNet, innerNet, '198.51.100')).far;
    at.target = (await joinNetns(innerNet, targetNet, '203.0.113')).far;
    user = await addUser(workshop);
    const start = (net: Netns, address: string) => Sshd.start(workshop, { address, wrapper: net.wrapper });
    outer = await start(outerNet, at.outer);
    inner = await start(innerNet, at.inner);
    target = await start(targetNet, at.target);
  });
  after(() => workshop.close());

  const hostAt = (address: string, sshd: Sshd, more: object = {}) => ({
    ...{ address, port: sshd.port, platform: 'linux', username: user.name, password: user.password },
    ...more,
  });
  const gates = () => ({ outer: hostAt(at.outer, outer), inner: hostAt(at.inner, inner) });
  const run = (hosts: object, more: object = {}) => {
    const playbook = {
      inventory: { hosts },
      select: 'host.name.startsWith("R")',
      command: 'echo $SSH_CONNECTION',
      ...more,
    };
    return play(workshop, playbook, { wrapper: desk.wrapper });
  };
  const countLogins = (sshd: Sshd) => sshd.log().split('Accepted password for').length - 1;
  const countConnections = (sshd: Sshd) => sshd.log().split('Connection from').length - 1;

  test('[real] the target is reached through both, and through both only', async () => {
    const through = (jump: string[]) => hostAt(at.target, target, { jump });
    const played = await run(
      { ...gates(), R1: through(['outer', 'inner']), R2: through(['outer']), R3: through([]) },
      { timeout: { connect: '2s' } },
    );
    // The target sees the last hop's address.
    assert.equal(played.of('R1').output?.split(' ')[0], at.target.replace(/2$/, '1'), played.stderr);
    assert.equal(played.of('R2').error?.code, 'unreachable');
    assert.match(played.of('R2').error?.message ?? '', /outer/);
    assert.equal(played.of('R3').error?.code, 'unreachable');
  });

  test('[real] 50 hosts behind two hops use one connection to each hop', async () => {
    const before = [countConnections(outer), countConnections(inner), countLogins(target)];
    const names = Array.from({ length: 50 }, (_, index) => `R${index}`);
    const hosts = Object.fromEntries(
      names.map((name) => [name, hostAt(at.target, target, { jump: ['outer', 'inner'] })]),
    );
    const played = await run({ ...gates(), ...hosts }, { concurrency: 5 });
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(played.record.run.counts.finished, 50);
    const now = [countConnections(outer), countConnections(inner), countLogins(target)];
    assert.deepEqual(
      now.map((count, index) => count - (before[index] ?? 0)),
      [1, 1, 50],
    );
  });

  test('[real] a wrong password at the second hop names it, and is tried once for all hosts', async () => {
    const before = inner.log().length;
    const names = Array.from({ length: 6 }, (_, index) => `R${index}`);
    const hosts = Object.fromEntries(
      names.map((name) => [name, hostAt(at.target, target, { jump: ['outer', 'inner'] })]),
    );
    const { outer: outerHost, inner: innerHost } = gates();
    const played = await run({ outer: outerHost, inner: { ...innerHost, password: 'not-this-one' }, ...hosts });
    assert.equal(played.exitCode, 1);
    for (const name of names) {
      assert.equal(played.of(name).error?.code, 'auth');
      assert.match(played.of(name).error?.message ?? '', /jump host inner/);
    }
    assert.equal(inner.log().slice(before).split('Failed password').length - 1, 1);
  });
});
