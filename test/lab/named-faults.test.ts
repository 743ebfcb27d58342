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
    const hosts = Array.from({ length: HOSTS }, (_, index) => `R${index + 1}`);
    const faultsOf = readFaults([name], { seed: 1, hosts });
    const lab = await startLab(t, { hosts: HOSTS, now: () => NOON, faultsOf, hostKeys: 'own' });
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

const FLEET = Array.from({ length: 1_000 }, (_, index) => `R${index + 1}`);

test('a fault is that of all hosts, of one, or of a share of them, and the same seed gives the same ones', () => {
  const struck = (fault: string, seed: number) => {
    const faultsOf = readFaults([fault], { seed, hosts: FLEET });
    return FLEET.filter((host) => Object.keys(faultsOf(host)).length > 0);
  };
  assert.equal(struck('full', 1).length, 1_000);
  assert.deepEqual(struck('full@R7', 1), ['R7']);
  const share = struck('full@20%', 1);
  assert.equal(share.length, 200);
  assert.deepEqual(struck('full@20%', 1), share);
  assert.notDeepEqual(struck('full@20%', 2), share);
  assert.equal(struck('full@0.01%', 1).length, 1, 'a share is at least one host');
});

test('a number behind the name says where or when a fault strikes, and nothing is left to chance', () => {
  const faultOf = (text: string) => readFaults([text], { seed: 1, hosts: ['R1', 'R2'] })('R2');
  assert.deepEqual(faultOf('drop:512'), { closeAtByte: 512 });
  assert.deepEqual(faultOf('silent:0@R2'), { silentAfterBytes: 0 });
  assert.deepEqual(faultOf('garbage:3@100%'), { spoils: { how: 'garbage', answer: 3 } });
  assert.deepEqual(faultOf('full:2@R1'), {});
});

test('what nobody would have, or what makes no sense, is refused', () => {
  const refusalOf = (text: string) => () => readFaults([text], { seed: 1, hosts: ['core1', 'core2'] });
  assert.throws(
    refusalOf('drop@cor1'),
    /--fault drop@cor1: there is no such host in this run\n {2}did you mean "core1"/,
  );
  assert.throws(refusalOf('drop@0%'), /expected a share above 0% and up to 100%, got "drop@0%"/);
  assert.throws(refusalOf('drop@101%'), /expected a share above 0% and up to 100%/);
  assert.throws(refusalOf('reload:0'), /expected a whole number from 1 on, as in "reload:3", got "reload:0"/);
  assert.throws(refusalOf('drop:'), /expected a whole number from 0 on/);
  assert.throws(refusalOf('host-key:2'), /"host-key" takes no number, got "host-key:2"/);
  assert.throws(refusalOf('dorp'), /got "dorp"\n {2}did you mean "drop"/);
  assert.throws(refusalOf('constructor'), /expected NAME/);
});

for (const [fault, code] of [
  ['full:2', 'vty_full'],
  ['refused:2', 'refused'],
] as const) {
  test(`${fault} serves two logins, and none after them`, async (t) => {
    const faultsOf = readFaults([fault], { seed: 1, hosts: ['R1'] });
    const lab = await startLab(t, { hosts: 1, now: () => NOON, faultsOf });
    const tasks = [makeCommand('clock', 'show clock')];
    const codes: (string | undefined)[] = [];
    for (let login = 0; login < 4; login++) codes.push(await codeOf(makeJob(tasks, { host: lab.hosts()[0] as Host })));
    assert.deepEqual(codes, [undefined, undefined, code, code]);
  });
}

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
