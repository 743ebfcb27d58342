import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseHosts } from '../../src/inventory/choose-hosts.js';
import type { Host, Inventory } from '../../src/inventory/host.js';
import { expandNodes } from '../../src/inventory/node-set.js';

function makeHost(name: string): Host {
  return { name, address: name, port: 22, platform: 'linux', groups: [], vars: {}, jump: [], ssh: {} };
}

const NAMES = ['r1', 'r2', 'r3', 'r10', 'sw01', 'sw02', 'sw[3]', 'Core, main'];
const INVENTORY: Inventory = {
  hosts: NAMES.map(makeHost),
  groups: new Map([
    ['core', ['r1', 'r2', 'sw01']],
    ['hq', ['r2', 'r3', 'sw01', 'sw02']],
    ['maint', ['r3']],
    ['empty', []],
  ]),
  sources: [],
};

function choose(limit: string): string {
  return chooseHosts(INVENTORY, { limit })
    .map(({ name }) => name)
    .join(' ');
}

const CHOICES: [limit: string, names: string][] = [
  ['r2', 'r2'],
  ['r10,r1', 'r1 r10'],
  ['r3 r1', 'r1 r3'],
  ['r[1-3]', 'r1 r2 r3'],
  ['r[1-2,10]', 'r1 r2 r10'],
  ['r[1-3/2]', 'r1 r3'],
  ['sw[01-02]', 'sw01 sw02'],
  ['r*', 'r1 r2 r3 r10'],
  ['r?', 'r1 r2 r3'],
  ['@core', 'r1 r2 sw01'],
  ['@core&@hq', 'r2 sw01'],
  ['@core,&@hq', 'r2 sw01'],
  ['@core!r2', 'r1 sw01'],
  ['r*,!r2,!@maint', 'r1 r10'],
  ['&@hq', 'r2 r3 sw01 sw02'],
  ['!r*', 'sw01 sw02 sw[3] Core, main'],
  ['@core^@hq', 'r1 r3 sw02'],
  ['@h*', 'r2 r3 sw01 sw02'],
  ['@*', 'r1 r2 r3 sw01 sw02'],
  ['@all', NAMES.join(' ')],
  ['*', NAMES.join(' ')],
  ['sw[3]', 'sw[3]'],
  ['"Core, main",r1', 'r1 Core, main'],
  ["'sw[3]'", 'sw[3]'],
  ['@"core"', 'r1 r2 sw01'],
  ['r1,r9!r9'.replace('r9!r9', 'r2!r2'), 'r1'],
];

for (const [limit, names] of CHOICES)
  test(`the limit ${limit} chooses ${names}`, () => assert.equal(choose(limit), names));

const MISTAKES: [limit: string, message: string][] = [
  ['r9', 'limit: unknown host "r9"; did you mean "r1"?'],
  ['R1', 'limit: unknown host "R1"; did you mean "r1"?'],
  ['r[1-9]', 'limit: unknown hosts "r4", "r5", "r6", "r7", "r8" and 1 more'],
  ['@cor', 'limit: unknown group "cor"; did you mean "core"?'],
  ['x*', 'limit: no host matches "x*"'],
  ['@x*', 'limit: no group matches "x*"'],
  ['r1!r1', 'limit: no host is left of "r1!r1"'],
  ['@empty', 'limit: no host is left of "@empty"'],
  ['r[1-', 'limit: a bracket is not closed'],
  ['r[3-1]', 'limit: expected a range such as 1-20, got "3-1"'],
  ['r[a]', 'limit: expected a range such as 1-20, got "a"'],
  ['r[1-9999999]', 'limit: "1-9999999" makes more than 1,000,000 names'],
  ['"r1', 'limit: a quote is not closed'],
  ['r1&', 'limit: nothing after the last operator'],
  ['r1&!r2', 'limit: "!" after another operator'],
  ['@', 'limit: no name after @'],
  ['', 'limit: expected names of hosts, got nothing'],
  ['r\u001b1', 'limit: unknown host "r␛1"; did you mean "r1"?'],
];

for (const [limit, message] of MISTAKES) {
  test(`the limit ${JSON.stringify(limit)} is refused`, () => {
    assert.throws(() => choose(limit), { name: 'UsageError', message });
  });
}

test('without a limit every host is chosen', () => assert.equal(chooseHosts(INVENTORY).length, NAMES.length));

test('several ranges in one name make every combination', () => {
  assert.deepEqual(expandNodes('r[1-2]p[08-09]x'), ['r1p08x', 'r1p09x', 'r2p08x', 'r2p09x']);
});

test('of 10,000 hosts each is looked at once per term that is no name', () => {
  let reads = 0;
  const names = Array.from({ length: 10_000 }, (_, index) => `r${index + 1}`);
  const hosts = names.map((name) => {
    const host = makeHost(name);
    const readName = () => {
      reads++;
      return name;
    };
    return Object.defineProperty(host, 'name', { get: readName, enumerable: true });
  });
  const chosen = chooseHosts({ hosts, groups: new Map([['g', names]]), sources: [] }, { limit: 'r[1-9000]&@g!r*7' });
  assert.equal(chosen.length, 8100);
  assert.ok(reads <= 3 * names.length, `${reads} reads`);
});
