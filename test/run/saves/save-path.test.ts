import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import fc from 'fast-check';
import { isInside } from '../../../src/device/local-path.js';
import { savePathOf } from '../../../src/run/saves/save-path.js';
import { makeHost, makeTask } from '../support/make-graph.js';

function makeProject(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flow-save-')));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function pathOf(folder: string, text: string, host = 'R1') {
  const save = { file: { text }, folder, secrets: 'mask' as const, git: false, minSize: 1 };
  return savePathOf({ save, task: makeTask('version'), host: makeHost(host), vars: { site: 'hq/north' } });
}

test('a path is made of the host, the task and the variables', (t) => {
  const folder = makeProject(t);
  assert.deepEqual(pathOf(folder, '{{vars.site}}/{{host.name}}-{{task}}.txt'), {
    file: 'hq/north/R1-version.txt',
    absolute: join(folder, 'hq/north/R1-version.txt'),
  });
});

test('a slash in the name of a host makes no folder', (t) => {
  const path = pathOf(makeProject(t), 'backups/{{host.name}}.cfg', 'core/1\\a');
  assert.equal('file' in path && path.file, 'backups/core_1_a.cfg');
});

const REFUSED: [text: string, problem: RegExp, host?: string][] = [
  ['../{{host.name}}', /has a part that is no name/],
  ['{{host.name}}', /has a part that is no name/, '..'],
  ['/srv/{{host.name}}', /does not begin in the folder/],
  ['~/{{host.name}}', /does not begin in the folder/],
  ['C:\\{{host.name}}', /does not begin in the folder/],
  ['backups/', /is not the path of a file/],
  ['{{host.name}}', /is not the path of a file/, ' '],
  ['{{host.name}}', /characters that nobody sees/, 'R1\u001b[2J'],
  ['{{host.name}}', /characters that nobody sees/, 'R1\u202e'],
  ['.git/hooks/{{host.name}}', /belongs to git or to flow/],
  ['a/.GIT/config', /belongs to git or to flow/],
  ['.flow/{{host.name}}', /belongs to git or to flow/],
];
for (const [text, problem, host] of REFUSED) {
  test(`${text} of the host ${JSON.stringify(host ?? 'R1')} is refused`, (t) => {
    const path = pathOf(makeProject(t), text, host);
    assert.match('problem' in path ? path.problem : path.file, problem);
  });
}

test('a symbolic link leads nowhere out of the folder, nor into a folder of git', (t) => {
  const [folder, other] = [makeProject(t), makeProject(t)];
  mkdirSync(join(folder, '.git'));
  mkdirSync(join(folder, 'real'));
  for (const [name, target] of [
    ['out', other],
    ['git', '.git'],
    ['in', 'real'],
    ['dangling', join(other, 'not-there')],
  ] as const)
    symlinkSync(target, join(folder, name));
  for (const name of ['out/x', 'git/x']) assert.ok('problem' in pathOf(folder, name), name);
  assert.deepEqual(pathOf(folder, 'in/x'), { file: 'in/x', absolute: join(folder, 'real/x') });
});

test('whatever a host is called, its file is in the folder or there is none', (t) => {
  const folder = makeProject(t);
  const name = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('.', '/', '\\', '~', 'a', ' ', '\u0000') }));
  fc.assert(
    fc.property(
      name,
      fc.constantFrom('{{host.name}}', 'b/{{host.name}}', '{{host.name}}/c', 'b/{{host.name}}.cfg'),
      (host, text) => {
        const path = pathOf(folder, text, host);
        return 'problem' in path || (isInside(folder, path.absolute) && !path.file.split('/').includes('..'));
      },
    ),
    { seed: 7, numRuns: 2_000 },
  );
});
