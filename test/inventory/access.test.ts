import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { applySshConfig } from '../../src/inventory/apply-ssh-config.js';
import { candidatesOf, credentialIdOf } from '../../src/inventory/credentials.js';
import { describeHosts } from '../../src/inventory/describe-inventory.js';
import type { Host } from '../../src/inventory/host.js';
import { loadInventory } from '../../src/inventory/load.js';
import { resolveReferences } from '../../src/inventory/resolve-references.js';
import { secretsOf } from '../../src/inventory/secrets-of.js';
import { messageOf, writeFolder } from './written.js';

function load(t: TestContext, text: string, name = 'd.yaml'): Host[] {
  return loadInventory([join(writeFolder(t, { [name]: text }), name)]).hosts;
}

function complaintAbout(t: TestContext, text: string): string {
  const folder = writeFolder(t, { 'd.yaml': text });
  return messageOf(() => loadInventory([join(folder, 'd.yaml')]), folder);
}

const FLEET = `
defaults:
  platform: cisco_ios
  proxy: socks5://me:\${env:PROXY_PASSWORD}@proxy:1080
  credentials:
    - {username: admin, password: "\${env:NEW}"}
    - {password: "\${env:OLD}", key: old.key}
hosts:
  R1: {password: own}
  console: {transport: telnet, credentials: [], proxy: none}
  bastion:
    port: 2222
    ssh:
      auth: [publickey, keyboard-interactive]
      answers:
        - {match: accept, send: "yes"}
        - {match: verification code, send: "\${prompt:Code}", one_time: true}
`;

test('transport, proxy, credentials, methods and answers are read and inherited', (t) => {
  const [R1, terminal, bastion] = load(t, FLEET);
  assert.equal(R1?.port, 22);
  assert.equal(R1?.credentials?.length, 2);
  assert.match(R1?.credentials?.[1]?.key ?? '', /^\/.*old\.key$/);
  assert.deepEqual([terminal?.transport, terminal?.port, terminal?.proxy], ['telnet', 23, 'none']);
  assert.deepEqual(terminal?.credentials, []);
  assert.deepEqual(bastion?.ssh.auth, ['publickey', 'keyboard-interactive']);
  assert.deepEqual(bastion?.ssh.answers?.[1], { match: 'verification code', send: '${prompt:Code}', oneTime: true });
});

test('references in them are resolved, and what they gave is a secret', async (t) => {
  const env = { PROXY_PASSWORD: 'p@ss', NEW: 'new-one', OLD: 'old-one' };
  const hosts = await resolveReferences(load(t, FLEET), { env, prompt: async () => '123456' });
  assert.equal(hosts[0]?.proxy, 'socks5://me:p@ss@proxy:1080');
  assert.equal(hosts[2]?.ssh.answers?.[1]?.send, '123456');
  for (const secret of ['p@ss', 'new-one', 'old-one', '123456', 'own'])
    assert.ok(secretsOf(hosts).includes(secret), secret);
});

test('a host has one candidate per credential, and each an identity of its own', (t) => {
  const [R1] = load(t, FLEET);
  const candidates = candidatesOf(R1 as Host);
  assert.deepEqual(
    candidates.map(({ username, password }) => [username, password]),
    [
      [undefined, 'own'],
      ['admin', '${env:NEW}'],
      [undefined, '${env:OLD}'],
    ],
  );
  assert.equal(new Set(candidates.map(credentialIdOf)).size, 3);
  assert.ok(candidates.every(({ credentials }) => credentials === undefined));
});

test('a Netmiko platform that ends in _telnet goes by telnet', (t) => {
  const [host] = load(t, '- {device_type: cisco_ios_telnet, host: 10.0.0.1}\n');
  assert.deepEqual([host?.platform, host?.transport, host?.port], ['cisco_ios', 'telnet', 23]);
});

test('a column of a CSV file may say the transport', (t) => {
  const [host] = load(t, 'name,address,platform,transport\nR1,10.0.0.1,cisco_ios,telnet\n', 'd.csv');
  assert.equal(host?.transport, 'telnet');
});

test('mistakes in them are told where they are, and no secret is shown', (t) => {
  const complaint = complaintAbout(
    t,
    `hosts:
  R1:
    transport: serial
    proxy: me:s3cret@proxy
    credentials:
      - {user: admin, password: s3cret}
      - s3cret
    ssh:
      auth: [pubkey]
      answers:
        - {match: "(", send: s3cret}
        - {match: code, send: 1234567}
`,
  );
  assert.ok(!/s3cret|1234567/.test(complaint), complaint);
  for (const words of [
    'd.yaml:3:16: hosts.R1.transport: expected ssh or telnet, got "serial"',
    'hosts.R1.proxy: expected socks5://user:password@host:port, http://host:port, or none',
    'hosts.R1.credentials[0].user: unknown key',
    'did you mean "username"?',
    'hosts.R1.credentials[1]: expected a map such as {username: admin, password: ...}',
    'hosts.R1.ssh.auth[0]: expected a list of publickey, agent, password, keyboard-interactive, none, got "pubkey"',
    'did you mean "publickey"?',
    'hosts.R1.ssh.answers[0].match: expected a regular expression',
    'hosts.R1.ssh.answers[1].send: expected `send`, a text in quotes, got a number',
  ])
    assert.ok(complaint.includes(words), `${words}\n--- not in:\n${complaint}`);
});

test('what ssh_config says of port 22 is not for telnet, and certificates are told not to be used', (t) => {
  const hosts = load(t, 'hosts: {console: {transport: telnet, platform: x}}\n');
  const config = 'Host *\n  Port 2200\n  CertificateFile ~/.ssh/id-cert.pub\n';
  const { hosts: configured, warnings } = applySshConfig(hosts, config, { user: 'me', home: '/home/me' });
  assert.equal(configured[0]?.port, 23);
  assert.match(warnings.map(({ message }) => message).join(), /user certificates are not supported/);
});

test('a description shows telnet, and how many credentials there are', (t) => {
  const rows = describeHosts(load(t, FLEET));
  assert.equal(rows[0]?.credentials, 'password (plain text), 2 more to try');
  assert.equal(rows[1]?.address, 'telnet console:23');
});
