import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { joinPointer, splitPointer, valueAt, yamlPath } from '../../src/document/pointer.js';

test('splitting undoes joining, whatever the keys are', () => {
  fc.assert(fc.property(fc.array(fc.string()), (parts) => assert.deepEqual(splitPointer(joinPointer(parts)), parts)));
});

test('a path is written as people write it', () => {
  assert.equal(yamlPath(''), '');
  assert.equal(yamlPath('/commands/1/timeout'), 'commands[1].timeout');
  assert.equal(yamlPath('/hosts/core-1.lab/vars'), 'hosts["core-1.lab"].vars');
  assert.equal(yamlPath('/0/name'), '[0].name');
});

test('with the value at hand, digits are an index in lists only', () => {
  assert.equal(yamlPath('/vlans/10/0', { vlans: { 10: ['x'] } }), 'vlans["10"][0]');
});

test('a value is found through own keys only', () => {
  assert.equal(valueAt({ a: [{ b: 1 }] }, '/a/0/b'), 1);
  assert.equal(valueAt({ a: 1 }, '/a/b'), undefined);
  assert.equal(valueAt({}, '/constructor/name'), undefined);
  assert.equal(valueAt('text', ''), 'text');
});
