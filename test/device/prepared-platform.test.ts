import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { listPlatforms, loadPlatform } from '../../src/device/load-platform.js';
import { findPrepared } from '../../src/device/prepared-platform.js';
import { packageRoot } from '../../src/document/package-root.js';

const folder = join(packageRoot, 'dist', 'platforms');

test('the build prepares each platform as its file and those it extends say, under its name and its aliases', () => {
  const names = readdirSync(folder).map((file) => basename(file, '.json'));
  const known = listPlatforms().flatMap(({ name, aliases }) => [name, ...aliases]);
  assert.deepEqual(names.sort(), [...new Set(known)].sort());
  for (const name of names) {
    const prepared = read(name);
    assert.deepEqual(typeof prepared === 'string' ? read(prepared) : prepared, loadPlatform(name), name);
  }
});

test('the sources take nothing that has been prepared: a file that has just been changed counts', () => {
  assert.equal(findPrepared('cisco_ios'), undefined);
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}
