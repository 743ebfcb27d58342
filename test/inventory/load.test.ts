import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument } from '../../src/document/document.js';
import type { Host } from '../../src/inventory/host.js';
import { inventoryFrom, loadInventory } from '../../src/inventory/load.js';
import { messageOf, writeFolder } from './written.js';

const FIXTURES = join(import.meta.dirname, 'fixtures');

/** What must be the same in every notation. */
function bare({ position: _, ...host }: Host): Omit<Host, 'position'> {
  return host;
}

test('every notation of the same fleet gives the same hosts and groups', () => {
  const expected = loadInventory([join(FIXTURES, 'flow.yaml')]);
  assert.deepEqual(expected.hosts.map(bare), [
    {
      name: 'core1',
      address: '192.168.100.1',
      port: 22,
      isPortDefault: true,
      platform: 'cisco_ios',
      username: 'admin',
      password: '${env:PASSWORD}',
      secret: '${env:ENABLE}',
      groups: ['core', 'hq'],
      vars: { rack: 3, role: 'core', site: 'hq' },
      jump: [],
      ssh: {},
    },
    {
      name: 'core2',
      address: '192.168.100.2',
      port: 2222,
      platform: 'cisco_ios',
      username: 'admin',
      password: '${env:PASSWORD}',
      secret: '${env:ENABLE}',
      groups: ['core', 'hq'],
      vars: { role: 'core', site: 'hq' },
      jump: [],
      ssh: {},
    },
    {
      name: 'edge1',
      address: '192.168.100.3',
      port: 22,
      isPortDefault: true,
      platform: 'cisco_ios',
      username: 'ops',
      password: '${env:PASSWORD}',
      groups: ['edge'],
      vars: { role: 'edge', site: 'branch' },
      jump: [],
      ssh: {},
    },
  ]);
  for (const [path, kind] of [
    ['flow-list.yaml', 'flow'],
    ['netmiko.yaml', 'netmiko'],
    ['nornir', 'nornir'],
    ['nornir/hosts.yaml', 'nornir'],
    ['ansible', 'ansible-ini'],
    ['ansible/hosts', 'ansible-ini'],
    ['ansible-yaml', 'ansible-yaml'],
    ['ansible-yaml/inventory.yml', 'ansible-yaml'],
    ['fleet.csv', 'csv'],
  ] as const) {
    const found = loadInventory([join(FIXTURES, path)]);
    assert.deepEqual(found.hosts.map(bare), expected.hosts.map(bare), path);
    assert.deepEqual(new Map([...found.groups].sort()), new Map([...expected.groups].sort()), path);
    assert.equal(found.sources[0]?.kind, kind, path);
  }
});

test('Netmiko dicts behind one address are named by their ports, and the key of their list is their group', () => {
  const { hosts, groups, warnings } = loadInventory([join(FIXTURES, 'netmiko-routers.yaml')]);
  assert.deepEqual(
    hosts.map(({ name, address, port }) => [name, address, port]),
    [
      ['127.0.0.1:2201', '127.0.0.1', 2201],
      ['127.0.0.1:2202', '127.0.0.1', 2202],
      ['10.0.0.7', '10.0.0.7', 22],
    ],
  );
  assert.deepEqual(
    [...groups],
    [
      ['routers', ['127.0.0.1:2201', '127.0.0.1:2202']],
      ['switches', ['10.0.0.7']],
    ],
  );
  assert.deepEqual(
    warnings?.map(({ message }) => message),
    ['not used by flow: use_keys'],
  );
});

test('a dict that stands in two lists by an alias is one host of both groups', (t) => {
  const folder = writeFolder(t, { 'd.yaml': 'a:\n  - &r1 {host: 10.0.0.1, device_type: x}\nb:\n  - *r1\n' });
  assert.deepEqual(
    loadInventory([join(folder, 'd.yaml')]).hosts.map(({ name, groups }) => [name, groups]),
    [['10.0.0.1', ['a', 'b']]],
  );
});

test("netmiko-tools' file of named dicts and groups of names is understood", (t) => {
  const folder = writeFolder(t, {
    'd.yml': 'r1: {device_type: cisco_ios, ip: 10.0.0.1}\nr2: {device_type: cisco_ios, ip: 10.0.0.2}\ncore: [r1]\n',
  });
  const { hosts, groups } = loadInventory([join(folder, 'd.yml')]);
  assert.deepEqual(
    hosts.map(({ name }) => name),
    ['r1', 'r2'],
  );
  assert.deepEqual([...groups], [['core', ['r1']]]);
});

test('a host inherits from its groups in their order, each before its own parents, then from the defaults', () => {
  const source = `
hosts: {r: {groups: [b, a]}}
groups:
  a: {username: a, vars: {x: a, y: a}}
  b: {groups: [c], vars: {x: b}}
  c: {password: c, username: c, vars: {x: c, z: c}}
defaults: {port: 2022, secret: d, vars: {z: d, w: d}}
`;
  const [host] = inventoryFrom(parseDocument('i.yaml', source), '').hosts;
  assert.deepEqual(host?.groups, ['b', 'c', 'a']);
  assert.deepEqual(host?.vars, { x: 'b', z: 'c', y: 'a', w: 'd' });
  assert.deepEqual([host?.username, host?.password, host?.secret, host?.port], ['c', 'c', 'd', 2022]);
});

