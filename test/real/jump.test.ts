import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { play } from './support/play.js';
import { OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { Sshd } from './support/sshd.js';
import { addUser, type SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

realSuite('through a jump host', [...OPENSSH], () => {
  const workshop = new Workshop();
  let gatekeeper: SystemUser;
  let user: SystemUser;
  let inner: Sshd;
  let gate: Sshd;

  before(async () => {
    // The one may pass the gate and has no shell there; the other has no account at the gate.
    gatekeeper = await addUser(workshop, { shell: '/usr/sbin/nologin' });
    user = await addUser(workshop);
    inner = await Sshd.start(workshop, { config: [`AllowUsers ${user.name}`] });
    gate = await Sshd.start(workshop, {
      config: [`AllowUsers ${gatekeeper.name}`, `PermitOpen 127.0.0.1:${inner.port}`],
    });
  });
  after(() => workshop.close());

  const through = (jump: string[], password = gatekeeper.password) => ({
    hosts: {
      gate: { address: '127.0.0.1', port: gate.port, platform: 'linux', username: gatekeeper.name, password },
      inner: {
        address: '127.0.0.1',
        port: inner.port,
        platform: 'linux',
        username: user.name,
        password: user.password,
        jump,
      },
    },
  });
  const playbook = (inventory: object) => ({ inventory, select: 'host.name == "inner"', command: 'whoami' });

  test('[real] the inner host is reached through the gate', async () => {
    const played = await play(workshop, playbook(through(['gate'])));
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(played.of('inner').output, user.name);
    assert.match(gate.log(), new RegExp(`Accepted password for ${gatekeeper.name} `));
  });

  test('[real] a wrong password at the gate is `auth`, and names the gate', async () => {
    const played = await play(workshop, playbook(through(['gate'], 'not-this-one')));
    assert.equal(played.exitCode, 1);
    assert.equal(played.of('inner').error?.code, 'auth');
    assert.match(played.of('inner').error?.message ?? '', /gate/);
  });

  test('[real] a gate that does not lead to the host is `unreachable`, and names the gate', async () => {
    const closed = await Sshd.start(workshop, { config: ['AllowTcpForwarding no'] });
    const inventory = through(['gate']);
    inventory.hosts.gate.port = closed.port;
    const played = await play(workshop, playbook(inventory));
    assert.equal(played.exitCode, 1);
    assert.equal(played.of('inner').error?.code, 'unreachable');
    assert.match(played.of('inner').error?.message ?? '', /gate/);
  });
});
