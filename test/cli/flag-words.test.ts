import assert from 'node:assert/strict';
import test from 'node:test';
import { explainError } from '../../src/cli/explain-error.js';
import { inFlags } from '../../src/cli/flag-words.js';
import { DocumentError, UsageError } from '../../src/error/flow-error.js';
import type { Wording } from '../../src/error/wording.js';

/** What is said, and how the library and the command say it. */
const CASES: [string, Wording, string, string][] = [
  ['unknown host "r9"', { option: 'limit' }, 'limit: unknown host "r9"', '--limit: unknown host "r9"'],
  ['there is none', { option: 'vars.ntp' }, 'vars.ntp: there is none', '--var ntp: there is none'],
  ['nothing is unknown', { option: 'rerun R1' }, 'rerun R1: nothing is unknown', '--rerun R1: nothing is unknown'],
  [
    'R1 is being changed\n  ',
    { remedy: 'wait' },
    'R1 is being changed\n  say `wait: true`, or wait until it has ended',
    'R1 is being changed\n  say --wait, or wait until it has ended',
  ],
  [
    'make room, ',
    { remedy: 'keep-nothing' },
    'make room, give another folder as `journal`, or say `isKept: false`',
    'make room, set FLOW_HOME to another folder, or say --no-journal',
  ],
  [
    'write it, or ',
    { remedy: 'other-inventory' },
    "write it, or give `plan` an inventory: `inventory: loadInventory('devices.yaml')`",
    'write it, or say --inventory devices.yaml',
  ],
  [
    'make it writable, or ',
    { remedy: 'other-host-keys' },
    "make it writable, or say `hostKeys: { mode: 'off' }`, or `'strict'`",
    'make it writable, or use --host-keys off|strict',
  ],
  [
    '',
    { option: 'format', remedy: 'one-format' },
    'format: each of `outputs` says its format by its ending; leave one of them out',
    '--format: each --output says its format by its ending; leave one of them out',
  ],
];

for (const [said, wording, inOptions, inCommand] of CASES)
  test(`the library says "${inOptions.trim().split('\n').at(-1)}", and the command names its flag`, () => {
    const error = new UsageError(said, wording);
    assert.equal(error.message, inOptions);
    assert.equal(explainError(error, { withStack: false }).text, `flow: ${inCommand}\n`);
  });

test('a mistake in what was told and in no file is told under the option, and by the command under its flag', () => {
  const mistake = { file: 'outputs', option: 'outputs', message: 'it is a folder', severity: 'error' as const };
  const error = new DocumentError([mistake, { file: 'a.yaml', message: 'empty', severity: 'error' }]);
  assert.match(error.message, /^outputs: it is a folder$/m);
  assert.match(explainError(error, { withStack: false }).text, /^--output: it is a folder\na\.yaml: empty\n/);
  assert.deepEqual(inFlags(error.diagnostics)[0]?.file, '--output');
});
