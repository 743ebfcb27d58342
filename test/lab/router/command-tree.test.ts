import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandTree } from '../../../src/lab/router/command-tree.js';

const TREE = new CommandTree<string>(
  [
    'show clock',
    'show clock detail',
    'show interfaces [<line>]',
    'show inventory',
    'ip address <ip> <ip>',
    'length <size>',
    'name <word>',
  ].map((pattern) => ({ pattern, run: pattern })),
);

const CASES: [title: string, line: string, expected: object][] = [
  [
    'words may be cut short',
    ' sh  cl d',
    { kind: 'run', run: 'show clock detail', words: ['show', 'clock', 'detail'], args: [] },
  ],
  ['case does not matter', 'SHOW Clock', { kind: 'run', run: 'show clock', words: ['show', 'clock'], args: [] }],
  ['two candidates are ambiguous', 'show in', { kind: 'ambiguous' }],
  ['a command may lack its end', 'show', { kind: 'incomplete', words: ['show'] }],
  [
    'an optional end may be left out',
    'show inte',
    { kind: 'run', run: 'show interfaces <line>', words: ['show', 'interfaces'], args: [] },
  ],
  [
    'the rest of a line is kept as typed',
    'show inte Gi 0/1  x ',
    { kind: 'run', run: 'show interfaces <line>', words: ['show', 'interfaces', 'Gi 0/1  x'], args: ['Gi 0/1  x'] },
  ],
  ['an address has four numbers to 255', 'ip address 10.0.0.1 10.0.0.256', { kind: 'invalid', column: 20 }],
  ['an address is complete', 'ip address 10.0.0', { kind: 'invalid', column: 11 }],
  ['a size ends at 512', 'length 513', { kind: 'invalid', column: 7 }],
  ['a word is any word', 'name a|b', { kind: 'run', run: 'name <word>', words: ['name', 'a|b'], args: ['a|b'] }],
];

for (const [title, line, expected] of CASES) {
  test(title, () => {
    const match = TREE.match(line);
    const shown = match.kind === 'run' ? { ...match, run: match.run.replace(/[[\]]/g, '') } : match;
    assert.deepEqual(shown, expected);
  });
}

test('the next words are told, all or those that begin alike', () => {
  assert.deepEqual(TREE.next('show '), { words: ['clock', 'interfaces', 'inventory'], canEnd: false });
  assert.deepEqual(TREE.next('show in'), { words: ['interfaces', 'inventory'], canEnd: false });
  assert.deepEqual(TREE.next('show clock '), { words: ['detail'], canEnd: true });
  assert.deepEqual(TREE.next('ip address '), { words: ['A.B.C.D'], canEnd: false });
  assert.equal(TREE.next('nonsense '), undefined);
});
