import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { inventoryOf, type Router, startRouter } from './support/frr.js';
import { type Played, play } from './support/play.js';
import { FRR, OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { Workshop } from './support/workshop.js';

realSuite('Recordings of FRRouting', [...OPENSSH, ...FRR], () => {
  const workshop = new Workshop();
  let router: Router;

  before(async () => {
    router = await startRouter(workshop);
  });
  after(() => workshop.close());

  test('[real] what vtysh said is replayed word for word, with nothing to speak to', async () => {
    const playbook = (port: number) => ({
      mode: 'change',
      inventory: inventoryOf({ ...router, sshd: { port } }),
      tasks: [
        { name: 'version', command: 'show version' },
        { name: 'wrong', command: 'show vrsion', ignore_errors: true },
        { name: 'set', config: ['interface lo', ' description seen by a recorder', 'exit'], save_config: true },
        { name: 'config', command: 'show running-config' },
      ],
    });
    const folder = workshop.path('recordings');
    const first = await play(workshop, playbook(router.sshd.port), { args: ['--yes', '--record', folder] });
    assert.equal(first.exitCode, 0, first.stderr);
    const second = await play(workshop, playbook(1), { args: ['--yes', '--replay', folder] });
    assert.equal(second.exitCode, 0, second.stderr);
    assert.deepEqual(outcomesOf(second), outcomesOf(first));
    assert.match(first.of('edge', 'config').output ?? '', /seen by a recorder/);
    assert.ok(!readFileSync(`${folder}/edge.yaml`, 'utf8').includes(router.user.password));
  });
});

function outcomesOf({ record }: Played) {
  return record.results.map(({ task, state, command, output, diff, complete, error }) => {
    return { task, state, command, output, diff, complete, error };
  });
}
