import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { play } from './support/play.js';
import { OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { runProgram } from './support/run-program.js';
import { Sshd } from './support/sshd.js';
import { addUser, type SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

realSuite('host keys', [...OPENSSH], () => {
  const workshop = new Workshop();
  let user: SystemUser;

  before(async () => {
    user = await addUser(workshop);
  });
  after(() => workshop.close());

  const playbook = (sshd: Sshd) => {
    const { name: username, password } = user;
    return {
      inventory: {
        hosts: { server: { address: '127.0.0.1', port: sshd.port, platform: 'linux', username, password } },
      },
      command: 'whoami',
    };
  };

  test('[real] the first key is pinned in a file that OpenSSH understands; a changed one stops the host', async () => {
    const sshd = await Sshd.start(workshop);
    const project = 'pinning';
    const first = await play(workshop, playbook(sshd), { project });
    assert.equal(first.exitCode, 0, first.stderr);
    const file = workshop.path(project, '.flow', 'known_hosts');
    const pinned = await readFile(file, 'utf8');
    assert.match(await runProgram('ssh-keygen', '-F', `[127.0.0.1]:${sshd.port}`, '-f', file), /ssh-ed25519/);

    const again = await play(workshop, playbook(sshd), { project });
    assert.equal(again.exitCode, 0, again.stderr);

    await sshd.replace();
    const changed = await play(workshop, playbook(sshd), { project });
    assert.equal(changed.exitCode, 1);
    assert.equal(changed.of('server').error?.code, 'hostkey');
    assert.equal(await readFile(file, 'utf8'), pinned);
    assert.doesNotMatch(sshd.log(), /Accepted|Failed password/);

    const careless = await play(workshop, playbook(sshd), { project, args: ['--host-keys', 'off'] });
    assert.equal(careless.exitCode, 0, careless.stderr);
  });

  test('[real] with `--host-keys strict` an unknown key stops the host and is not written down', async () => {
    const sshd = await Sshd.start(workshop);
    const project = 'strict';
    const played = await play(workshop, playbook(sshd), { project, args: ['--host-keys', 'strict'] });
    assert.equal(played.exitCode, 1);
    assert.equal(played.of('server').error?.code, 'hostkey');
    await assert.rejects(readFile(workshop.path(project, '.flow', 'known_hosts')), { code: 'ENOENT' });
  });

  test('[real] a key that was written down by ssh-keyscan is known', async () => {
    const sshd = await Sshd.start(workshop, { hostKey: 'rsa' });
    const project = 'scanned';
    const scanned = await runProgram('ssh-keyscan', '-p', String(sshd.port), '127.0.0.1');
    await workshop.write(`${project}/.flow/known_hosts`, scanned);
    await runProgram('ssh-keygen', '-H', '-f', workshop.path(project, '.flow', 'known_hosts'));
    const played = await play(workshop, playbook(sshd), { project, args: ['--host-keys', 'strict'] });
    assert.equal(played.exitCode, 0, played.stderr + JSON.stringify(played.record.results));
  });
});
