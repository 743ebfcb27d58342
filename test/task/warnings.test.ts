import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Warnings } from '../../src/task/warnings.js';

test('a warning is kept once per host, in the order of the hosts; other notices are not', () => {
  const warnings = new Warnings();
  const tell = (host: string, message: string, isWarning?: boolean) =>
    warnings.hear({ type: 'notice', host, at: 0, message, ...(isWarning && { isWarning }) });
  tell('R2', 'telnet', true);
  tell('R1', 'legacy', true);
  tell('R1', 'legacy', true);
  tell('R1', 'host key pinned');
  assert.deepEqual(warnings.list(['R1', 'R2', 'R3']), [
    { host: 'R1', message: 'legacy' },
    { host: 'R2', message: 'telnet' },
  ]);
});
