import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { FlagValues } from '../../src/cli/flag-values.js';
import { overridesFrom } from '../../src/cli/shared-flags.js';
import { parseDocument } from '../../src/document/document.js';
import { inventoryFrom, loadInventory } from '../../src/inventory/load.js';
import { loadPlaybook } from '../../src/playbook/load.js';
import type { PlaybookOverrides } from '../../src/playbook/playbook.js';
import { freezeFlags, inventoryFiles } from '../../src/workflow/freeze-flags.js';
import { type PlanOptions, plan } from '../../src/workflow/plan.js';
import type { ReachOptions } from '../../src/workflow/reach.js';
import { makeFolder } from '../support/lab.js';

const PLAYBOOK = 'name: Clock\ninventory: {lab: {cisco_ios: 2}}\nvars: {at: 1, token: x}\ncommand: sh clock\n';
const HOSTS = 'hosts: {R1: {address: 127.0.0.1, platform: cisco_ios}}\n';

function freeze(folder: string, overrides: PlaybookOverrides, options: PlanOptions = {}, reach: ReachOptions = {}) {
  const file = join(folder, 'clock.yaml');
  writeFileSync(file, PLAYBOOK);
  const made = plan(loadPlaybook(file, { overrides }), options);
  return freezeFlags(made, reach, (text) => text.replaceAll('hidden-7!', '****'));
}

test('the flags say what the program said instead of the playbook, with absolute paths', (t) => {
  const folder = makeFolder(t);
  const platforms = makeFolder(t);
  const overrides = { concurrency: 3, order: 'completed', select: 'true', vars: { at: 2 } };
  const reach = { lab: { replay: 'kept' }, hostKeys: { mode: 'off' as const, file: '' } };
  const { flags, hiddenVars } = freeze(folder, overrides, { limit: '*', platformDirs: [platforms] }, reach);
  assert.deepEqual(flags, {
    limit: '*',
    select: 'true',
    concurrency: '3',
    order: 'completed',
    'host-keys': 'off',
    platforms: [platforms],
    var: ['at=2'],
    replay: resolve('kept'),
  });
  assert.deepEqual(hiddenVars, []);
  assert.deepEqual(freeze(folder, {}, {}, { lab: true }).flags, { lab: true });
});
test('a variable that is a secret is only named', (t) => {
  const { flags, hiddenVars } = freeze(makeFolder(t), { vars: { token: 'hidden-7!', at: 3 } });
  assert.deepEqual(flags, { var: ['at=3'] });
  assert.deepEqual(hiddenVars, ['token']);
});
test('an inventory that was handed in is known by its files, and one that a program has made is not', (t) => {
  const folder = makeFolder(t);
  const file = join(folder, 'devices.yaml');
  writeFileSync(file, HOSTS);
  const loaded = loadInventory([file]);
  assert.deepEqual(freeze(folder, {}, { inventory: loaded }).flags, { inventory: [file] });
  const made = inventoryFrom(parseDocument('made', HOSTS), '');
  assert.equal(inventoryFiles({ hosts: made.hosts, groups: made.groups, inventory: made }), undefined);
});
test('whatever the value of a variable, its flag is read back as the same value', (t) => {
  const folder = makeFolder(t);
  const value = fc.oneof(fc.string(), fc.jsonValue(), fc.constantFrom('null', ' 1', '1.50', '[a', '~', 'Hello: world'));
  fc.assert(
    fc.property(value, (at) => {
      const { flags } = freeze(folder, { vars: { at } });
      const call = { flags: new FlagValues(new Map([['var', flags.var]])) };
      assert.deepEqual(overridesFrom(call).vars, { at: JSON.parse(JSON.stringify(at)) });
    }),
    { seed: 7, numRuns: 200 },
  );
});
