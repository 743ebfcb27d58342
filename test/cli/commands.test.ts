import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { explainError } from '../../src/cli/explain-error.js';
import { packageRoot } from '../../src/document/package-root.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';
import { assertGolden } from './golden.js';

const REFERENCE = '${env:NOPE}';

/** What is asked for, printed for a fixed playbook of the repository: kept as a golden text. */
const DRAWINGS: [string, string[]][] = [
  ['plan-push-ntp', ['plan', 'playbooks/push-ntp.yaml', '--var', 'ntp=192.0.2.7']],
  ['plan-audit', ['plan', 'playbooks/audit.yaml']],
  ['graph-audit', ['graph', 'playbooks/audit.yaml']],
  ['graph-audit-mermaid', ['graph', 'playbooks/audit.yaml', '--format', 'mermaid']],
];

for (const [golden, words] of DRAWINGS) {
  test(`flow ${words.join(' ')} draws what would be done`, async () => {
    const { exitCode, stdout, stderr } = await runFlow(words, { cwd: packageRoot });
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
    assertGolden(golden, stdout);
  });
}

test('flow run --dry-run is flow plan', async () => {
  const planned = await runFlow(['plan', 'playbooks/clock.yaml'], { cwd: packageRoot });
  assert.deepEqual(await runFlow(['run', '--dry-run', 'playbooks/clock.yaml'], { cwd: packageRoot }), planned);
});

test('a plan shows each host what it would be sent, once for those that are sent the same', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(
    join(folder, 'lines.yaml'),
    [
      'name: Lines',
      'inventory:',
      '  hosts:',
      '    a: {address: 192.0.2.1, platform: cisco_ios, vars: {port: 1}}',
      '    b: {address: 192.0.2.2, platform: cisco_ios, vars: {port: 2}}',
      '    c: {address: 192.0.2.3, platform: cisco_ios, vars: {port: 1}}',
      'command: show line {{host.vars.port}}',
      '',
    ].join('\n'),
  );
  const { stdout } = await runFlow(['plan', 'lines.yaml'], { cwd: folder });
  assert.match(stdout, /^a, c \(cisco_ios\)\n.*\n.*\n {7}show line 1$/m);
  assert.match(stdout, /^b \(cisco_ios\)\n.*\n.*\n {7}show line 2$/m);
});

test('a plan connects to nobody and looks up no secret', async (t) => {
  const lab = await startLab(t, { hosts: 1 });
  const folder = makeFolder(t);
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, password: REFERENCE })),
  );
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n');
  for (const command of ['plan', 'graph', 'validate']) {
    assert.equal((await runFlow([command, 'clock.yaml'], { cwd: folder })).exitCode, 0);
  }
  assert.equal(lab.counts.connections, 0);
});

test('flow check tells who was reached, and why the others were not', async (t) => {
  const lab = await startLab(t, { hosts: 2 });
  const folder = makeFolder(t);
  const [one, two] = lab.hosts();
  assert.ok(one && two);
  writeInventory(folder, [one, { ...two, password: 'wrong-one' }]);
  const { exitCode, stdout, stderr } = await runFlow(['check', '--inventory', 'devices.yaml'], { cwd: folder });
  assert.equal(exitCode, 1, stderr);
  assert.match(
    stdout,
    /^R1 +127\.0\.0\.1:\d+ +cisco_ios +ok +R1# +tcp \d+ ms, kex \d+ ms, auth \d+ ms, prompt \d+ ms$/m,
  );
  assert.match(stdout, /^R2 +127\.0\.0\.1:\d+ +cisco_ios +auth +127\.0\.0\.1 port \d+ did not accept the credentials/m);
  assert.match(stdout, /^2 hosts: 1 reached, 1 not\n {2}auth: check `username`/m);
  assert.deepEqual(
    lab.commandsOf('R1').filter((line) => line.startsWith('show')),
    [],
  );
  assert.equal((await runFlow(['check', '-i', 'devices.yaml', '--limit', 'R1'], { cwd: folder })).exitCode, 0);
});

test('flow inventory shows how each host gets its password, and never the password', async (t) => {
  const lab = await startLab(t, { hosts: [{ name: 'R1', password: 'Tr0ub4dor' }] });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  const { exitCode, stdout, stderr } = await runFlow(['inventory', 'devices.yaml'], { cwd: folder });
  assert.equal(exitCode, 0);
  assert.match(stdout, /R1 .*cisco_ios/);
  assert.ok(stdout.endsWith('\n'));
  assert.doesNotMatch(stdout + stderr, /Tr0ub4dor/);
  const json = JSON.parse((await runFlow(['inventory', 'devices.yaml', '--format', 'json'], { cwd: folder })).stdout);
  assert.deepEqual(
    json.map(({ name }: { name: string }) => name),
    ['R1'],
  );
});

test('flow platforms lists the families; one of them is shown whole', async () => {
  const { stdout } = await runFlow(['platforms']);
  for (const name of ['cisco_ios', 'frr', 'linux']) assert.match(stdout, new RegExp(`^${name} `, 'm'));
  const { name, prompts } = JSON.parse((await runFlow(['platforms', 'ios'])).stdout);
  assert.equal(name, 'cisco_ios');
  assert.equal(typeof prompts.exec, 'string');
});

test('flow schema prints the published schemas', async () => {
  for (const name of ['playbook', 'inventory', 'platform']) {
    const { exitCode, stdout } = await runFlow(['schema', name]);
    assert.equal(exitCode, 0);
    assert.equal(typeof JSON.parse(stdout).title, 'string', name);
  }
});

test('flow lab prints an inventory that flow can use, and ends well with Ctrl-C', async (t) => {
  const folder = makeFolder(t);
  const lab = runFlow(['lab', 'cisco_ios=1', 'linux=1', '--format', 'json'], { cwd: folder });
  await lab.waitFor(/"event":"ready".*\n/);
  const again = runFlow(['lab', 'cisco_ios=2'], { cwd: folder });
  await again.waitFor('R2: {address: 127.0.0.1');
  again.kill('SIGINT');
  const { exitCode, stdout } = await again;
  assert.equal(exitCode, 0);
  writeFileSync(join(folder, 'devices.yaml'), stdout.slice(stdout.indexOf('hosts:')));
  assert.equal((await runFlow(['inventory', 'devices.yaml'], { cwd: folder })).exitCode, 0);
  lab.kill('SIGTERM');
  assert.equal((await lab).exitCode, 0);
});

test('flow lab simulates platforms of your own', async (t) => {
  const folder = makeFolder(t);
  const ios = readFileSync(join(packageRoot, 'src/device/platforms/cisco_ios.yaml'), 'utf8');
  mkdirSync(join(folder, 'platforms'));
  writeFileSync(
    join(folder, 'platforms/my_os.yaml'),
    ios.replace('name: cisco_ios', 'name: my_os').replace(/^aliases:.*$/m, 'aliases: []'),
  );
  const lab = runFlow(['lab', 'my_os=1', '--platforms', 'platforms'], { cwd: folder });
  await lab.waitFor('platform: my_os');
  lab.kill('SIGINT');
  assert.equal((await lab).exitCode, 0);
});

test('a bug is named as one, without a stack unless asked for', () => {
  const quiet = explainError(new TypeError('x is not a function'), { withStack: false });
  assert.deepEqual(quiet, {
    text: 'flow: this is a bug in flow: x is not a function\n  run it again with FLOW_DEBUG=1 to see where, and report it with what that prints\n',
    exitCode: 70,
  });
  const loud = explainError(new TypeError('x is not a function'), { withStack: true });
  assert.match(loud.text, /commands\.test\.ts/);
});
