import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument } from '../../src/document/document.js';
import { findAddressMistake } from '../../src/inventory/address.js';
import type { Host } from '../../src/inventory/host.js';
import { findHopMistake } from '../../src/inventory/jumps.js';
import { inventoryFrom, loadInventory } from '../../src/inventory/load.js';
import { resolveReferences } from '../../src/inventory/resolve-references.js';
import { messageOf, writeFolder } from './written.js';

test('IPv4, IPv6 and host names are addresses', () => {
  for (const text of ['10.0.0.1', '2001:db8::1', 'fe80::1%eth0', 'r1', 'core-1.example.net', 'sw_3', 'r1.', '3com'])
    assert.equal(findAddressMistake(text), undefined, text);
});

test('what is no address is refused, with a proposal where one is known', () => {
  const proposals = Object.fromEntries(
    ['http://x', '999.1.1.1', '-oProxyCommand=x', 'r1:24201', '[::1]:22', '[::1]', 'a b', 'a/b', 'a..b', 'u@h'].map(
      (text) => [text, findAddressMistake(text)?.proposal ?? findAddressMistake(text)?.message],
    ),
  );
  assert.deepEqual(proposals, {
    'http://x': 'leave out http://',
    '999.1.1.1': 'write four numbers from 0 to 255',
    '-oProxyCommand=x': 'expected an IP address or a host name, got "-oProxyCommand=x"',
    'r1:24201': 'write r1 alone, and port: 24201 beside it',
    '[::1]:22': 'write ::1 without the brackets, and port: 22 beside it',
    '[::1]': 'write ::1 without the brackets',
    'a b': 'expected an IP address or a host name, got "a b"',
    'a/b': 'expected an IP address or a host name, got "a/b"',
    'a..b': 'expected an IP address or a host name, got "a..b"',
    'u@h': 'leave out what is before the @',
  });
});

test('jumps are user@host:port, with an IPv6 address in brackets', () => {
  for (const text of ['ops@gate:22', 'gate:2222', 'ops@[2001:db8::1]:22', '2001:db8::1'])
    assert.equal(findHopMistake(text), undefined, text);
  for (const text of ['ssh://ops@gate', 'ops@999.1.1.1', 'gate:70000', 'gate:ssh', '-x@gate', '@gate', 'ops@-x'])
    assert.ok(findHopMistake(text), text);
});

test('wrong addresses and jumps are told at their places, and so is a name that serves as one', () => {
  const read = (text: string) => messageOf(() => inventoryFrom(parseDocument('i.yaml', text), ''));
  assert.equal(
    read('hosts: {r1: {address: "127.0.0.1:24201"}}'),
    `i.yaml:1:23: hosts.r1.address: expected an IP address or a host name, got "127.0.0.1:24201"
  1 | hosts: {r1: {address: "127.0.0.1:24201"}}
    |                       ^^^^^^^^^^^^^^^^^
  write 127.0.0.1 alone, and port: 24201 beside it`,
  );
  assert.match(read('hosts: {r1: {jump: [a@999.1.1.1:22]}}'), /^i\.yaml:1:21: hosts\.r1\.jump\[0\]: expected an IP/);
  assert.match(read('hosts: {r/1: {}}'), /^i\.yaml:1:9: .*no address is given, and the name is none/);
});

test('an address from a reference is checked when it is there, and not shown', async () => {
  const host: Host = {
    ...{ name: 'r1', address: '${env:A}', port: 22, platform: 'linux', groups: [], vars: {}, ssh: {} },
    jump: ['${env:J}'],
  };
  await assert.rejects(resolveReferences([host], { env: { A: 'http://x', J: 'gate:0' } }), (error: Error) => {
    assert.equal(
      error.message,
      'inventory: ${env:A} of r1 gave no address\n  leave out http://\ninventory: ${env:J} of r1 gave no address',
    );
    return true;
  });
  const [filled] = await resolveReferences([host], { env: { A: '10.0.0.1', J: 'r1' } });
  assert.equal(filled?.address, '10.0.0.1');
});

test('a YAML anchor beside lists of Netmiko devices is no device', (t) => {
  const base = 'base: &b {device_type: cisco_ios, username: u, password: "${env:P}"}\n';
  const folder = writeFolder(t, {
    'used.yaml': `${base}routers: [{<<: *b, ip: 1.2.3.4}]\n`,
    'unused.yaml': `${base}routers: [{ip: 1.2.3.4}]\n`,
    'map.yaml': 'r1: {device_type: cisco_ios, host: 1.2.3.4}\nr2: {device_type: cisco_ios}\n',
  });
  const { hosts, warnings } = loadInventory([join(folder, 'used.yaml')]);
  assert.deepEqual(
    hosts.map(({ name, username }) => [name, username]),
    [['1.2.3.4', 'u']],
  );
  assert.deepEqual(
    warnings?.map(({ message, position }) => [message, position?.line, position?.column]),
    [['base: no device, for it has neither host nor ip: taken as what others are made of', 1, 1]],
  );
  for (const name of ['unused.yaml', 'map.yaml']) {
    assert.match(
      messageOf(() => loadInventory([join(folder, name)])),
      /expected a device with host or ip, got one without/,
    );
  }
});

test('a folder of other files is refused with one message', (t) => {
  const folder = writeFolder(t, { 'notes.txt': 'some words here\n', 'x.yaml': 'a: 1\n' });
  assert.equal(
    messageOf(() => loadInventory([folder])),
    `${folder}: expected a folder with Nornir's hosts.yaml or Ansible's inventory files, got one of other files
  name the inventory file itself`,
  );
});
