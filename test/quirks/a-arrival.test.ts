import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { ServerChannel } from 'ssh2';
import { InlineHostExecutor } from '../../src/executors/inline-host-executor.js';
import { connectSsh } from '../../src/transport/ssh.js';
import { ScriptedDevice } from '../device/scripted-device.js';
import { makeTask } from '../run/support/make-graph.js';
import { settleDown, startRun } from '../run/support/start-run.js';
import { hostAt, listen, optionsFor, playOn, startServer } from '../transport/ssh-server.js';
import { router } from './play.js';
import { sshQuirk } from './play-ssh.js';

sshQuirk('Q13: lines before the identification are passed over, and are no output', {
  server: {
    greeting: `${'*'.repeat(78)}\r\nAuthorised users only. SSH is great.\r\n\r\nR1#\r\n${'*'.repeat(78)}\r\n`,
  },
});

sshQuirk('Q13: an identification without any line before it, in whatever pieces it comes', {
  server: { ident: 'IPSSH-6.9.0 with a comment that is as long as a comment may well be' },
});

test('Q13: how long the key exchange may take is for the user to say', async (t) => {
  const device = await startServer(t);
  const held: Socket[] = [];
  const { port } = await startDoor(t, (socket) => held.push(socket));
  const patient = connectSsh(hostAt(port), optionsFor(t, { authMs: 60_000 }).options);
  const hasty = connectSsh(hostAt(port), optionsFor(t, { authMs: 50 }).options);
  await assert.rejects(hasty, {
    code: 'timeout',
    message: /^the login to 127\.0\.0\.1 port \d+ was not complete within 0\.05 s$/,
  });
  // Only now, when the hasty one has given up, does the device go on.
  for (const socket of held) forward(socket, device.port);
  (await patient).destroy();
});

sshQuirk('Q14: a device that hangs up before it has said anything may be busy', {
  raw: (stream) => stream.end(),
  expected: [
    { error: 'disconnected', message: /closed the connection before it said anything$/, hint: /MaxStartups.*a retry/ },
  ],
});

sshQuirk('Q14: nor is half an identification taken for one', {
  raw: (stream) => stream.end('SSH-2.0-Open'),
  expected: [{ error: 'disconnected' }],
});

test('Q14: a device that is busy is tried again, with a growing delay that is not the same for all', async (t) => {
  const device = await startServer(t, { shell: speak });
  let busy = 3;
  const door = await startDoor(t, (socket) => (busy-- > 0 ? socket.end() : forward(socket, device.port)));
  const retry = { attempts: 4, delayMs: 4, backoff: 2, jitter: 0.5, on: ['disconnected' as const] };
  const chances = [0, 0.5, 0.75];
  const { record, events } = startRun({
    hosts: [hostAt(door.port)],
    tasks: [makeTask('a', { retry })],
    executor: inline(t),
    options: { random: () => chances.shift() ?? 0.5 },
  });
  const [result] = (await record).results;
  assert.equal(result?.output, 'one');
  assert.equal(door.connections, 4);
  const delays = events.flatMap((event) => (event.type === 'retrying' ? [event.delayMs] : []));
  assert.deepEqual(delays, [2, 8, 20]);
});

test('Q14: however many hosts may be worked on, eight handshakes at once are made with one address', async (t) => {
  const device = await startServer(t, { shell: speak });
  const held: Socket[] = [];
  let onEighth = () => {};
  const eight = new Promise<void>((resolve) => {
    onEighth = resolve;
  });
  let isHeld = true;
  const door = await startDoor(t, (socket) => {
    if (!isHeld) return forward(socket, device.port);
    held.push(socket);
    if (held.length === 8) onEighth();
  });
  const hosts = Array.from({ length: 20 }, (_, index) => hostAt(door.port, { name: `R${index}` }));
  const { record } = startRun({ hosts, tasks: [makeTask('a')], executor: inline(t), playbook: { lockoutAfter: 20 } });
  await eight;
  await settleDown();
  assert.equal(door.connections, 8);
  isHeld = false;
  for (const socket of held) forward(socket, device.port);
  const { results } = await record;
  assert.deepEqual(new Set(results.map(({ output }) => output)), new Set(['one']));
  assert.equal(door.connections, 20);
});

for (const line of ['CLI session limit 32 reached. Exiting.', 'busy', 'All VTYs are in use']) {
  sshQuirk(`Q15: a device without a free session that says so in place of its identification: ${line}`, {
    raw: (stream) => stream.end(`${line}\r\n`),
    expected: [{ error: 'vty_full', message: new RegExp(`has no free session: ${line}$`) }],
  });
}

sshQuirk('Q15: a device that lets a user in and opens no shell for another one', {
  server: { refusesShell: true },
  expected: [{ error: 'vty_full', message: /^the device opened no shell: / }],
});

/** A port of which the test says what comes of each connection. */
async function startDoor(t: TestContext, act: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const door = { port: 0, connections: 0 };
  const server = createServer((socket) => {
    door.connections++;
    sockets.add(socket.on('error', () => {}));
    act(socket);
  });
  door.port = await listen(t, server, sockets);
  return door;
}

function forward(socket: Socket, port: number): void {
  const device = connect(port, '127.0.0.1').on('error', () => socket.destroy());
  socket.pipe(device).pipe(socket);
  socket.on('close', () => device.destroy());
}

function inline(t: TestContext): InlineHostExecutor {
  const executor = new InlineHostExecutor({ onBug: (error) => assert.fail(String(error)) });
  t.after(() => executor.close());
  return executor;
}

function speak(channel: ServerChannel): void {
  playOn(channel, new ScriptedDevice(router({ answers: { 'show a': 'one\r\n' } })));
}
