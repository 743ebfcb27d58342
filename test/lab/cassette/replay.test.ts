import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listPlatforms, loadPlatform } from '../../../src/device/load-platform.js';
import { AUTO } from '../../../src/device/platform.js';
import { runHost } from '../../../src/device/run-host.js';
import { parseDocument } from '../../../src/document/document.js';
import type { Host } from '../../../src/inventory/host.js';
import { type Cassette, readCassette } from '../../../src/lab/cassette/cassette.js';
import { cassetteText } from '../../../src/lab/cassette/write-cassette.js';
import type { Faults } from '../../../src/lab/faults.js';
import { factsOf } from '../../../src/lab/generic/family-facts.js';
import { Lab } from '../../../src/lab/lab.js';
import type { LabHostSpec } from '../../../src/lab/lab-host.js';
import type { HostEvent } from '../../../src/task/event.js';
import type { HostJob } from '../../../src/task/host-job.js';
import type { Recording } from '../../../src/task/recording.js';
import type { Task } from '../../../src/task/task.js';
import { makeCommand, makeConfig, makeJob } from '../../support/make-job.js';

const NOON = Date.UTC(2026, 0, 2, 12);
const BY_HAND: Record<string, string> = { cisco_ios: 'show version', frr: 'show version', linux: 'uname -a' };
const SETS = new Set(['juniper_junos', 'vyos', 'ubiquiti_edgerouter', 'paloalto_panos', 'nokia_srl', 'flexvnf']);

const names = listPlatforms()
  .map(({ name }) => name)
  .filter((name) => name !== AUTO);

test('every platform: login, privilege, pages, a rejected command, configuration and save are replayed as they were', async (t) => {
  const lab = await Lab.start({ hosts: names.map((name) => ({ name, platform: name })), ...LAB });
  t.after(() => lab.stop());
  const recorded = await Promise.all(lab.hosts().map((host) => play(jobOf(host))));
  const cassettes = recorded.map(({ host, recordings }) => cassetteOf(host, recordings));
  const replay = await Lab.start({ hosts: cassettes.map(replayed), ...LAB });
  t.after(() => replay.stop());
  const again = new Map(
    await Promise.all(replay.hosts().map(async (host) => [host.name, await play(jobOf(host))] as const)),
  );
  for (const { host, told } of recorded) {
    await t.test(host.name, () => {
      assert.match(told, /"finished"/);
      assert.equal(again.get(host.name)?.told, told);
    });
  }
});

const FAILURES: [title: string, faults: Faults, changes: Partial<LabHostSpec>][] = [
  ['every session is taken', { vtyFull: '% All lines in use' }, {}],
  ['the connection drops in the middle of an answer', { closeAtByte: 700 }, {}],
  ['the device falls silent in the middle of an answer', { silentAfterBytes: 700 }, {}],
  ['the device falls silent before its prompt', { silentAfterBytes: 1 }, {}],
  ['the password is wrong', { refusedPasswords: ['lab'] }, {}],
  ['nothing listens', { refusesConnections: true }, {}],
  ['it closes before it says anything', { closesOnConnect: true }, {}],
  ['the secret is wrong', {}, { secret: 'another' }],
];

for (const [title, faults, changes] of FAILURES) {
  test(`a failure is replayed as it was: ${title}`, async (t) => {
    const lab = await Lab.start({ hosts: [{ name: 'R1', faults, ...changes }], ...LAB });
    t.after(() => lab.stop());
    const [host] = lab.hosts() as [Host];
    const short = { connectMs: 2_000, authMs: 2_000, promptMs: 1_500, commandMs: 1_500 };
    const job = { ...jobOf({ ...host, secret: 'lab' }), timeouts: short, mode: 'read' as const };
    const first = await play({ ...job, tasks: [makeCommand('show', 'show version', { timeoutMs: 1_500 })] });
    const cassette = cassetteOf(first.host, first.recordings);
    const replay = await Lab.start({ hosts: [replayed(cassette)], ...LAB });
    t.after(() => replay.stop());
    const [{ address, port }] = replay.hosts() as [Host];
    const second = await play({
      ...job,
      host: { ...job.host, address, port },
      tasks: [makeCommand('show', 'show version', { timeoutMs: 1_500 })],
    });
    assert.notEqual(first.failure?.code, undefined);
    assert.equal(second.failure?.code, first.failure?.code);
    assert.equal(second.failure?.phase, first.failure?.phase);
  });
}

