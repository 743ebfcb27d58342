import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { play } from './support/play.js';
import { OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { Sshd } from './support/sshd.js';
import { addUser, type SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

realSuite('a devices.yaml of Netmiko dicts', [...OPENSSH], () => {
  const workshop = new Workshop();
  let user: SystemUser;
  let servers: Sshd[];

  before(async () => {
    user = await addUser(workshop);
    servers = await Promise.all([1, 2, 3].map(() => Sshd.start(workshop)));
  });
  after(() => workshop.close());

  const devicesYaml = (passwords: string[]) =>
    [
      'routers:',
      ...servers.flatMap((sshd, index) => [
        '- device_type: linux',
        '  ip: 127.0.0.1',
        `  port: ${sshd.port}`,
        `  username: ${user.name}`,
        `  password: ${passwords[index] ?? user.password}`,
      ]),
      '',
    ].join('\n');

  test('[real] is read unchanged; one wrong password leaves the two others their answers', async () => {
    const project = 'netmiko';
    await workshop.write(`${project}/devices.yaml`, devicesYaml([user.password, 'wrong-one']));
    const played = await play(workshop, { inventory: 'devices.yaml', concurrency: 2, command: 'whoami' }, { project });
    assert.equal(played.exitCode, 1);
    assert.deepEqual(
      played.record.results.map((result) => [result.state, result.output, result.error?.code ?? null]),
      [
        ['finished', user.name, null],
        ['raised', null, 'auth'],
        ['finished', user.name, null],
      ],
    );
    assert.equal(played.record.results[1]?.host.address, '127.0.0.1');
    assert.doesNotMatch(played.stderr, new RegExp(user.password));
  });

  test('[real] with `on_failure: stop` and one host at a time the rest is cancelled, exit status 3', async () => {
    const project = 'netmiko-stop';
    await workshop.write(`${project}/devices.yaml`, devicesYaml(['wrong-one']));
    const playbook = { inventory: 'devices.yaml', concurrency: 1, on_failure: 'stop', command: 'whoami' };
    const played = await play(workshop, playbook, { project });
    assert.equal(played.exitCode, 3);
    assert.deepEqual(
      played.record.results.map((result) => result.state),
      ['raised', 'cancelled', 'cancelled'],
    );
    assert.doesNotMatch(
      servers
        .slice(1)
        .map((sshd) => sshd.log())
        .join(),
      /wrong-one/,
    );
  });
});
