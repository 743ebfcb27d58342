import assert from 'node:assert/strict';
import test from 'node:test';
import * as errors from '../../src/futures/errors.js';

test('BrokenThreadPool and BrokenProcessPool are BrokenExecutors', () => {
  assert.ok(new errors.BrokenThreadPool('lost') instanceof errors.BrokenExecutor);
  assert.ok(new errors.BrokenProcessPool('lost') instanceof errors.BrokenExecutor);
});
test('every error says its name', () => {
  for (const [name, Kind] of Object.entries(errors)) assert.equal(`${new Kind('why')}`, `${name}: why`);
});
