import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { findUnaskedPort } from '../../src/lab/unasked-port.js';
import { type Behaviour, hangUp, keepSilent, speakHttp, startDeadEnd } from './support/dead-end.js';
import { type PlayOptions, play } from './support/play.js';
import { OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { Sshd } from './support/sshd.js';
import { addUser, type SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

realSuite('hosts that cannot be reached', [...OPENSSH, 'unshare'], () => {
  const workshop = new Workshop();
  let user: SystemUser;

  before(async () => {
    user = await addUser(workshop);
  });
  after(() => workshop.close());

  const hostAt = (port: number, more: object = {}) => ({
    ...{ address: '127.0.0.1', port, platform: 'linux', username: user.name, password: user.password },
    ...more,
  });

  async function codeOf(host: object, more: object = {}, options: PlayOptions = {}): Promise<string | undefined> {
    const played = await play(workshop, { inventory: { hosts: { host } }, command: 'whoami', ...more }, options);
    assert.equal(played.exitCode, 1, played.stderr);
    assert.equal(played.of('host').state, 'raised');
    return played.of('host').error?.code;
  }

  test('[real] a port that nobody listens on is `refused`', async () => {
    assert.equal(await codeOf(hostAt(await findUnaskedPort('127.0.0.1'))), 'refused');
  });

  test('[real] an address without a way to it is `unreachable`', async () => {
    // A network namespace of its own has not even a loopback interface that is up.
    assert.equal(await codeOf(hostAt(22), {}, { wrapper: ['unshare', '--net'] }), 'unreachable');
  });

  test('[real] a name without an address is `dns`', async () => {
    const host = hostAt(22, { address: 'router.invalid' });
    assert.equal(await codeOf(host, {}, { wrapper: ['unshare', '--net'] }), 'dns');
  });

  const strangers: [what: string, behaviour: Behaviour, code: string][] = [
    ['hangs up at once', hangUp, 'disconnected'],
    ['says nothing', keepSilent, 'timeout'],
    ['speaks HTTP', speakHttp, 'disconnected'],
  ];
  for (const [what, behaviour, code] of strangers) {
    test(`[real] a server that ${what} is \`${code}\``, async () => {
      const port = await startDeadEnd(workshop, behaviour);
      assert.equal(await codeOf(hostAt(port), { timeout: { connect: '300ms', auth: '300ms' } }), code);
    });
  }

  test('[real] a shell that hangs after the login is `prompt` or `timeout`, and shows what was received', async () => {
    const shell = await workshop.write(
      'mute-shell',
      '#!/bin/sh\necho "no prompt will follow"\nexec cat >/dev/null\n',
      0o755,
    );
    const mute = await addUser(workshop, { shell });
    const sshd = await Sshd.start(workshop);
    const host = hostAt(sshd.port, { username: mute.name, password: mute.password });
    const playbook = { inventory: { hosts: { host } }, command: 'whoami', timeout: { prompt: '500ms' } };
    const played = await play(workshop, playbook);
    assert.equal(played.exitCode, 1);
    const { error } = played.of('host');
    assert.ok(error?.code === 'prompt' || error?.code === 'timeout', JSON.stringify(error));
    assert.match(error?.last ?? '', /no prompt will follow/);
  });

  test('[real] a login shell that is no shell is `disconnected`', async () => {
    const nobody = await addUser(workshop, { shell: '/bin/false' });
    const sshd = await Sshd.start(workshop);
    assert.equal(await codeOf(hostAt(sshd.port, { username: nobody.name, password: nobody.password })), 'disconnected');
  });

  test('[real] old algorithms are `kex` until `legacy` is set', async () => {
    const config = [
      'KexAlgorithms diffie-hellman-group14-sha1',
      'HostKeyAlgorithms ssh-rsa',
      'Ciphers aes128-cbc',
      'MACs hmac-sha1',
    ];
    const sshd = await Sshd.start(workshop, { hostKey: 'rsa', config });
    assert.equal(await codeOf(hostAt(sshd.port)), 'kex');
    const host = hostAt(sshd.port, { ssh: { legacy: true } });
    const played = await play(workshop, { inventory: { hosts: { host } }, command: 'whoami' });
    assert.equal(played.exitCode, 0, played.stderr + JSON.stringify(played.record.results));
    assert.equal(played.of('host').output, user.name);
  });

  test('[real] a server with no free start-up slot is `disconnected` or `vty_full`, never a wrong answer', async () => {
    const sshd = await Sshd.start(workshop, { config: ['MaxStartups 1:100:1'] });
    const occupant = connect(sshd.port, '127.0.0.1');
    await once(occupant, 'data'); // the server's greeting: it counts now
    const code = await codeOf(hostAt(sshd.port));
    occupant.destroy();
    assert.ok(code === 'disconnected' || code === 'vty_full', code);
  });

  test('[real] a server that takes no more sessions on a connection is `vty_full`', async () => {
    const sshd = await Sshd.start(workshop, { config: ['MaxSessions 0'] });
    assert.equal(await codeOf(hostAt(sshd.port)), 'vty_full');
  });

  test('[real] a network login banner and a long message of the day do not get into the output', async () => {
    const banner = await workshop.write('banner', `${'*'.repeat(70)}\nroot@fake:~# \nPassword: \n`);
    const sshd = await Sshd.start(workshop, { config: [`Banner ${banner}`] });
    const played = await play(workshop, { inventory: { hosts: { host: hostAt(sshd.port) } }, command: 'whoami' });
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(played.of('host').output, user.name);
  });
});
