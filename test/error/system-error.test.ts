import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { systemCode, systemReason } from '../../src/error/system-error.js';

function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test("a system's refusal is told by its words and its code, without the call and the path", () => {
  const missing = errorOf(() => readFileSync('/no, such: file'));
  assert.equal(systemCode(missing), 'ENOENT');
  assert.equal(systemReason(missing), 'no such file or directory (ENOENT)');
});

test('what the system has not raised has no code, and keeps its message', () => {
  assert.equal(systemCode(new Error('the lab is closed, all of it: today')), undefined);
  assert.equal(systemReason(new Error('the lab is closed, all of it: today')), 'the lab is closed, all of it: today');
  assert.deepEqual([systemCode(null), systemReason('torn')], [undefined, 'torn']);
  assert.equal(systemCode(Object.assign(new Error('failure'), { code: 4 })), undefined);
});
