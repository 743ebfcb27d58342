import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { DistantSocket } from '../../src/lab/distant-socket.js';
import { type Cleanup, startLab } from '../support/lab.js';
import { logIn } from './client.js';

test('a host that is far answers as any other', async (t) => {
  const lab = await startLab(t, { hosts: 1, latencyMs: 2 });
  const [host] = lab.hosts();
  assert.ok(host);
  const login = await logIn(host);
  await login.waitFor('R1>');
  await login.ask('terminal length 0', 'R1>');
  assert.match(await login.ask('show version', 'R1>'), /Cisco IOS/);
  login.send('exit\n');
  await login.closed;
  assert.deepEqual(lab.commandsOf('R1'), ['terminal length 0', 'show version', 'exit']);
});

test('each line that waits for the answer before it costs a round trip; lines sent together cost one', async (t) => {
  const lab = await startLab(t, { hosts: 1, latencyMs: 2 });
  const [host] = lab.hosts();
  assert.ok(host);
  const login = await logIn(host);
  await login.waitFor('R1>');
  await login.ask('terminal width 511', 'R1>');
  const first = lab.tripsTo('R1', 'terminal width 511');
  assert.ok(first !== undefined && first > 2);
  await login.ask('terminal length 0', 'R1>');
  assert.equal(lab.tripsTo('R1', 'terminal length 0'), first + 2);
  login.send('show privilege\nshow clock\n');
  await login.waitFor('show clock');
  await login.waitFor('R1>');
  assert.equal(lab.tripsTo('R1', 'show privilege'), first + 4);
  assert.equal(lab.tripsTo('R1', 'show clock'), first + 4);
  login.end();
});

test('trips are counted of hosts that are far, and of nobody else', async (t) => {
  const lab = await startLab(t, { hosts: [{ name: 'near' }, { name: 'far', faults: { latencyMs: 1 } }] });
  for (const host of lab.hosts()) {
    const login = await logIn(host);
    await login.waitFor('>');
    await login.ask('show clock', '>');
    login.end();
  }
  assert.equal(lab.tripsTo('near', 'show clock'), undefined);
  assert.ok((lab.tripsTo('far', 'show clock') ?? 0) > 2);
  assert.equal(lab.tripsTo('far', 'show version'), undefined);
});

test('a lab of hosts that are far stops while their answers are under way', async (t) => {
  const lab = await startLab(t, { hosts: 1, latencyMs: 3_600_000 });
  const [host] = lab.hosts();
  assert.ok(host);
  const client = connect({ host: host.address, port: host.port });
  t.after(() => client.destroy());
  await once(client, 'connect');
  client.write('SSH-2.0-test\r\n');
  client.on('error', () => {}); // it is cut
  const closed = new Promise((resolve) => client.once('close', resolve));
  client.resume();
  await lab.stop();
  await closed;
});

test('more than may be under way at once arrives whole, both ways, and then the end', async (t) => {
  const { client, host } = await makePair(t);
  const bytes = Buffer.alloc(9 * 1024 * 1024, 'flow');
  host.end(bytes);
  assert.ok((await readAll(client)).equals(bytes));
  const other = await makePair(t);
  other.client.end(bytes);
  assert.ok((await readAll(other.host)).equals(bytes));
});

test('what was written before a cut arrives before it', async (t) => {
  const { client, host } = await makePair(t);
  host.write('the last words');
  host.destroySoon();
  assert.equal((await readAll(client)).toString(), 'the last words');
});

async function makePair(t: Cleanup): Promise<{ client: Socket; host: DistantSocket }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  const client = connect({ host: '127.0.0.1', port: address.port });
  const [socket] = (await once(server, 'connection')) as [Socket];
  const host = new DistantSocket(socket, 1);
  t.after(() => {
    client.destroy();
    host.destroy();
    server.close();
  });
  return { client, host };
}

async function readAll(stream: Socket | DistantSocket): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}
