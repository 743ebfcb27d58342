import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { inspect } from 'node:util';
import { DocumentError } from '../../src/error/flow-error.js';
import { loadInventory } from '../../src/inventory/load.js';
import { loadPlaybook } from '../../src/playbook/load.js';
import type { RunEvent } from '../../src/task/event.js';
import { plan } from '../../src/workflow/plan.js';
import { run } from '../../src/workflow/run-plan.js';
import { makeFolder } from '../support/lab.js';

const HIDDEN = 'Hunter-2-Marmalade';

/** Secrets wherever a playbook and an inventory may have them; `nonsense` makes a warning on a line with a password. */
const INLINE = `name: Clock
mode: change
vars: {wifi_psk: ${HIDDEN}, ntp: 192.0.2.1}
inventory:
  defaults: {platform: cisco_ios, password: ${HIDDEN}, username: bob}
  hosts:
    R1: {address: 192.0.2.1, secret: ${HIDDEN}, vars: {api_token: ${HIDDEN}}}
    R2:
      address: 192.0.2.2
      proxy: socks5://bob:${HIDDEN}@gate.example:1080
      credentials: [{username: eve, password: ${HIDDEN}}]
      ssh: {answers: [{match: code, send: ${HIDDEN}}]}
tasks:
  - name: user
    config: ['username eve secret ${HIDDEN}']
    answers: [{match: 'Password', send: '${HIDDEN}'}]
  - name: keys
    foreach: [{psk: ${HIDDEN}, name: a}]
    command: show {{item.name}}
`;
const NETMIKO = `- {device_type: cisco_ios, host: 192.0.2.1, username: bob, password: ${HIDDEN}, session_log: x.log}\n`;

function write(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Logs things in every way that is natural. */
function assertNothingLogged(what: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(what))
    for (const [how, text] of [
      ['console.log', inspect(value)],
      ['inspect', inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null })],
      ['JSON', JSON.stringify(value) ?? ''],
      ['String', String(value)],
    ] as const)
      assert.ok(!text.includes(HIDDEN), `${name} by ${how}: ${text}`);
}

test('whoever logs a plan, or any part of it, sees no secret, and each can be read', (t) => {
  const playbook = loadPlaybook(write(makeFolder(t), 'clock.yaml', INLINE));
  const made = plan(playbook);
  const { hosts, graph, warnings, details } = made;
  const { document } = playbook;
  assertNothingLogged({ made, playbook, document, hosts, host: hosts[0], graph, warnings, fleet: details.fleet });
  assert.match(inspect(made, { depth: 4 }), /password: '\*{4}'/);
  assert.match(inspect(hosts), /username: 'bob'/);
  assert.deepEqual([hosts[0]?.password, hosts[0]?.secret, playbook.vars.wifi_psk], [HIDDEN, HIDDEN, HIDDEN]);
  assert.equal(hosts.map((host) => ({ ...host }))[1]?.password, HIDDEN, 'a copy has it as well');
  assert.equal(structuredClone(hosts)[1]?.password, HIDDEN, 'and one in a worker');
});

test('whoever logs an inventory, its warnings or its mistakes sees no secret', (t) => {
  const folder = makeFolder(t);
  const inventory = loadInventory([write(folder, 'devices.yaml', NETMIKO)]);
  const { warnings = [], plainSecrets = [] } = inventory;
  assert.ok(warnings.length > 0 && plainSecrets.length > 0);
  assert.ok(warnings[0]?.sourceLine?.includes(HIDDEN), 'the line can be read');
  assertNothingLogged({ inventory, warnings, plainSecrets });
  const wrong = write(folder, 'wrong.yaml', NETMIKO.replace('session_log', 'sesion_log'));
  assert.throws(
    () => loadInventory([wrong]),
    (error) => {
      assert.ok(error instanceof DocumentError);
      assertNothingLogged({ error, diagnostics: error.diagnostics });
      return JSON.stringify(error.diagnostics).includes('password: ****');
    },
  );
});

test('whoever logs a run, its events, how its hosts are reached, or its record sees no secret', async (t) => {
  const folder = makeFolder(t);
  const events: RunEvent[] = [];
  const reached: unknown[] = [];
  const started = run(plan(loadPlaybook(write(folder, 'clock.yaml', INLINE))), {
    lab: true,
    onReached: (...of) => reached.push(of),
    onEvent: (event) => events.push(event),
  });
  const record = await started.record;
  assert.ok(events.length > 0 && reached.length > 0);
  assertNothingLogged({ started, events, reached, record });
});
