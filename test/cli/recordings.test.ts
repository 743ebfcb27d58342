import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunRecord } from '../../src/task/result.js';
import { type Cleanup, makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const SSH = '/usr/bin/ssh';

const PLAYBOOK = `name: Recorded
mode: change
inventory: devices.yaml
tasks:
  - {name: version, command: show version}
  - {name: wrong, command: show clokc, ignore_errors: true}
  - {name: set, config: ["snmp-server community Qu1etWord RO", "username oper secret Tops3cretWord"], save_config: true}
  - {name: config, command: show running-config}
`;

async function makeProject(t: Cleanup, { hosts = 2 } = {}) {
  const folder = makeFolder(t);
  const lab = await startLab(t, { hosts, now: () => Date.UTC(2026, 0, 2) });
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'play.yaml'), PLAYBOOK);
  const run = (...words: string[]) =>
    runFlow(['run', 'play.yaml', '--yes', '--no-journal', '--format', 'json', ...words], { cwd: folder });
  return { folder, lab, run };
}

for (const executor of ['inline', 'threads', 'processes']) {
  test(`what was recorded with ${executor} is replayed without the devices, and gives the same results`, async (t) => {
    const { folder, lab, run } = await makeProject(t);
    const recorded = await run('--record', 'recordings', '--executor', executor);
    assert.equal(recorded.exitCode, 0, recorded.stderr);
    await lab.stop();
    const replayed = await run('--replay', 'recordings');
    assert.equal(replayed.exitCode, 0, replayed.stderr);
    assert.deepEqual(substanceOf(replayed.stdout), substanceOf(recorded.stdout));
    for (const name of readdirSync(join(folder, 'recordings'))) {
      const file = join(folder, 'recordings', name);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.doesNotMatch(readFileSync(file, 'utf8'), /Qu1etWord|Tops3cretWord/);
    }
  });
}

test('a login that failed is recorded, and fails again', async (t) => {
  const { folder, lab, run } = await makeProject(t);
  writeInventory(
    folder,
    lab.hosts().map((host) => (host.name === 'R2' ? { ...host, password: 'n0t-this-0ne' } : host)),
  );
  const recorded = await run('--record', 'recordings');
  const replayed = await run('--replay', 'recordings');
  assert.equal(recorded.exitCode, 1);
  assert.deepEqual(codesOf(replayed.stdout), codesOf(recorded.stdout));
  assert.equal(codesOf(replayed.stdout)['R2 version'], 'auth');
  assert.doesNotMatch(readFileSync(join(folder, 'recordings', 'R2.yaml'), 'utf8'), /n0t-this-0ne/);
});

test('names and addresses are left out when that is asked for, the same ones for the same', async (t) => {
  const { folder, run } = await makeProject(t);
  writeFileSync(
    join(folder, 'play.yaml'),
    'name: P\ninventory: devices.yaml\ncommands: [show ip interface brief, show running-config]\n',
  );
  const plain = await run('--record', 'plain');
  const { exitCode, stderr } = await run('--record', 'scrubbed', '--scrub', 'addresses,names');
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(readdirSync(join(folder, 'scrubbed')), ['host1.yaml', 'host2.yaml']);
  const text = readFileSync(join(folder, 'scrubbed', 'host1.yaml'), 'utf8');
  const addresses = plain.stdout.match(/\b10\.\d+\.\d+\.\d+\b/g) ?? [];
  assert.ok(addresses.length > 2);
  for (const address of addresses) assert.ok(!text.includes(address), address);
  assert.doesNotMatch(text, /\bR1\b/);
  assert.match(text, /hostname host1/);
  assert.match(text, /255\.255\.255/);
});

test('a host without a recording is told before anything is replayed', async (t) => {
  const { folder, run } = await makeProject(t);
  mkdirSync(join(folder, 'recordings'));
  const cassette = 'version: 1\nhost: R2\nplatform: cisco_ios\nlogins: []\n';
  writeFileSync(join(folder, 'recordings', 'R2.yaml'), cassette);
  const { exitCode, stderr } = await run('--replay', 'recordings');
  assert.equal(exitCode, 2);
  assert.equal(stderr, `flow: ${join(folder, 'recordings')} has no recording of R1\n`);
});

test('mistakes in cassettes are told with their places, all of them', async (t) => {
  const { folder, run } = await makeProject(t);
  mkdirSync(join(folder, 'recordings'));
  writeFileSync(
    join(folder, 'recordings', 'R1.yaml'),
    'version: 2\nhost: R1\nplatform: cisco_ios\nlogins:\n  - prompt: R1>\n    exchanges:\n      - {at: R1>, sent: show clock}\n',
  );
  const { exitCode, stderr } = await run('--replay', 'recordings');
  assert.equal(exitCode, 2);
  assert.match(stderr, /recordings\/R1\.yaml:1:10: version: expected 1, got 2/);
  assert.match(stderr, /recordings\/R1\.yaml:7:19: .*sent.*\n[^\n]*\n[^\n]*\n? *.*send/);
});

test("[real] OpenSSH's client logs in to recordings, gets the answers, and is told what is not there", {
  skip: existsSync(SSH) ? false : `${SSH} is missing`,
}, async (t) => {
  const { folder, run } = await makeProject(t, { hosts: 1 });
  await run('--record', 'recordings');
  const flow = runFlow(['lab', '--recordings', 'recordings', '--format', 'json'], { cwd: folder });
  let port = '';
  await flow.waitFor(/"port":\d+/);
  flow.kill('SIGINT');
  port = /"port":(\d+)/.exec((await flow).stdout)?.[1] ?? '';
  const lab = runFlow(['lab', '--recordings', 'recordings', '--port', port], { cwd: folder });
  t.after(() => lab.kill('SIGKILL'));
  await lab.waitFor('As an inventory');
  const said = await askBySsh(folder, port, 'show version\nenable\nanything\nshow version\nshow ip route\nexit\n');
  assert.match(said, /R1#show version\r\nCisco IOS Software/);
  assert.match(said, /R1#show ip route\r\n% .*no recording of "show ip route" on the prompt "R1#" in R1\.yaml\)\r\n/);
  assert.match(said, /no recording of "show version" on the prompt "R1>" in R1\.yaml, but on "R1#"/);
});

function askBySsh(folder: string, port: string, typed: string): Promise<string> {
  const askpass = join(folder, 'askpass');
  writeFileSync(askpass, '#!/bin/sh\necho anything\n', { mode: 0o700 });
  const options = [
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'PubkeyAuthentication=no',
    'LogLevel=ERROR',
  ];
  const words = ['-tt', '-F', 'none', ...options.flatMap((option) => ['-o', option]), '-p', port, 'lab@127.0.0.1'];
  const env = { PATH: process.env.PATH, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', TERM: 'vt100' };
  const child = spawn(SSH, words, { env });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stdin.end(typed);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(output));
  });
}

/** What must be the same in a replay. */
function substanceOf(json: string) {
  const { run, results, vars }: RunRecord = JSON.parse(json);
  const timeless = results.map(({ host, phases, started: _s, finished: _f, duration_ms: _d, ...result }) => {
    return { ...result, host: host.name, phases: Object.keys(phases) };
  });
  return { status: run.status, counts: run.counts, vars, results: timeless };
}

function codesOf(json: string): Record<string, string | undefined> {
  const { results }: RunRecord = JSON.parse(json);
  return Object.fromEntries(results.map(({ host, task, error }) => [`${host.name} ${task}`, error?.code]));
}
