import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { FLOW, runFlow } from '../support/run-flow.js';

const skip = spawnSync('script', ['--version']).error ? 'script (util-linux) is not installed' : false;
const CLOCK = 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n';

/** A pipe with a name: it ends when the last process that holds it does. */
function openPipe(folder: string) {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return { path, stream: createReadStream(path) };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} while a command for a secret runs ends it and flow: 130, and nothing was sent`, async (t) => {
    const folder = makeFolder(t);
    const { path, stream } = openPipe(folder);
    const password = `\${exec:exec 3>${path}; echo up >&3; sleep 60; echo lab}`;
    const host = { address: '127.0.0.1', platform: 'cisco_ios', username: 'lab', password };
    writeFileSync(join(folder, 'clock.yaml'), CLOCK);
    writeFileSync(join(folder, 'devices.yaml'), JSON.stringify({ hosts: { R1: host } }));
    const flow = runFlow(['run', 'clock.yaml'], { cwd: folder });
    await once(stream, 'data');
    flow.kill(signal);
    const ended = once(stream, 'end'); // the shell and its `sleep` have gone
    const { exitCode, stdout, stderr } = await flow;
    await ended;
    assert.equal(exitCode, 130);
    assert.equal(stdout, '');
    assert.equal(stderr, `flow: interrupted by ${signal}: nothing was sent\n`);
  });
}

test('SIGHUP is taken like Ctrl-C: what runs may finish, and the report is written', async (t) => {
  const lab = await startLab(t, { hosts: [{ name: 'R1' }], hold: true });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'clock.yaml'), CLOCK);
  const flow = runFlow(['run', 'clock.yaml'], { cwd: folder });
  const command = await lab.nextCommand();
  flow.kill('SIGHUP');
  await flow.waitFor('interrupted: what runs may finish');
  command.answer('12:00:01 UTC');
  const { exitCode, stdout } = await flow;
  assert.equal(exitCode, 130);
  assert.match(stdout, /12:00:01 UTC/);
});

test('[real] a terminal that is closed does not keep the report from its file', { skip }, async (t) => {
  const lab = await startLab(t, { hosts: [{ name: 'R1' }], hold: true });
  const folder = makeFolder(t);
  const { path, stream } = openPipe(folder);
  writeInventory(folder, lab.hosts());
  const outputs = 'output: [{file: report.md, format: md}, {format: txt}]\n';
  writeFileSync(join(folder, 'clock.yaml'), CLOCK + outputs);
  const command = `exec 3>'${path}'; echo up >&3; exec '${process.execPath}' '${FLOW}' run clock.yaml`;
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  terminal.stdout.resume();
  stream.resume();
  const ended = once(stream, 'end');
  const held = await lab.nextCommand();
  terminal.kill('SIGKILL');
  await once(terminal, 'exit');
  held.answer('12:00:01 UTC');
  await ended; // flow was the last that held the pipe
  assert.match(readFileSync(join(folder, 'report.md'), 'utf8'), /12:00:01 UTC/);
});
