import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import type { Host } from '../../src/inventory/host.js';
import { describeLab, inventoryText } from '../../src/lab/describe-lab.js';
import { serveLab } from '../../src/lab/serve.js';
import { startLabProcess } from '../support/lab.js';
import { logIn } from './client.js';

const R1: Host = {
  name: 'R1',
  address: '127.0.0.1',
  port: 2201,
  platform: 'cisco_ios',
  username: 'lab',
  password: 'lab',
  secret: 'lab',
  groups: [],
  vars: {},
  jump: [],
  ssh: {},
};

test('a person is told how to get in, and is given an inventory', () => {
  assert.equal(
    describeLab([R1, { ...R1, name: 'sw 1', platform: 'linux', port: 2202 }]),
    `2 simulated devices; Ctrl-C ends them.

  R1    cisco_ios  ssh -p 2201 lab@127.0.0.1
  sw 1  linux      ssh -p 2202 lab@127.0.0.1

As an inventory:

hosts:
  R1: {address: 127.0.0.1, port: 2201, platform: cisco_ios, username: lab, password: lab, secret: lab}
  "sw 1": {address: 127.0.0.1, port: 2202, platform: linux, username: lab, password: lab, secret: lab}
`,
  );
});

test('the same as a Netmiko file', () => {
  assert.equal(
    inventoryText([{ ...R1, password: 'p: #' }], 'netmiko'),
    'routers:\n  - {device_type: cisco_ios, ip: 127.0.0.1, port: 2201, username: lab, password: "p: #", secret: lab}\n',
  );
});

test('another process is answered line by line', async () => {
  const lines: string[] = [];
  const questions = new PassThrough();
  const served = serveLab({
    hosts: 1,
    format: 'json',
    write: (text) => lines.push(text),
    questions,
    signal: new AbortController().signal,
  });
  questions.write('{"ask":"counts"}\n{"ask":"commands","host":"R1"}\nnonsense\n{"ask":"stop"}\n');
  await served;
  const events = lines.map((line) => JSON.parse(line) as { event: string });
  assert.deepEqual(
    events.map(({ event }) => event),
    ['ready', 'counts', 'commands', 'error', 'stopped'],
  );
});

test("passwords that are not the lab's own are never written", async () => {
  let text = '';
  for (const format of ['text', 'json'] as const) {
    const controller = new AbortController();
    await serveLab({
      hosts: [{ name: 'R1', password: 'hunter2', secret: 'swordfish' }],
      format,
      signal: controller.signal,
      write: (piece) => {
        text += piece;
        controller.abort();
      },
    });
  }
  assert.match(text, /R1/);
  assert.doesNotMatch(text, /hunter2|swordfish/);
});

test('an abort ends it', async () => {
  const controller = new AbortController();
  let text = '';
  await serveLab({
    hosts: { frr: 1 },
    format: 'text',
    signal: controller.signal,
    write: (piece) => {
      text += piece;
      controller.abort();
    },
  });
  assert.match(text, /^1 simulated device; /);
});

test('a lab in a process of its own counts for itself', async () => {
  const lab = await startLabProcess({ hosts: 2 });
  const [host] = lab.hosts;
  assert.ok(host);
  const login = await logIn(host);
  await login.waitFor('R1>');
  login.send('exit\n');
  await login.closed;
  assert.deepEqual(await lab.commandsOf('R1'), ['exit']);
  assert.equal((await lab.counts()).logins, 1);
  assert.equal((await lab.stop()).logins, 1);
});
