import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { findUnwritable } from '../../src/report/check-writable.js';
import type { PlannedOutput } from '../../src/report/plan-outputs.js';
import { makeFolder } from '../support/lab.js';

const planned = (path: string): PlannedOutput => ({ spec: { format: 'md', file: { text: path } }, path });

test('a report can be written into folders that are there, that will be made, and through a link', (t) => {
  const folder = makeFolder(t);
  mkdirSync(join(folder, 'reports'));
  symlinkSync(join(folder, 'reports'), join(folder, 'link'));
  writeFileSync(join(folder, 'old.md'), '');
  const files = ['a.md', 'reports/a.md', 'new/deep/a.md', 'link/new/a.md', 'old.md'];
  const outputs = [
    planned('/dev/null'),
    ...files.map((file) => planned(join(folder, file))),
    { spec: { format: 'md' as const }, path: null },
  ];
  assert.deepEqual(findUnwritable(outputs, 'p.yaml'), []);
});

test('a report cannot take the place of a folder, nor be put into a file', (t) => {
  const folder = makeFolder(t);
  mkdirSync(join(folder, 'reports'));
  writeFileSync(join(folder, 'old.md'), '');
  const outputs = [planned(join(folder, 'reports')), planned(join(folder, 'old.md/new/a.md'))];
  assert.deepEqual(
    findUnwritable(outputs, 'p.yaml').map(({ file, message }) => `${file}: ${message.replaceAll(folder, '.')}`),
    [
      'p.yaml: output.file: cannot write ./reports: it is a folder',
      'p.yaml: output.file: cannot write ./old.md/new/a.md: ./old.md is no folder',
    ],
  );
});
