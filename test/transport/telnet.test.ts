import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connectWith } from '../../src/device/connect-host.js';
import { runHost } from '../../src/device/run-host.js';
import type { Host } from '../../src/inventory/host.js';
import type { HostEvent } from '../../src/task/event.js';
import { Access } from '../../src/transport/access.js';
import { makeTask } from '../run/support/make-graph.js';
import { makeJob } from '../support/make-job.js';
import { hostAt, listen, startServer } from './ssh-server.js';

const [WILL, DO, IAC] = [251, 253, 255];

/** What a test's telnet router has heard. */
interface Router {
  port: number;
  /** Everything typed, line by line, without the commands of telnet. */
  typed: string[];
  /** Bytes as they came. */
  raw: number[];
  connections: number;
}

/**
 * A router that speaks telnet, as IOS does: it echoes, asks for user and password, and sends what it sends in pieces of the
 * sizes given, over and over.
 */
async function startRouter(t: TestContext, sizes: number[], password = 'p'): Promise<Router> {
  const router: Router = { port: 0, typed: [], raw: [], connections: 0 };
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    router.connections++;
    sockets.add(socket.on('error', () => {}));
    serve(socket, router, { sizes, password });
  });
  router.port = await listen(t, server, sockets);
  return router;
}

function serve(socket: Socket, router: Router, { sizes, password }: { sizes: number[]; password: string }): void {
  const queue: Buffer[] = [];
  let pieces = 0;
  const pump = () => {
    const all = Buffer.concat(queue.splice(0));
    const size = sizes[pieces++ % sizes.length] ?? all.length;
    if (all.length === 0) return;
    socket.write(all.subarray(0, size));
    if (all.length > size) queue.push(all.subarray(size));
    setImmediate(pump);
  };
  const say = (bytes: number[] | string) => {
    queue.push(Buffer.from(bytes as string, 'latin1'));
    if (queue.length === 1) setImmediate(pump);
  };
  let state: 'user' | 'password' | 'shell' = 'user';
  let failures = 0;
  const hear = (line: string) => {
    router.typed.push(line);
    if (state === 'user') {
      state = 'password';
      return say(`${line}\r\nPassword: `);
    }
    if (state === 'password') {
      state = line === password ? 'shell' : 'user';
      if (state === 'shell') return say('\r\n\r\nR1>');
      if (++failures === 1) return say('\r\n% Login invalid\r\n\r\nUsername: ');
      return socket.end('\r\n% Login invalid\r\n');
    }
    if (line === 'exit') return socket.end('exit\r\n');
    const answer = line.startsWith('show') ? `you said ${line}\r\n` : '';
    say(`${line}\r\n${answer}R1>`);
  };
  say([IAC, WILL, 1, IAC, WILL, 3, IAC, DO, 24, IAC, DO, 31]);
  say('\r\nUser Access Verification\r\n\r\nUsername: ');
  let line = '';
  socket.on('data', (bytes) => {
    router.raw.push(...bytes);
    for (const character of stripCommands(bytes)) {
      if (character === '\r') {
        hear(line);
        line = '';
      } else if (character !== '\0') line += character;
    }
  });
}

/** The client's commands come whole, so they can be cut out of each piece. */
function stripCommands(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/\xff\xfa[\s\S]*?\xff\xf0/g, '')
    .replace(/\xff[\xfb-\xfe][\s\S]/g, '');
}

/** Runs `show version` by telnet. */
async function runOn(t: TestContext, host: Host, more: { jumps?: Host[] } = {}) {
  const job = makeJob([makeTask('version')], { host, jumps: more.jumps ?? [], enable: false });
  const access = new Access();
  t.after(() => access.close());
  const events: HostEvent[] = [];
  const outcome = await runHost(job, (event) => events.push(event), new AbortController().signal, {
    connect: connectWith(access),
  });
  const output = events.flatMap((event) => (event.type === 'settled' ? [event.result.output] : []))[0];
  return { outcome, output, events };
}

const telnet = (port: number, more: Partial<Host> = {}) => hostAt(port, { transport: 'telnet', ...more });

for (const sizes of [[1], [2, 3, 1], [7], [1000]]) {
  test(`a router is spoken to by telnet, in pieces of ${sizes} bytes`, async (t) => {
    const router = await startRouter(t, sizes);
    const { outcome, output } = await runOn(t, telnet(router.port));
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.equal(output, 'you said show version');
    assert.deepEqual(router.typed.slice(0, 2), ['u', 'p']);
  });
}

test('the size and the type of the terminal reach the router', async (t) => {
  const router = await startRouter(t, [1000]);
  await runOn(t, telnet(router.port));
  const sent = Buffer.from(router.raw).toString('latin1');
  assert.ok(sent.includes('\xff\xfb\x1f') && sent.includes('\xff\xfa\x1f\x01\xff\xff\x03\xe8\xff\xf0'));
});

test('that telnet is clear text is told, and no credential is proven before the prompt', async (t) => {
  const router = await startRouter(t, [1000]);
  const { events } = await runOn(t, telnet(router.port));
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
  assert.match(notices[0] ?? '', /^telnet is not encrypted/);
  const verdicts = events.flatMap((event) => (event.type === 'login' ? [event.accepted] : []));
  assert.deepEqual(verdicts, [true]);
});

test('a wrong password is `auth`, and is not sent twice on a connection', async (t) => {
  const router = await startRouter(t, [1000], 'right');
  const { outcome, events } = await runOn(t, telnet(router.port));
  assert.ok(outcome.kind === 'failed');
  assert.equal(outcome.error.code, 'auth');
  assert.deepEqual(
    router.typed.filter((line) => line === 'p'),
    ['p'],
  );
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'login' ? [event.accepted] : [])),
    [false],
  );
});

test('the credentials of a list are tried in order, each on a connection of its own', async (t) => {
  const router = await startRouter(t, [1000], 'third');
  const credentials = [
    { username: 'v', password: 'second' },
    { username: 'w', password: 'third' },
  ];
  const { outcome, output, events } = await runOn(t, telnet(router.port, { credentials }));
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  assert.equal(output, 'you said show version');
  assert.equal(router.connections, 3);
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'login' ? [event.accepted] : [])),
    [false, false, true],
  );
});

test('a telnet device behind a jump host is reached through it', async (t) => {
  const [gate, router] = [await startServer(t), await startRouter(t, [1000])];
  const { output } = await runOn(t, telnet(router.port), { jumps: [hostAt(gate.port, { name: 'gate' })] });
  assert.equal(output, 'you said show version');
  assert.deepEqual(gate.forwards, [router.port]);
});
