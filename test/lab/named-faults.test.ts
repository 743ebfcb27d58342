import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runHost } from '../../src/device/run-host.js';
import type { Host } from '../../src/inventory/host.js';
import { NAMED_FAULTS, readFaults } from '../../src/lab/named-faults.js';
import type { HostEvent } from '../../src/task/event.js';
import type { HostJob } from '../../src/task/host-job.js';
import { makeFolder, startLab } from '../support/lab.js';
import { makeCommand, makeJob } from '../support/make-job.js';

const HOSTS = 6;
const NOON = Date.UTC(2026, 0, 2, 12);
const SHORT = { connectMs: 4_000, authMs: 4_000, promptMs: 4_000, commandMs: 4_000 };

for (const [name, { codes }] of Object.entries(NAMED_FAULTS)) {
  test(`${name} strikes, and whatever it strikes is told as ${codes.join(' or ') || 'nothing'}`, async (t) => {
    const lab = await startLab(t, { hosts: HOSTS, now: () => NOON, faultsOf: readFaults([name], 1), hostKeys: 'own' });
    const file = join(makeFolder(t), 'known_hosts');
    const hostKeys = { mode: 'pin' as const, file };
    const tasks = [makeCommand('clock', 'show clock', { timeoutMs: 4_000 })];
    const play = (host: Host) => codeOf(makeJob(tasks, { host, hostKeys, timeouts: SHORT }));
    const first = await Promise.all(lab.hosts().map(play));
    const told = name === 'host-key' ? await Promise.all(lab.hosts().map(play)) : first;
    const struck = told.filter((code) => code !== undefined);
    for (const code of struck)
      assert.ok(
        codes.some((one) => one === code),
        code,
      );
    assert.ok(codes.length === 0 || struck.length > 0, 'nothing was struck');
  });
}

test('a fault is that of all hosts, of one, or of a share of them, and the same seed gives the same ones', () => {
  const hosts = Array.from({ length: 1_000 }, (_, index) => `R${index + 1}`);
  const struck = (fault: string, seed: number) => {
    const faultsOf = readFaults([fault], seed);
    return hosts.filter((host) => Object.keys(faultsOf(host)).length > 0);
  };
  assert.equal(struck('full', 1).length, 1_000);
  assert.deepEqual(struck('full@R7', 1), ['R7']);
  const share = struck('full@20%', 1);
  assert.ok(share.length > 150 && share.length < 250, String(share.length));
  assert.deepEqual(struck('full@20%', 1), share);
  assert.notDeepEqual(struck('full@20%', 2), share);
});

/** The code of what ended the login; undefined when the answer is the right one. */
async function codeOf(job: HostJob): Promise<string | undefined> {
  const outputs: (string | null)[] = [];
  const hear = (event: HostEvent) => {
    if (event.type === 'settled') outputs.push(event.result.output);
  };
  const outcome = await runHost(job, hear, new AbortController().signal);
  if (outcome.kind === 'failed') return outcome.error.code;
  assert.deepEqual(outputs, ['*12:00:00.000 UTC Fri Jan 2 2026']);
  return undefined;
}
