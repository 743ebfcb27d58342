import assert from 'node:assert/strict';
import test from 'node:test';
import { COMMANDS } from '../../src/cli/commands.js';
import { runFlow } from '../support/run-flow.js';
import { runHere } from '../support/run-here.js';
import { assertGolden } from './golden.js';

test('flow alone prints a short help on standard output and ends well', async () => {
  const { exitCode, stdout, stderr } = await runHere([]);
  assert.equal(exitCode, 0);
  assert.equal(stderr, '');
  assertGolden('help/flow', stdout.replace(/^flow \S+:/, 'flow VERSION:'));
  for (const words of [['help'], ['--help'], ['-h']]) assert.equal((await runHere(words)).stdout, stdout);
});

for (const { name } of COMMANDS) {
  test(`flow ${name} --help says what it is for, its flags by subject, and two examples`, async () => {
    const { exitCode, stdout, stderr } = await runHere([name, '--help']);
    assert.equal(exitCode, 0);
    assert.equal(stderr, '');
    assertGolden(`help/${name}`, stdout);
    assert.match(stdout, new RegExp(`^flow ${name}: `));
    const [, examples = ''] = stdout.split('\nExamples\n');
    assert.equal(examples.match(/^ {2}flow /gm)?.length, 2);
    assert.ok(Math.max(...stdout.split('\n').map((line) => line.length)) <= 120, 'a line is too long for a terminal');
    assert.equal((await runHere(['help', name])).stdout, stdout);
  });
}

test('--version prints the version of package.json and nothing else', async () => {
  const { exitCode, stdout, stderr } = await runFlow(['--version']);
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal((await runFlow(['-V'])).stdout, stdout);
});
