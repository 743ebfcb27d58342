import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../src/error/flow-error.js';
import { checkVariables } from '../../src/playbook/overrides.js';

test('a variable that the playbook neither declares nor speaks of is refused, with the nearest name', () => {
  assert.throws(
    () => checkVariables({ npt: 1 }, { ntp: 0 }, ['command: show ntp {{vars.ntp}}']),
    (error) =>
      error instanceof UsageError &&
      /^vars\.npt: the playbook has no such variable\n {2}did you mean "ntp"\?$/.test(error.message),
  );
});

for (const text of ['{{vars.site}}', 'vars["site"] == 1', "vars['site']", '{{vars.[site]}}']) {
  test(`a variable without a default counts as known where a text says ${text}`, () => {
    checkVariables({ site: 'hq' }, {}, [text]);
  });
}

test('a longer name is another one', () => {
  assert.throws(() => checkVariables({ site: 'hq' }, {}, ['{{vars.sites}}']), UsageError);
});
