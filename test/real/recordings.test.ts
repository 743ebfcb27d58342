import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Frr, startFrr } from './support/frr.js';
import { type Played, play } from './support/play.js';
import { FRR, OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { Sshd } from './support/sshd.js';
import type { SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

realSuite('Recordings of FRRouting', [...OPENSSH, ...FRR], () => {
  const workshop = new Workshop();
  let frr: Frr;
  let sshd: Sshd;
  let user: SystemUser;

  before(async () => {
    frr = await startFrr(workshop);
    sshd = await Sshd.start(workshop);
    user = await frr.addUser();
  });
  after(() => workshop.close());

  test('[real] what vtysh said is replayed word for word, with nothing to speak to', async () => {
    const { name: username, password } = user;
    const router = (port: number) => ({ edge: { address: '127.0.0.1', port, platform: 'frr', username, password } });
    const playbook = (port: number) => ({
      mode: 'change',
      inventory: { hosts: router(port) },
      tasks: [
        { name: 'version', command: 'show version' },
        { name: 'wrong', command: 'show vrsion', ignore_errors: true },
        { name: 'set', config: ['interface lo', ' description seen by a recorder', 'exit'], save_config: true },
        { name: 'config', command: 'show running-config' },
      ],
    });
    const folder = workshop.path('recordings');
    const first = await play(workshop, playbook(sshd.port), { args: ['--yes', '--record', folder] });
    assert.equal(first.exitCode, 0, first.stderr);
    const second = await play(workshop, playbook(1), { args: ['--yes', '--replay', folder] });
    assert.equal(second.exitCode, 0, second.stderr);
    assert.deepEqual(outcomesOf(second), outcomesOf(first));
    assert.match(first.of('edge', 'config').output ?? '', /seen by a recorder/);
    assert.ok(!readFileSync(`${folder}/edge.yaml`, 'utf8').includes(password));
  });
});

function outcomesOf({ record }: Played) {
  return record.results.map(({ task, state, command, output, diff, complete, error }) => {
    return { task, state, command, output, diff, complete, error };
  });
}
