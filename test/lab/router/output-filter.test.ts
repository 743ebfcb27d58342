import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOutput, parseFilter } from '../../../src/lab/router/output-filter.js';

const TEXT = 'hostname R1\ninterface A\n shutdown\ninterface B\n mtu 9000\nend\n';

for (const [title, filter, expected] of [
  ['include keeps what matches', 'inc shut|mtu', ' shutdown\n mtu 9000\n'],
  ['exclude drops what matches', 'exclude ^ |interface', 'hostname R1\nend\n'],
  ['begin starts at the first match', 'b interface B', 'interface B\n mtu 9000\nend\n'],
  ['section keeps what is indented below', 's interface A', 'interface A\n shutdown\n'],
  ['nothing found is nothing printed', 'include nothing', ''],
  ['a pattern that is no regular expression is taken as it is', 'include (', ''],
] as const) {
  test(title, () => {
    const parsed = parseFilter(filter);
    assert.ok(parsed);
    assert.equal(filterOutput(TEXT, parsed), expected);
  });
}

test('an unknown word, or no pattern, is no filter', () => {
  assert.equal(parseFilter(' redirect flash:x'), undefined);
  assert.equal(parseFilter(' include '), undefined);
});
