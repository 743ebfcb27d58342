import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from '../support/lab.js';
import { realSuite } from './support/real-suite.js';
import { type ShellName, typeInto } from './support/typing-shell.js';

/** A name that runs a command wherever somebody expands it. */
const HOSTILE = 'R1 $(touch hacked);`touch hacked`';

/** Ctrl-U: what was typed is taken back. */
const KILL_LINE = '\u0015';

for (const shell of ['bash', 'zsh', 'fish'] satisfies ShellName[]) {
  realSuite(`the Tab key of ${shell}`, ['script', shell], () => {
    test('completes commands, flags, their values, files with blanks, and hosts', async (t) => {
      const folder = makeProject(makeFolder(t));
      const cases: [typed: string, words: string[]][] = [
        ['flow plat\tcisco_asa', ['platforms', 'cisco_asa']],
        ['flow run --exec\tproc\t', ['run', '--executor', 'processes']],
        ['flow run --executor=th\t', ['run', '--executor=threads']],
        ['flow run pl\tmy\t', ['run', 'playbooks/my clock.yaml']],
        ["flow run 'playbooks/my\t", ['run', 'playbooks/my clock.yaml']],
        ['flow run playbooks/my\\ c\t --limit ed\t', ['run', 'playbooks/my clock.yaml', '--limit', 'edge7']],
        [
          'flow run playbooks/my\\ clock.yaml --limit edge7,@c\t',
          ['run', 'playbooks/my clock.yaml', '--limit', 'edge7,@core'],
        ],
        ['flow run nothing.yaml --limit ed\tx', ['run', 'nothing.yaml', '--limit', 'edx']],
        ['flow lab juniper_j\t2', ['lab', 'juniper_junos=2']],
      ];
      const got = await typeInto(
        shell,
        cases.map(([typed]) => typed),
        { folder, home: makeFolder(t) },
      );
      for (const [index, [typed, words]] of cases.entries()) assert.deepEqual(got[index], words, typed);
    });

    test('writes a hostile name as text, and runs nothing of it or of what was typed', async (t) => {
      const folder = makeProject(makeFolder(t));
      const [host, alive] = await typeInto(
        shell,
        ['flow run playbooks/hostile.yaml --limit R1\t', `flow run "$(touch hacked)" --exec\t${KILL_LINE}flow alive`],
        { folder, home: makeFolder(t) },
      );
      assert.deepEqual(host, ['run', 'playbooks/hostile.yaml', '--limit', HOSTILE]);
      assert.deepEqual(alive, ['alive']);
      assert.ok(!existsSync(join(folder, 'hacked')));
    });
  });
}

function makeProject(folder: string): string {
  mkdirSync(join(folder, 'playbooks'));
  writeFileSync(
    join(folder, 'playbooks/my clock.yaml'),
    'name: Clock\ninventory:\n  hosts: {edge7: {address: 192.0.2.7, platform: cisco_ios, groups: [core]}}\n  groups: {core: {}}\ncommand: show clock\n',
  );
  writeFileSync(
    join(folder, 'playbooks/hostile.yaml'),
    `name: Clock\ninventory: {hosts: {${JSON.stringify(HOSTILE)}: {address: 192.0.2.7, platform: cisco_ios}}}\ncommand: show clock\n`,
  );
  return folder;
}
