import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument } from '../../src/document/document.js';
import { inventoryFrom, loadInventory } from '../../src/inventory/load.js';
import { messageOf, writeFolder } from './written.js';

const HOSTS = 'hosts: {r1: {address: 10.0.0.1, platform: my_os}}\n';

test('`platforms` is a folder or a list of folders, relative to the inventory; a folder named twice counts once', (t) => {
  const folder = writeFolder(t, {
    'own/my_os.yaml': '',
    'more/other_os.yaml': '',
    'sites/one.yaml': `${HOSTS}platforms: ../own\n`,
    'sites/two.yaml': 'hosts: {r2: {address: 10.0.0.2, platform: other_os}}\nplatforms: [../own, ../more]\n',
  });
  const { platformDirs } = loadInventory([join(folder, 'sites/one.yaml'), join(folder, 'sites/two.yaml')]);
  assert.deepEqual(platformDirs, [join(folder, 'own'), join(folder, 'more')]);
});

test('in a playbook the folder is relative to the playbook', (t) => {
  const folder = writeFolder(t, { 'own/my_os.yaml': '' });
  const text = `inventory:\n  platforms: own\n  hosts: {r1: {address: 10.0.0.1, platform: my_os}}\n`;
  const document = parseDocument(join(folder, 'playbook.yaml'), text);
  assert.deepEqual(inventoryFrom(document, '/inventory').platformDirs, [join(folder, 'own')]);
});

test('a folder that is not there, and what is no path, is told with its place', (t) => {
  const folder = writeFolder(t, { 'a.yaml': `${HOSTS}platforms: own\n`, 'b.yaml': `${HOSTS}platforms: [7, b.yaml]\n` });
  const message = messageOf(() => loadInventory([join(folder, 'a.yaml'), join(folder, 'b.yaml')]), folder);
  const places = message.split('\n').filter((line) => line.includes('expected'));
  assert.deepEqual(places, [
    'a.yaml:2:12: platforms: expected a folder with platform files, got "own"',
    'b.yaml:2:13: platforms[0]: expected a folder with platform files, got 7',
    'b.yaml:2:16: platforms[1]: expected a folder with platform files, got "b.yaml"',
  ]);
});

test('what Netmiko calls autodetect is auto', (t) => {
  const folder = writeFolder(t, { 'a.yaml': '- {device_type: autodetect, host: 10.0.0.1}\n' });
  assert.equal(loadInventory([join(folder, 'a.yaml')]).hosts[0]?.platform, 'auto');
});
