import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALGORITHM_KINDS, LEGACY, offerTo } from '../../src/transport/algorithms.js';
import { ALGORITHMS } from '../../src/transport/ssh-client.js';

const USUAL = Object.fromEntries(ALGORITHM_KINDS.map((kind) => [kind, [...ALGORITHMS[kind].usual]]));
const usual = (kind: keyof typeof ALGORITHMS) => [...ALGORITHMS[kind].usual];

test('without a word from the inventory everything is as usual', () => {
  assert.deepEqual(offerTo({}), { offer: USUAL, unknown: [] });
});

test('legacy algorithms come behind the usual ones, and none of them is usual', () => {
  const { offer, unknown } = offerTo({ legacy: true });
  for (const kind of ALGORITHM_KINDS) {
    const list = offer[kind] ?? [];
    assert.deepEqual(list.slice(0, usual(kind).length), usual(kind));
    assert.ok(list.length > usual(kind).length, kind);
    assert.ok(LEGACY[kind].every((name) => !usual(kind).includes(name)));
  }
  assert.deepEqual(unknown, []);
});

test('a list replaces, a map changes, patterns take away', () => {
  assert.deepEqual(offerTo({ algorithms: { cipher: ['aes256-ctr'] } }).offer, { ...USUAL, cipher: ['aes256-ctr'] });
  const { offer } = offerTo({ algorithms: { hmac: { prepend: ['hmac-md5'], remove: ['*-etm@openssh.com'] } } });
  assert.equal(offer.hmac?.[0], 'hmac-md5');
  assert.ok(offer.hmac?.every((name) => !name.includes('-etm')));
});

test('names that nobody here knows are left out and told, whatever list they are in', () => {
  const algorithms = {
    kex: ['sntrup761x25519-sha512@openssh.com', 'curve25519-sha256'],
    cipher: { append: ['rot13'] },
  };
  const { offer, unknown } = offerTo({ algorithms });
  assert.deepEqual(offer.kex, ['curve25519-sha256']);
  assert.deepEqual(offer.cipher, usual('cipher'));
  assert.deepEqual(unknown, ['sntrup761x25519-sha512@openssh.com', 'rot13']);
});

test('a choice of nothing but unknown names leaves what is usual', () => {
  assert.deepEqual(offerTo({ algorithms: { kex: ['rot13'] } }).offer, USUAL);
});
