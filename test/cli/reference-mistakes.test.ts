import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder } from '../support/lab.js';
import { runHere } from '../support/run-here.js';

const HOST = 'device_type: cisco_ios, host: 127.0.0.1, username: u';

const CASES: [title: string, line: string, says: string[]][] = [
  [
    'a variable of the environment',
    `- {${HOST}, password: "\${env:NOPE}"}`,
    [
      'd.yaml:1:68: ${env:NOPE} of 127.0.0.1: the environment has no NOPE',
      `  1 | - {${HOST}, password: "\${env:NOPE}"}`,
      '    |                                                                    ^^^^^^^^^^^^^',
    ],
  ],
  [
    'a file',
    `- {${HOST}, password: '\${file:/nope}'}`,
    [
      'd.yaml:1:68: ${file:/nope} of 127.0.0.1: no such file',
      `  1 | - {${HOST}, password: '\${file:/nope}'}`,
      '    |                                                                    ^^^^^^^^^^^^^^^',
    ],
  ],
  [
    'a command, which may carry a secret',
    `- {${HOST}, password: "\${exec:false hunter2}"}`,
    [
      'd.yaml:1:68: ${exec:****} of 127.0.0.1: the command ended with exit status 1',
      `  1 | - {${HOST}, password: "\${exec:****}"}`,
      '    |                                                                    ^^^^^^^^^^^^^^',
    ],
  ],
  [
    'one behind a password on the same line',
    `- {${HOST}, password: hunter2-and-more, secret: "\${env:NOPE}"}`,
    [
      'd.yaml:1:94: ${env:NOPE} of 127.0.0.1: the environment has no NOPE',
      `  1 | - {${HOST}, password: ****, secret: "\${env:NOPE}"}`,
      '    |                                                                                  ^^^^^^^^^^^^^',
    ],
  ],
];

for (const [title, line, says] of CASES) {
  test(`a reference that gives nothing is shown, and the caret stands below it: ${title}`, async (t) => {
    const folder = makeFolder(t);
    writeFileSync(join(folder, 'd.yaml'), `${line}\n`);
    writeFileSync(join(folder, 'p.yaml'), 'name: Clock\ninventory: d.yaml\ncommand: show clock\n');
    const { exitCode, stderr } = await runHere(['run', 'p.yaml', '--quiet'], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.deepEqual(stderr.trimEnd().split('\n').slice(0, 3), says);
    assert.doesNotMatch(stderr, /hunter2/);
  });
}
