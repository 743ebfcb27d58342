import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { findUnaskedPort } from '../../src/lab/unasked-port.js';
import { startLab } from '../support/lab.js';

test('a port that is found is free, and below those that are given by chance', async (t) => {
  const port = await findUnaskedPort('127.0.0.1');
  assert.ok(port >= 20_000 && port < 32_768, `${port}`);
  const server = createServer().listen(port, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
});

test('an address that is not of this machine has none', async () => {
  await assert.rejects(findUnaskedPort('192.0.2.1'), { code: 'EADDRNOTAVAIL' });
});

test('a simulated host that refuses connections has a port that no other program is given meanwhile', async (t) => {
  const faults = { refusesConnections: true };
  const lab = await startLab(t, {
    hosts: [{ name: 'shut', faults }, { name: 'later', faults: { ...faults, goodLogins: 1 } }, { name: 'open' }],
  });
  const [shut, later, open] = lab.hosts().map(({ port }) => port ?? 0);
  assert.ok((shut ?? 0) < 32_768 && (later ?? 0) < 32_768, `${shut} ${later}`);
  assert.ok((open ?? 0) >= 32_768, `${open}`);
});
