import assert from 'node:assert/strict';
import test from 'node:test';
import { groupOutputs } from '../../src/compare/group-outputs.js';
import { AUTH, makeResult } from '../report/sample-record.js';

test('hosts with the same output stand together, and another output is told as a change of theirs', () => {
  const rows = ['ntp a\nntp b', 'ntp a\nntp c', 'ntp a\nntp b'].map((output, index) =>
    makeResult(index + 1, { output }),
  );
  assert.deepEqual(groupOutputs(rows), [
    { output: 'ntp a\nntp b', hosts: ['R1', 'R3'], state: 'finished', code: null, isMajority: true, diff: null },
    {
      output: 'ntp a\nntp c',
      hosts: ['R2'],
      state: 'finished',
      code: null,
      isMajority: false,
      diff: '@@ -1,2 +1,2 @@\n ntp a\n-ntp b\n+ntp c\n',
    },
  ]);
});

test('what is chosen does not count as a difference, and is masked where the hosts stand together', () => {
  const rows = [1, 2].map((number) =>
    makeResult(number, { output: `R${number} is up\n*06:02:1${number} UTC Mon Aug 28 2017` }),
  );
  assert.equal(groupOutputs(rows).length, 2);
  const [group, ...others] = groupOutputs(rows, { normalise: ['hosts', 'times'] });
  assert.deepEqual(others, []);
  assert.deepEqual(group?.hosts, ['R1', 'R2']);
  assert.equal(group?.output, '<host> is up\n<time>');
});

test('an output that is not known to be whole is never the same as one that is', () => {
  const rows = [
    makeResult(1, { output: 'a', state: 'raised', complete: false, error: { ...AUTH, code: 'incomplete' } }),
    makeResult(2, { output: 'a', state: 'raised', complete: false, error: { ...AUTH, code: 'incomplete' } }),
    makeResult(3, { output: 'a' }),
    makeResult(4, { output: null, state: 'raised', error: AUTH }),
  ];
  assert.deepEqual(
    groupOutputs(rows).map(({ hosts, state, code, isMajority }) => [hosts.join(), state, code, isMajority]),
    [
      ['R3', 'finished', null, true],
      ['R1,R2', 'raised', 'incomplete', false],
      ['R4', 'raised', 'auth', false],
    ],
  );
});

test('of outputs with as many hosts the first is the one that others are compared with', () => {
  const groups = groupOutputs(['b', 'a'].map((output, index) => makeResult(index + 1, { output })));
  assert.deepEqual(
    groups.map(({ output, isMajority }) => [output, isMajority]),
    [
      ['b', true],
      ['a', false],
    ],
  );
});

test('an outlier that has next to nothing in common with the majority is told whole', () => {
  const text = (word: string) => Array.from({ length: 1_000 }, (_, line) => `${word} ${line}`).join('\n');
  const [, outlier] = groupOutputs([makeResult(1, { output: text('a') }), makeResult(2, { output: text('b') })]);
  assert.equal(outlier?.diff, null);
  assert.equal(outlier?.output, text('b'));
});

test('nobody is lost or told twice', () => {
  const rows = Array.from({ length: 50 }, (_, index) => makeResult(index, { output: `${index % 7}` }));
  const hosts = groupOutputs(rows).flatMap((group) => group.hosts);
  assert.deepEqual(hosts.sort(), rows.map(({ host }) => host.name).sort());
});