test("Ansible's precedence: the deeper group, then its priority, then the later name; group_vars over all of those", (t) => {
  const folder = writeFolder(t, {
    hosts:
      '[b]\nr1\n[a]\nr1\n[p:children]\na\nb\n[a:vars]\nx=a\n[b:vars]\nx=b\ny=b\n[p:vars]\nx=p\nz=p\ny=p\n[all:vars]\nansible_network_os=ios\n',
    'group_vars/p': 'z: file\ny: file\n',
  });
  const load = () => loadInventory([join(folder, 'hosts')]).hosts[0];
  assert.deepEqual(load()?.vars, { z: 'file', y: 'file', x: 'b' });
  assert.deepEqual(load()?.groups, ['b', 'a', 'p']);
  const other = writeFolder(t, {
    hosts: '[b]\nr1\n[a]\nr1\n[a:vars]\nansible_group_priority=10\nx=a\n[b:vars]\nx=b\n',
  });
  assert.equal(loadInventory([join(other, 'hosts')]).hosts[0]?.vars.x, 'a');
});

test('an Ansible folder of several files is one inventory', (t) => {
  const folder = writeFolder(t, {
    '1-hosts': '[core]\nr[01:02:1]\n',
    '2-groups.yml': 'dc:\n  children:\n    core:\n  vars: {site: hq, ansible_network_os: eos}\n',
    'README.md': '# not an inventory',
  });
  const { hosts } = loadInventory([folder]);
  assert.deepEqual(
    hosts.map(({ name, platform, groups }) => [name, platform, groups]),
    [
      ['r01', 'arista_eos', ['core', 'dc']],
      ['r02', 'arista_eos', ['core', 'dc']],
    ],
  );
});

test('a variable with Jinja is left out with a warning, so that its raw text is sent nowhere', (t) => {
  const folder = writeFolder(t, { hosts: 'r1 ntp={{ntp}} site=hq\n' });
  const { hosts, warnings } = loadInventory([join(folder, 'hosts')]);
  assert.deepEqual(hosts[0]?.vars, { site: 'hq' });
  assert.deepEqual(
    warnings?.map(({ message }) => message),
    ['ntp: flow does not evaluate Jinja: this variable is left out'],
  );
});

test('a lab numbers its devices on across platforms, and what stands beside changes what flow thinks of them', () => {
  const source =
    'inventory:\n  lab: {cisco_ios: 2, linux: 1}\n  hosts: {R2: {password: wrong, vars: {site: hq}}}\n  defaults: {vars: {role: lab}}\n';
  const { hosts, lab, sources, plainSecrets } = inventoryFrom(parseDocument('p.yaml', source), '/inventory');
  assert.deepEqual(
    hosts.map(({ name, platform, username, password, secret, vars }) => [
      name,
      platform,
      username,
      password,
      secret,
      vars,
    ]),
    [
      ['R1', 'cisco_ios', 'lab', 'lab', 'lab', { role: 'lab' }],
      ['R2', 'cisco_ios', 'lab', 'wrong', 'lab', { site: 'hq', role: 'lab' }],
      ['R3', 'linux', 'lab', 'lab', 'lab', { role: 'lab' }],
    ],
  );
  assert.deepEqual(lab, { cisco_ios: 2, linux: 1 });
  assert.deepEqual([sources[0]?.kind, plainSecrets], ['lab', []]);
});

test('several inventories are put together in their order', () => {
  const { hosts, sources } = loadInventory([join(FIXTURES, 'netmiko-routers.yaml'), join(FIXTURES, 'fleet.csv')]);
  assert.deepEqual(
    hosts.map(({ name }) => name),
    ['127.0.0.1:2201', '127.0.0.1:2202', '10.0.0.7', 'core1', 'core2', 'edge1'],
  );
  assert.deepEqual(
    sources.map(({ kind }) => kind),
    ['netmiko', 'csv'],
  );
});

test('relative paths of keys and ${file:...} start from the file they are written in', (t) => {
  const folder = writeFolder(t, {
    'i.yaml': 'hosts: {r: {key: keys/id, password: "${file:secret}", secret: "$${file:x}", vars: {t: "a${file:/b}"}}}',
  });
  const [host] = loadInventory([join(folder, 'i.yaml')]).hosts;
  assert.equal(host?.key, join(folder, 'keys/id'));
  assert.equal(host?.password, `\${file:${join(folder, 'secret')}}`);
  assert.equal(host?.secret, '$${file:x}');
  assert.equal(host?.vars.t, 'a${file:/b}');
});

test('a jump that all inherit does not make a jump host go through itself', () => {
  const source = 'hosts: {bastion: {}, r1: {}}\ndefaults: {jump: bastion}';
  assert.deepEqual(
    inventoryFrom(parseDocument('i.yaml', source), '').hosts.map(({ jump }) => jump),
    [[], ['bastion']],
  );
});

test('a folder or URL that is no inventory is refused plainly', (t) => {
  const folder = writeFolder(t, { 'group_vars/all': 'x: 1' });
  assert.equal(
    messageOf(() => loadInventory([folder])),
    `${folder}: there is no inventory in this folder`,
  );
  assert.equal(
    messageOf(() => loadInventory(['https://netbox.example/api'])),
    'https://netbox.example/api: an inventory from a URL (NetBox) is not available yet',
  );
});
