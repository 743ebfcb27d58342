import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { drawTrace } from '../../src/cli/trace-printer.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runHere } from '../support/run-here.js';

const PASSWORD = 'geheim-und-lang';

/** The phases of the flights that standard error tells of a host, in order. */
function phasesOf(host: string, stderr: string): string[] {
  const [, block = ''] =
    new RegExp(`^${host}: \\d+ flights? up to the last answer\\n((?: +\\d+ {2}.*\\n?)*)`, 'm').exec(stderr) ?? [];
  return [...block.matchAll(/^ +\d+ {2}(\S+)/gm)].map(([, phase = '']) => phase);
}

async function trace(t: TestContext, keys: string, flags = ['--trace']) {
  const lab = await startLab(t, { hosts: [{ name: 'R1', password: PASSWORD }] });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'clock.yaml'), `name: Clock\ninventory: devices.yaml\n${keys}\n`);
  return runHere(['run', 'clock.yaml', ...flags], { cwd: folder });
}

test('--trace tells the flights of a login in the order of its phases, and no secret', async (t) => {
  const { exitCode, stdout, stderr } = await trace(t, 'command: show clock');
  assert.equal(exitCode, 0, stderr);
  const order = [...new Set(phasesOf('R1', stderr).flatMap((phase) => phase.split('+')))];
  assert.deepEqual(order, ['tcp', 'kex', 'auth', 'shell', 'setup', 'enable', 'command', 'logout'], stderr);
  assert.match(stderr, /^ {4}1 {2}tcp$/m);
  assert.match(stderr, /^ +\d+ {2}command +sent \d+ B, received \d+ B$/m);
  assert.ok(!(stdout + stderr).includes(PASSWORD));
});

test('each command is one flight', async (t) => {
  const commandsIn = async (keys: string) => {
    const { stderr } = await trace(t, keys);
    return phasesOf('R1', stderr).filter((phase) => phase === 'command').length;
  };
  assert.equal(await commandsIn('command: show clock'), 1);
  assert.equal(await commandsIn('commands: [show clock, show version, show clock]'), 3);
});

test('a login that fails tells how far it came', async (t) => {
  const lab = await startLab(t, { hosts: 1 });
  const folder = makeFolder(t);
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, password: 'wrong' })),
  );
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n');
  const { exitCode, stderr } = await runHere(['run', 'clock.yaml', '--trace', '--quiet'], { cwd: folder });
  assert.equal(exitCode, 1);
  assert.equal(phasesOf('R1', stderr).at(-1), 'auth');
});

test('nothing is counted that nobody asked for', async (t) => {
  const { stderr } = await trace(t, 'command: show clock', []);
  assert.doesNotMatch(stderr, /flight/);
});

test('the flights up to the last answer are those before the logout', () => {
  const flights = [
    { phase: 'tcp', sent: 0, received: 0 },
    { phase: 'command', sent: 52, received: 1234 },
    { phase: 'logout', sent: 52, received: 0 },
  ];
  assert.equal(
    drawTrace('R1\u001b[2J', flights),
    'R1␛[2J: 2 flights up to the last answer\n' +
      '    1  tcp\n' +
      '    2  command  sent 52 B, received 1,234 B\n' +
      '    3  logout   sent 52 B, received 0 B\n',
  );
});
