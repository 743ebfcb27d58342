import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { chooseHosts } from '../../src/inventory/choose-hosts.js';
import { loadInventory } from '../../src/inventory/load.js';
import { writeFolder } from './written.js';

const COUNT = 150_000;

test('more devices than a call takes arguments are read from one list, and chosen by one pattern', (t) => {
  const devices = Array.from({ length: COUNT }, (_, index) => `{host: r${index}.example, device_type: cisco_ios}`);
  const folder = writeFolder(t, { 'big.json': `{"routers": [\n${devices.join(',\n')}\n]}` });
  const inventory = loadInventory([join(folder, 'big.json')]);
  assert.equal(inventory.hosts.length, COUNT);
  assert.equal(inventory.groups.get('routers')?.length, COUNT);
  assert.equal(chooseHosts(inventory, { limit: 'r*' }).length, COUNT);
});
