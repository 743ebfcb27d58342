import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { makeNetns, type Netns, netnsSuite } from './support/netns.js';
import { play } from './support/play.js';
import { FRR, pathOf } from './support/programs.js';
import { runProgram, startDaemon } from './support/run-program.js';
import { Workshop } from './support/workshop.js';

const PORT = 2601;

netnsSuite("FRRouting's own terminal, by telnet", FRR, () => {
  const workshop = new Workshop();
  let net: Netns;

  before(async () => {
    net = await makeNetns(workshop);
    const sockets = workshop.path('sockets');
    await mkdir(sockets, { recursive: true });
    const config = await workshop.write(
      'zebra.conf',
      'hostname router-of-the-test\npassword vty-password\nenable password vty-secret\n',
    );
    await runProgram('chown', '-R', 'frr:frr', sockets, config);
    const zebra = [
      ...[...net.wrapper, pathOf('zebra'), '-u', 'frr', '-g', 'frr', '-A', '127.0.0.1', '-P', String(PORT)],
      ...['--vty_socket', sockets, '-i', `${sockets}/zebra.pid`, '-z', `${sockets}/zserv.api`],
      ...['-f', config, '--log', 'stdout'],
    ];
    const daemon = await startDaemon(zebra, 'starting: vty@');
    workshop.later(() => daemon.stop());
  });
  after(() => workshop.close());

  const run = (host: object, more: object) => {
    const router = { address: '127.0.0.1', port: PORT, platform: 'frr', transport: 'telnet', ...host };
    return play(workshop, { inventory: { hosts: { router } }, ...more }, { wrapper: net.wrapper });
  };
  const secrets = { password: 'vty-password', secret: 'vty-secret' };

  test('[real] commands are answered, in the privileged mode as well', async () => {
    const played = await run(secrets, { commands: ['show version', 'show running-config', 'show nothing'] });
    const [version, config, nothing] = played.record.results;
    assert.match(version?.output ?? '', /^Zebra [\d.]+|FRRouting/, JSON.stringify(version));
    assert.equal(version?.state, 'finished');
    assert.match(config?.output ?? '', /hostname router-of-the-test/);
    assert.equal(config?.state, 'finished');
    assert.equal(nothing?.error?.code, 'device', JSON.stringify(nothing));
    assert.match(played.stderr, /telnet is not encrypted/);
  });

  test('[real] a wrong password is `auth`', async () => {
    const played = await run({ password: 'not-this-one' }, { command: 'show version' });
    assert.equal(played.of('router').error?.code, 'auth', JSON.stringify(played.of('router')));
  });

  test('[real] a wrong secret is `auth`, and the command is not sent', async () => {
    const played = await run({ ...secrets, secret: 'not-this-one' }, { command: 'show version', enable: true });
    assert.equal(played.of('router').error?.code, 'auth', JSON.stringify(played.of('router')));
    assert.equal(played.of('router').command === null || played.of('router').output === null, true);
  });
});
