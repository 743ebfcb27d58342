import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolders } from '../../src/document/make-folders.js';
import { makeFolder } from '../support/lab.js';

test('a folder is made with its parents, each with the mode, and making it again changes nothing', (t) => {
  const folder = makeFolder(t);
  makeFolders(join(folder, 'a/b/c'), 0o700);
  makeFolders(join(folder, 'a/b/c'), 0o755);
  for (const name of ['a', 'a/b', 'a/b/c']) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o700);
});

test('where no folder can be made that is said, and not tried for ever', {
  skip: process.platform !== 'linux',
}, (t) => {
  assert.throws(() => makeFolders('/proc/no/such'), { code: 'ENOENT' });
  const file = join(makeFolder(t), 'file');
  writeFileSync(file, '');
  assert.throws(() => makeFolders(join(file, 'a')), { code: 'ENOTDIR' });
});
