import assert from 'node:assert/strict';
import { createDiffieHellmanGroup } from 'node:crypto';
import { test } from 'node:test';
import { Group1Key } from '../../src/transport/group1-key.js';

test('a key agrees with one of the same group that Node makes', () => {
  const nodes = createDiffieHellmanGroup('modp2');
  // Node's group is the slow one, so it is made once; public values of all lengths are wanted, short ones come one time in 256.
  const theirs = nodes.generateKeys();
  for (let round = 0; round < 200; round++) {
    const key = new Group1Key();
    assert.deepEqual(unsigned(key.computeSecret(theirs)), unsigned(nodes.computeSecret(key.generateKeys())));
  }
});

test('two keys agree, whatever zeros their public values begin with', () => {
  for (let round = 0; round < 50; round++) {
    const [one, other] = [new Group1Key(), new Group1Key()];
    const padded = Buffer.concat([Buffer.alloc(round % 3), unsigned(other.generateKeys())]);
    assert.deepEqual(unsigned(one.computeSecret(padded)), unsigned(other.computeSecret(one.generateKeys())));
  }
});

test('a public value that would give the secret away is refused', () => {
  const key = new Group1Key();
  for (const value of [Buffer.of(0), Buffer.of(1), Buffer.alloc(128, 0xff)]) {
    assert.throws(() => key.computeSecret(value));
  }
});

function unsigned(value: Buffer): Buffer {
  return value.subarray(value.findIndex((byte) => byte !== 0));
}
