import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentError } from '../../src/error/flow-error.js';
import { applySshConfig } from '../../src/inventory/apply-ssh-config.js';
import type { Host } from '../../src/inventory/host.js';

const HERE = { user: 'me', home: '/home/me', exists: (path: string) => !path.includes('missing') };

function makeHost(name: string, more: Partial<Host> = {}): Host {
  return {
    name,
    address: name,
    port: 22,
    isPortDefault: true,
    platform: 'linux',
    groups: [],
    vars: {},
    jump: [],
    ssh: {},
    password: 'p',
    ...more,
  };
}

function apply(host: Host, text: string, more: Partial<typeof HERE> & { agent?: string } = {}): Host {
  const [configured] = applySshConfig([host], text, { ...HERE, ...more }).hosts;
  return configured ?? assert.fail();
}

const CONFIG = `
# first match wins
Host r1
  HostName 10.0.0.1
  Port 2222
  User bob
  IdentityFile ~/.ssh/missing
  IdentityFile "~/.ssh/my %r key"
  ProxyJump ops@gate:22,bastion
  ServerAliveInterval 30
Host r* !r9
  User carol
  Port=2200
  KexAlgorithms +diffie-hellman-group1-sha1,diffie-hellman-group14-sha1
  Ciphers aes256-ctr
  MACs -hmac-sha1
  HostKeyAlgorithms ^ssh-rsa
  IdentityAgent ~/agent.sock
Match all
  User everybody
`;

test('the first value of each keyword wins, and identity files are tried in turn', () => {
  const host = apply(makeHost('r1'), CONFIG);
  assert.deepEqual(
    [host.address, host.port, host.username, host.key, host.jump, host.agent],
    ['10.0.0.1', 2222, 'bob', '/home/me/.ssh/my me key', ['ops@gate:22', 'bastion'], '/home/me/agent.sock'],
  );
  assert.deepEqual(host.ssh, {
    algorithms: {
      kex: { append: ['diffie-hellman-group1-sha1', 'diffie-hellman-group14-sha1'] },
      serverHostKey: { prepend: ['ssh-rsa'] },
      cipher: ['aes256-ctr'],
      hmac: { remove: ['hmac-sha1'] },
    },
    keepalive: 30,
  });
});

test('what the inventory says wins', () => {
  const own = {
    address: '10.9.9.9',
    port: 22,
    username: 'ann',
    key: '~/k',
    jump: ['b'],
    ssh: { keepalive: 5, algorithms: { cipher: ['x'] } },
  };
  const { isPortDefault: _, ...given } = makeHost('r1', own);
  const host = apply(given, CONFIG);
  assert.deepEqual(
    [host.address, host.port, host.username, host.key, host.jump],
    ['10.9.9.9', 22, 'ann', '/home/me/k', ['b']],
  );
  assert.deepEqual([host.ssh.keepalive, host.ssh.algorithms?.cipher], [5, ['x']]);
});

test('a negated pattern keeps a host out of a block', () => {
  assert.deepEqual([apply(makeHost('r9'), CONFIG).username, apply(makeHost('r2'), CONFIG).port], ['everybody', 2200]);
});

test('without a word from anybody it is the local user, the agent and the usual keys', () => {
  assert.equal(apply(makeHost('x'), '').username, 'me');
  assert.equal(apply(makeHost('x'), '', { agent: '/a' }).agent, '/a');
  const { password: _, ...bare } = makeHost('x');
  assert.equal(apply(bare, '').key, '/home/me/.ssh/id_ed25519');
  assert.equal(apply(bare, '', { agent: '/a' }).key, undefined);
  assert.equal(apply(makeHost('x'), '').key, undefined);
});

test('nothing of ssh_config is executed, and what is left out is told', () => {
  const text =
    'Include other\nMatch exec "touch /tmp/never"\n  User evil\nMatch host r1,r2\n  User good\nHost *\n  ProxyCommand nc %h %p\n';
  const { hosts, warnings } = applySshConfig([makeHost('r1'), makeHost('r3')], text, HERE);
  assert.deepEqual(
    hosts.map(({ username }) => username),
    ['good', 'me'],
  );
  assert.deepEqual(
    warnings.map(({ file, message, severity }) => `${file}: ${severity}: ${message}`),
    [
      '~/.ssh/config: warning: Include is not followed',
      '~/.ssh/config: warning: Match exec touch /tmp/never is left out: only "all" and "host" are understood',
      '~/.ssh/config: warning: ProxyCommand is not run by flow; use ProxyJump, or jump in the inventory',
    ],
  );
});

test('any text gives hosts or a DocumentError', () => {
  for (const text of [
    'Host',
    'Host\n',
    'Match\n',
    'Match user',
    '"',
    'User "x',
    '=',
    'Port x\nHost *',
    '\u0000',
    'Host a\\',
  ]) {
    try {
      assert.equal(applySshConfig([makeHost('r1')], text, HERE).hosts.length, 1);
    } catch (error) {
      assert.ok(error instanceof DocumentError, text);
    }
  }
});

test('IdentityAgent none and ProxyJump none switch off', () => {
  const host = apply(makeHost('r1'), 'Host *\n IdentityAgent none\n ProxyJump none\n IdentityFile none\n', {
    agent: '/a',
  });
  assert.deepEqual([host.agent, host.jump, host.key], [undefined, [], undefined]);
});
