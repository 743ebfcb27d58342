import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DocumentError } from '../../src/error/flow-error.js';
import { loadInventory } from '../../src/inventory/load.js';
import { storePlatforms } from '../../src/inventory/store-platforms.js';
import { makeFolder } from '../support/lab.js';

const CASES: { title: string; file?: string; text: string; expected: string }[] = [
  {
    title: 'a value gives way, and its comment stays',
    text: 'hosts:\n  r1: # the old one\n    address: 192.0.2.1\n    platform: auto # who knows\n',
    expected: 'hosts:\n  r1: # the old one\n    address: 192.0.2.1\n    platform: cisco_ios # who knows\n',
  },
  {
    title: 'a host without a platform gets one in front',
    text: 'hosts:\n  # in the attic\n  r1:\n    address: 192.0.2.1 # wan\n  r2: {address: 192.0.2.2}\n',
    expected:
      'hosts:\n  # in the attic\n  r1:\n    platform: cisco_ios\n    address: 192.0.2.1 # wan\n  r2: {platform: cisco_ios, address: 192.0.2.2}\n',
  },
  {
    title: 'what comes from the defaults is written at the host',
    text: "defaults: {platform: auto}\nhosts:\n  r1: {}\n  r2:   # bare\n  r3: {'platform': 'auto'}\n",
    expected:
      "defaults: {platform: auto}\nhosts:\n  r1: {platform: cisco_ios}\n  r2: {platform: cisco_ios}   # bare\n  r3: {'platform': cisco_ios}\n",
  },
  {
    title: 'a list of hosts with names',
    text: 'hosts:\n  - name: r1\n    address: 192.0.2.1\n  - address: 192.0.2.2\n',
    expected:
      'hosts:\n  - platform: cisco_ios\n    name: r1\n    address: 192.0.2.1\n  - platform: cisco_ios\n    address: 192.0.2.2\n',
  },
  {
    title: "Netmiko's lists, and what a merge brings in",
    text: 'routers:\n  - &first {device_type: auto, host: 192.0.2.1}\n  - <<: *first\n    host: 192.0.2.2\n  - device_type: auto\n    ip: 192.0.2.3\n',
    expected:
      'routers:\n  - &first {device_type: cisco_ios, host: 192.0.2.1}\n  - device_type: cisco_ios\n    <<: *first\n    host: 192.0.2.2\n  - device_type: cisco_ios\n    ip: 192.0.2.3\n',
  },
  {
    title: 'line ends and the byte order mark stay',
    text: '\uFEFFhosts:\r\n  r1:\r\n    address: 192.0.2.1\r\n',
    expected: '\uFEFFhosts:\r\n  r1:\r\n    platform: cisco_ios\r\n    address: 192.0.2.1\r\n',
  },
  {
    title: 'cells of a CSV: filled, empty, missing, quoted',
    file: 'hosts.csv',
    text: 'name,address,platform\r\nr1,192.0.2.1,auto\r\nr2,192.0.2.2,\r\nr3,192.0.2.3\r\n"r4","192.0.2.4","auto"\r\n',
    expected:
      'name,address,platform\r\nr1,192.0.2.1,cisco_ios\r\nr2,192.0.2.2,cisco_ios\r\nr3,192.0.2.3,cisco_ios\r\n"r4","192.0.2.4",cisco_ios\r\n',
  },
];

for (const { title, file = 'devices.yaml', text, expected } of CASES) {
  test(title, (t) => {
    const path = join(makeFolder(t), file);
    writeFileSync(path, text);
    assert.equal(store(path), expected);
  });
}

test('a name alone has no place for a platform', (t) => {
  const path = join(makeFolder(t), 'devices.yaml');
  writeFileSync(path, 'hosts: [r1]\n');
  assert.throws(() => store(path), /DocumentError|cannot be written/);
});

test('a CSV without the column, and notations of others, are refused plainly', (t) => {
  const folder = makeFolder(t);
  const csv = join(folder, 'a.csv');
  writeFileSync(csv, 'name,address\nr1,192.0.2.1\n');
  assert.throws(() => store(csv), told('there is no column for platforms'));
  const ini = join(folder, 'hosts.ini');
  writeFileSync(ini, '[core]\nr1 ansible_host=192.0.2.1\n');
  assert.throws(() => store(ini), told("platforms are written to flow's own notation, Netmiko's and CSV only"));
});

function store(path: string): string {
  const inventory = loadInventory([path]);
  const found = inventory.hosts.map((host) => ({ host, platform: 'cisco_ios' }));
  const [stored] = storePlatforms(inventory, found, (file) => readFileSync(file, 'utf8'));
  assert.equal(stored?.count, inventory.hosts.length);
  return stored?.text ?? '';
}

function told(message: string) {
  return (error: unknown) => error instanceof DocumentError && error.diagnostics[0]?.message === message;
}
