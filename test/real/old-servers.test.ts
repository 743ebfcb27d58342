import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findUnaskedPort } from '../../src/lab/unasked-port.js';
import { makeKey } from './support/keys.js';
import { play } from './support/play.js';
import { OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { runProgram, startDaemon } from './support/run-program.js';
import { Sshd } from './support/sshd.js';
import { addUser, type SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

realSuite('servers that are old or small', [...OPENSSH, 'dropbear', 'dropbearkey'], () => {
  const workshop = new Workshop();
  let user: SystemUser;

  before(async () => {
    user = await addUser(workshop);
  });
  after(() => workshop.close());

  const run = (port: number, more: object = {}) => {
    const host = {
      address: '127.0.0.1',
      port,
      platform: 'linux',
      username: user.name,
      password: user.password,
      ...more,
    };
    return play(workshop, { inventory: { hosts: { host } }, command: 'whoami' });
  };

  /** Starts dropbear with a host key of this type. @returns its port */
  async function startDropbear(type: 'rsa' | 'ecdsa' | 'ed25519'): Promise<number> {
    const port = await findUnaskedPort('127.0.0.1');
    const key = workshop.path(`dropbear-${type}`);
    await runProgram('dropbearkey', '-t', type, '-f', key);
    const command = ['dropbear', '-F', '-E', '-p', `127.0.0.1:${port}`, '-r', key, '-P', workshop.path('dropbear.pid')];
    const daemon = await startDaemon(command, 'Not backgrounding');
    workshop.later(() => daemon.stop());
    return port;
  }

  for (const type of ['rsa', 'ecdsa', 'ed25519'] as const) {
    test(`[real] dropbear with a host key of type ${type}`, async () => {
      const played = await run(await startDropbear(type));
      assert.equal(played.exitCode, 0, played.stderr);
      assert.equal(played.of('host').output, user.name);
    });
  }

  test('[real] OpenSSH with SHA-1, CBC and short MACs only: both offers are named, and `legacy` gets in with a warning', async () => {
    const config = ['KexAlgorithms diffie-hellman-group1-sha1', 'Ciphers 3des-cbc,aes128-cbc', 'MACs hmac-sha1-96'];
    const sshd = await Sshd.start(workshop, { hostKey: 'rsa', config: [...config, 'HostKeyAlgorithms ssh-rsa'] });
    const refused = (await run(sshd.port)).of('host').error;
    assert.equal(refused?.code, 'kex');
    assert.match(
      refused?.message ?? '',
      /flow offers ecdh-sha2-nistp256, curve25519.*; the device offers diffie-hellman-group1-sha1$/,
    );
    assert.equal(refused?.hint, 'set `ssh: {legacy: true}` for this host');
    const played = await run(sshd.port, { ssh: { legacy: true } });
    assert.equal(played.of('host').output, user.name, played.stderr);
    assert.match(
      played.stderr,
      /legacy algorithms are used with .*diffie-hellman-group1-sha1, aes128-cbc, hmac-sha1-96/,
    );
  });

  test('[real] Q04: a server with a DSA key of 1,024 bits, which only `legacy` takes', async () => {
    const sshd = await Sshd.start(workshop, { hostKey: 'dsa', config: ['HostKeyAlgorithms ssh-dss'] });
    const refused = (await run(sshd.port)).of('host').error;
    assert.match(refused?.message ?? '', /as type of host key flow offers .*; the device offers ssh-dss$/);
    const played = await run(sshd.port, { ssh: { legacy: true } });
    assert.equal(played.of('host').output, user.name, played.stderr);
    assert.match(played.record.warnings?.[0]?.message ?? '', /^legacy algorithms are used with .*: ssh-dss$/);
  });

  test('[real] Q05: an RSA key at a server that announces signatures and then refuses them is told so', async () => {
    const key = await makeKey(workshop, 'old-rsa', { type: 'rsa' });
    const sshd = await Sshd.start(workshop, {
      accept: ['publickey'],
      authorizedKeys: [key.publicLine],
      config: ['PubkeyAcceptedAlgorithms ssh-rsa'],
    });
    const { error } = (await run(sshd.port, { key: key.path, password: null })).of('host');
    assert.equal(error?.code, 'auth');
    assert.match(error?.hint ?? '', /RSA key.*rsa-sha2.*another type/);
  });

  test('[real] names of algorithms that OpenSSH knows and ssh2 does not are left out, with a warning', async () => {
    const sshd = await Sshd.start(workshop);
    const kex = ['sntrup761x25519-sha512@openssh.com', 'curve25519-sha256'];
    const played = await run(sshd.port, { ssh: { algorithms: { kex } } });
    assert.equal(played.of('host').output, user.name, played.stderr);
    assert.match(played.stderr, /not known here are left out: sntrup761x25519-sha512@openssh\.com/);
  });

  test('[real] a list of credentials: the second one gets in, and counts as no other attempt', async () => {
    const sshd = await Sshd.start(workshop);
    const credentials = [{ password: user.password }];
    const played = await run(sshd.port, { password: 'not-this-one', credentials });
    assert.equal(played.of('host').output, user.name, played.stderr);
    assert.equal(played.of('host').attempts, 1);
    assert.equal(sshd.log().split('Failed password').length - 1, 1);
  });

  test('[real] an agent is never forwarded', async () => {
    const sshd = await Sshd.start(workshop, { config: ['AllowAgentForwarding yes'] });
    const host = {
      address: '127.0.0.1',
      port: sshd.port,
      platform: 'linux',
      username: user.name,
      password: user.password,
    };
    const playbook = { inventory: { hosts: { host } }, command: 'echo "agent=$SSH_AUTH_SOCK"' };
    const played = await play(workshop, playbook, { env: { SSH_AUTH_SOCK: '/nowhere/agent.sock' } });
    assert.equal(played.of('host').output, 'agent=', played.stderr);
  });
});
