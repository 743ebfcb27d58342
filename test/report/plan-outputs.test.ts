import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DocumentError } from '../../src/error/flow-error.js';
import type { OutputSpec } from '../../src/playbook/playbook.js';
import { planOutputs } from '../../src/report/plan-outputs.js';
import { makeFolder } from '../support/lab.js';

const names = {
  run: { id: 'run-1', started: '2017-08-28T06:02:14.000Z' },
  playbook: { name: 'Clock', file: 'playbooks/clock.yaml' },
  vars: { site: 'hq', up: '../../etc', down: 'a/b', root: '/etc', empty: '' },
};

function plan(...files: (string | null)[]): (string | null)[] {
  const outputs = files.map((text): OutputSpec => ({ format: 'md', ...(text === null ? {} : { file: { text } }) }));
  return planOutputs(outputs, { folder: '/home/me/playbooks', reads: [] }, names).map(({ path }) => path);
}

test('a path is rendered for the run and starts from the folder of the playbook', () => {
  assert.deepEqual(plan('reports/{{run.id}}.md', null, '/srv/{{vars.site}}/clock.md', './x/../{{vars.down}}.md'), [
    '/home/me/playbooks/reports/run-1.md',
    null,
    '/srv/hq/clock.md',
    '/home/me/playbooks/a/b.md',
  ]);
});

for (const [file, message] of [
  ['../clock.md', '"../clock.md" leaves the folder /home/me/playbooks'],
  ['{{vars.up}}/passwd', '"../../etc/passwd" leaves the folder /home/me/playbooks'],
  ['{{vars.root}}/passwd', '"/etc/passwd" leaves the folder /home/me/playbooks'],
  ['/srv/{{vars.up}}/passwd', '"/srv/../../etc/passwd" leaves the folder /srv'],
  ['{{vars.empty}}', 'expected the path of a file, got ""'],
  ['reports/', 'expected the path of a file, got "reports/"'],
  ['a\nb', 'expected a path without control characters, got "a⏎b"'],
  ['clock.yaml', '"clock.yaml" is the playbook itself'],
] as const) {
  test(`the file name ${JSON.stringify(file)} is refused before the run`, () => {
    assert.throws(
      () => plan(file),
      (error) => {
        assert.ok(error instanceof DocumentError);
        assert.equal(error.diagnostics[0]?.message, `output.file: ${message}`);
        return true;
      },
    );
  });
}

test('two outputs to the same file, and an unknown name in another, are told together', () => {
  assert.throws(
    () => plan('a.md', './a.md', '{{run.nr}}.md'),
    (error) => {
      assert.ok(error instanceof DocumentError);
      assert.deepEqual(
        error.diagnostics.map(({ message }) => message),
        [
          'output.file: "./a.md" is written by another output of this playbook already',
          'output.file: "run" has no "nr"',
        ],
      );
      return true;
    },
  );
});

test('a file that the run reads is not replaced, not through a link either, and need not exist', (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'devices.yaml'), '');
  mkdirSync(join(folder, 'keys'));
  symlinkSync('devices.yaml', join(folder, 'link.md'));
  symlinkSync('keys', join(folder, 'other'));
  const reads = [
    { path: join(folder, 'devices.yaml'), role: 'read as the inventory' },
    { path: join(folder, 'keys/known_hosts'), role: 'the file with the known host keys' },
  ];
  const outputs = ['devices.yaml', 'link.md', 'other/known_hosts'].map(
    (text, index): OutputSpec => ({ format: 'md', file: { text, ...(index === 2 && { option: 'outputs' }) } }),
  );
  assert.throws(
    () => planOutputs(outputs, { folder, reads }, names),
    (error) => {
      assert.ok(error instanceof DocumentError);
      assert.deepEqual(
        error.diagnostics.map(({ file, message }) => `${file}: ${message}`),
        [
          'playbooks/clock.yaml: output.file: "devices.yaml" is read as the inventory',
          'playbooks/clock.yaml: output.file: "link.md" is read as the inventory',
          'outputs: "other/known_hosts" is the file with the known host keys',
        ],
      );
      return true;
    },
  );
});