test('a command that was not recorded is raised, on every platform, with what is missing', async (t) => {
  const cassettes = names.map((name): Cassette => {
    const facts = factsOf(name);
    const prompt = (facts.privileged ?? facts.exec ?? { linux: 'u@h:~$ ', frr: 'R1# ' }[name] ?? 'R1#')
      .replace(/\{(?:star|mark)\}/g, '')
      .replace('{count}', '1')
      .replaceAll('{user}', 'lab')
      .replaceAll('{host}', 'R1');
    return { file: `${name}.yaml`, host: name, platform: name, logins: [{ prompt, exchanges: [] }] };
  });
  const lab = await Lab.start({ hosts: cassettes.map(replayed), ...LAB });
  t.after(() => lab.stop());
  for (const outcome of await Promise.all(
    lab.hosts().map((host) => play({ ...jobOf(host), enable: false, tasks: [makeCommand('show', 'show me')] })),
  )) {
    await t.test(outcome.host.name, () => {
      assert.doesNotMatch(outcome.told, /"state":"finished"/, outcome.told);
      assert.match(outcome.told, /"raised"|"failed"/);
    });
  }
});

test('a command typed twice gives its answers in order, over all logins, and then the last one again', async (t) => {
  const exchange = (answer: string) => ({ at: 'R1#', send: 'show clock', answer });
  const cassette: Cassette = {
    file: 'R1.yaml',
    host: 'R1',
    platform: 'cisco_ios',
    logins: [
      { prompt: 'R1#', exchanges: [exchange('one'), exchange('two')] },
      { prompt: 'R1#', exchanges: [exchange('three')] },
    ],
  };
  const lab = await Lab.start({ hosts: [replayed(cassette)], ...LAB });
  t.after(() => lab.stop());
  const [host] = lab.hosts() as [Host];
  const tasks = ['a', 'b'].map((name) => makeCommand(name, 'show clock'));
  const outputs: (string | null | undefined)[] = [];
  for (let login = 0; login < 2; login++) outputs.push(...(await play({ ...jobOf(host), tasks })).outputs);
  assert.deepEqual(outputs, ['one', 'two', 'three', 'three']);
});

const LAB = { spread: 'addresses', seed: 7, now: () => NOON } as const;

function replayed(cassette: Cassette): LabHostSpec {
  return { name: cassette.host, cassette, password: null };
}

function jobOf(host: Host): HostJob {
  const platform = loadPlatform(host.platform);
  const { show, long } = factsOf(platform.name);
  const set = SETS.has(platform.name) ? 'set system ntp server 192.0.2.1' : 'ntp server 192.0.2.1';
  const lines = platform.name === 'fortinet' ? ['config system ntp', 'set server 192.0.2.1'] : [set];
  const shown = BY_HAND[platform.name] ?? (platform.setup.some(({ prompt }) => prompt) ? 'uname -a' : show);
  const tasks: Task[] = [
    makeCommand('show', shown),
    ...(platform.name in BY_HAND ? [] : [makeCommand('long', long)]),
    makeCommand('rejected', 'frobnicate 1'),
    ...(platform.config ? [makeConfig('config', lines, { save: platform.save !== undefined, diff: true })] : []),
    makeCommand('again', shown),
  ];
  // All platforms log in at once, in one process: none may be late because the others were first.
  const timeouts = { connectMs: 60_000, authMs: 60_000, promptMs: 60_000, commandMs: 60_000 };
  return makeJob(tasks, { host, mode: 'change', record: true, timeouts });
}

async function play(job: HostJob) {
  const results: unknown[] = [];
  const outputs: (string | null)[] = [];
  const recordings: Recording[] = [];
  const hear = (event: HostEvent) => {
    if (event.type === 'recorded') recordings.push(event.recording);
    if (event.type !== 'settled') return;
    const { task, state, command, output, diff, complete, error } = event.result;
    results.push({ task, state, command, output, diff, complete, code: error?.code, message: error?.message });
    outputs.push(output);
  };
  const outcome = await runHost(job, hear, new AbortController().signal);
  const { kind } = outcome;
  const failure = kind === 'failed' ? outcome.error : undefined;
  return { host: job.host, told: JSON.stringify([kind, results]), failure, outputs, recordings };
}

/** What a recording is when it has been a file. */
function cassetteOf(host: Host, recordings: Recording[]): Cassette {
  const [first] = recordings;
  assert.ok(first, 'something was recorded');
  const { software } = first;
  const text = cassetteText({
    host: host.name,
    platform: first.platform,
    ...(software !== undefined && { software }),
    recorded: new Date(NOON).toISOString(),
    logins: recordings.map(({ login }) => login),
  });
  return readCassette(parseDocument(`${host.name}.yaml`, text));
}
