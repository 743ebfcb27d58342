import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Frr, startFrr } from './support/frr.js';
import { play } from './support/play.js';
import { FRR, OPENSSH, whyNot } from './support/programs.js';
import { Sshd } from './support/sshd.js';
import type { SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

suite('[real] FRRouting behind OpenSSH', { skip: whyNot(...OPENSSH, ...FRR) }, () => {
  const workshop = new Workshop();
  let frr: Frr;
  let sshd: Sshd;

  before(async () => {
    frr = await startFrr(workshop);
    sshd = await Sshd.start(workshop);
  });
  after(() => workshop.close());

  const router = (user: SystemUser = frr.user) => ({
    hosts: {
      edge: { address: '127.0.0.1', port: sshd.port, platform: 'frr', username: user.name, password: user.password },
    },
  });

  test('[real] two commands give exactly the lines between echo and prompt', async () => {
    const played = await play(workshop, {
      inventory: router(),
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
    const played = await play(workshop, { inventory: router(), command: 'show running-config' });
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(played.of('edge').output, (await frr.vtysh('show running-config')).trimEnd());
  });

  test('[real] a rejected command is raised with the words of the router, and the next one still runs', async () => {
    const played = await play(workshop, { inventory: router(), commands: ['show vrsion', 'sh', 'show version'] });
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
        inventory: router(),
        tasks: [
          { name: 'push', config: ['interface lo', ' description made by a test', 'exit'], save_config: true },
          {
            name: 'verify',
            needs: ['push'],
            command: 'show running-config',
            expect: 'output.contains("made by a test")',
          },
          {
            name: 'saved',
            needs: ['push'],
            command: 'show startup-config',
            expect: 'output.contains("made by a test")',
          },
        ],
      },
      { args: ['--yes'] },
    );
    assert.equal(played.exitCode, 0, played.stderr);
    assert.match(await frr.vtysh('show running-config'), /description made by a test/);
  });

  test('[real] a configuration stops at the first rejected line and leaves the mode', async () => {
    const config = ['interface lo', 'nonsense', 'description never sent'];
    const played = await play(
      workshop,
      {
        mode: 'change',
        inventory: router(),
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
    assert.doesNotMatch(await frr.vtysh('show running-config'), /never sent/);
  });

  test('[real] an output of hundreds of lines is whole, and a new host name does not lose the prompt', async () => {
    await frr.vtysh('configure terminal', ...manyPrefixes());
    const played = await play(
      workshop,
      {
        mode: 'change',
        inventory: router(),
        tasks: [
          { name: 'rename', config: ['hostname another-name'] },
          { name: 'config', command: 'show running-config' },
        ],
      },
      { args: ['--yes'] },
    );
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(played.of('edge', 'config').output, (await frr.vtysh('show running-config')).trimEnd());
  });

  test('[real] a pager that the login script turned on leaves no trace in the output', async () => {
    await frr.vtysh('configure terminal', ...manyPrefixes());
    const played = await play(workshop, { inventory: router(frr.pagedUser), command: 'show running-config' });
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(played.of('edge').output, (await frr.vtysh('show running-config')).trimEnd());
  });

  test('[real] ten logins at once each get their own answer', async () => {
    const one = router().hosts.edge;
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
