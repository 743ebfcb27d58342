import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inventoryOf, type Router, startRouter } from './support/frr.js';
import { play } from './support/play.js';
import { FRR, OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { Workshop } from './support/workshop.js';

realSuite('FRRouting behind OpenSSH', [...OPENSSH, ...FRR], () => {
  const workshop = new Workshop();
  let router: Router;

  before(async () => {
    router = await startRouter(workshop);
  });
  after(() => workshop.close());

  test('[real] two commands give exactly the lines between echo and prompt', async () => {
    const played = await play(workshop, {
      inventory: inventoryOf(router),
      tasks: [
        { name: 'version', command: 'show version' },
        { name: 'filtered', command: 'show version | include Copyright' },
      ],
    });
    assert.equal(played.exitCode, 0, played.stderr);
    const lines = played.of('edge', 'version').output?.split('\n') ?? [];
    assert.match(lines[0] ?? '', /^FRRouting \d+\.\d+/);
    assert.match(lines.at(-1) ?? '', /--build=/);
    assert.equal(played.of('edge', 'filtered').output, lines[1]);
    assert.equal(played.of('edge', 'version').complete, true);
  });

  test('[real] the running configuration is what vtysh itself prints', async () => {
    const played = await play(workshop, { inventory: inventoryOf(router), command: 'show running-config' });
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(played.of('edge').output, (await router.frr.vtysh('show running-config')).trimEnd());
  });

  test('[real] a rejected command is raised with the words of the router, and the next one still runs', async () => {
    const played = await play(workshop, {
      inventory: inventoryOf(router),
      commands: ['show vrsion', 'sh', 'show version'],
    });
    assert.equal(played.exitCode, 1);
    const [unknown, unfinished, version] = played.record.results;
    assert.equal(unknown?.error?.code, 'device');
    assert.match(unknown?.error?.message ?? '', /% Unknown command: show vrsion/);
    assert.equal(unfinished?.error?.code, 'device');
    assert.match(unfinished?.error?.message ?? '', /% Command incomplete/);
    assert.equal(version?.state, 'finished');
  });

  test('[real] a configuration is made, read back and written to start-up', async () => {
    const played = await play(
      workshop,
      {
        mode: 'change',
        inventory: inventoryOf(router),
        tasks: [
          { name: 'push', config: ['interface lo', ' description made by a test', 'exit'], save_config: true },
          {
            name: 'verify',
            needs: ['push'],
            command: 'show running-config',
            expect: 'output.contains("made by a test")',
          },
        ],
      },
      { args: ['--yes'] },
    );
    assert.equal(played.exitCode, 0, played.stderr);
    assert.match(await router.frr.vtysh('show running-config'), /description made by a test/);
    assert.match(await router.frr.startupConfig(), /description made by a test/);
  });

  test('[real] a configuration stops at the first rejected line and leaves the mode', async () => {
    const config = ['interface lo', 'nonsense', 'description never sent'];
    const played = await play(
      workshop,
      {
        mode: 'change',
        inventory: inventoryOf(router),
        tasks: [
          { name: 'push', config },
          { name: 'after', command: 'show version' },
        ],
      },
      { args: ['--yes'] },
    );
    assert.equal(played.exitCode, 1);
    const { state, error } = played.of('edge', 'push');
    assert.equal(state, 'raised');
    assert.equal(error?.code, 'device');
    assert.match(error?.message ?? '', /nonsense/);
    assert.equal(played.of('edge', 'after').state, 'finished');
    assert.doesNotMatch(await router.frr.vtysh('show running-config'), /never sent/);
  });

  test('[real] an output of hundreds of lines is whole, and a new host name does not lose the prompt', async () => {
    await router.frr.vtysh('configure terminal', ...manyPrefixes());
    const tasks = [
      { name: 'rename', config: ['hostname another-name'] },
      { name: 'config', command: 'show running-config' },
    ];
    const played = await play(workshop, { mode: 'change', inventory: inventoryOf(router), tasks }, { args: ['--yes'] });
    assert.equal(played.exitCode, 0, played.stderr);
    // vtysh counts the new name to the configuration in this very session only.
    const output = played.of('edge', 'config').output?.replace('hostname another-name\n', '');
    assert.equal(output, (await router.frr.vtysh('show running-config')).trimEnd());
  });

  test('[real] a pager that ends by itself leaves no trace in the output', async () => {
    await router.frr.vtysh('configure terminal', ...manyPrefixes());
    const paged = await router.frr.addUser('VTYSH_PAGER="less -EFX"');
    const played = await play(workshop, {
      inventory: inventoryOf({ ...router, user: paged }),
      command: 'show running-config',
    });
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(played.of('edge').output, (await router.frr.vtysh('show running-config')).trimEnd());
  });

  test('[real] a pager before the first prompt is led out of, or is `prompt` and shows what stands there', async () => {
    const paged = await router.frr.addUser('VTYSH_PAGER=less');
    const playbook = {
      inventory: inventoryOf({ ...router, user: paged }),
      command: 'show running-config',
      timeout: { prompt: '1s' },
    };
    const played = await play(workshop, playbook);
    const { state, output, error } = played.of('edge');
    if (state === 'finished') assert.equal(output, (await router.frr.vtysh('show running-config')).trimEnd());
    else assert.deepEqual([error?.code, error?.last?.endsWith('(END)')], ['prompt', true]);
  });

  test('[real] a pager that a task turns on never makes a part of an output pass for the whole', async () => {
    await router.frr.vtysh('configure terminal', ...manyPrefixes());
    const commands = ['terminal paginate', 'show running-config'];
    const played = await play(workshop, { inventory: inventoryOf(router), commands, timeout: '1s' });
    const { state, output, error } = played.of('edge', 'Real.2');
    if (state === 'finished') assert.equal(output, (await router.frr.vtysh('show running-config')).trimEnd());
    else assert.equal(error?.code, 'timeout');
  });

  test('[real] ten logins at once each get their own answer', async () => {
    const one = inventoryOf(router).hosts.edge;
    const hosts = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`edge${index}`, one]));
    const played = await play(workshop, { inventory: { hosts }, concurrency: 10, command: 'show version' });
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(new Set(played.record.results.map((result) => result.output)).size, 1);
  });
});

/** Configuration lines for far more than a screen of running configuration. */
function manyPrefixes(): string[] {
  return Array.from(
    { length: 300 },
    (_, index) => `ip prefix-list LONG seq ${index + 1} permit 10.${index % 256}.${index >> 8}.0/24`,
  );
}
