import assert from 'node:assert/strict';
import test from 'node:test';
import { NORMALISATIONS, type Normalisation, normaliseOutput } from '../../src/compare/normalise.js';

const HOST = { name: 'R1', address: '192.168.100.1' };

const CASES: [kind: Normalisation, text: string, masked: string][] = [
  ['hosts', 'R1#show cdp', '<host>#show cdp'],
  ['hosts', 'R1.example.net R10 R1-a CR1 R1_b', '<host>.example.net R10 R1-a CR1 R1_b'],
  ['hosts', 'from 192.168.100.1: 192.168.100.10', 'from <address>: 192.168.100.10'],
  ['times', '*06:02:19.983 UTC Mon Aug 28 2017', '<time>'],
  ['times', '06:02:19.983 UTC Mon Aug 28 2017', '<time>'],
  ['times', '2017-08-28T06:02:19Z up', '<time> up'],
  ['times', 'Last change at 06:02:19 UTC Mon Aug 28 2017 by ops', 'Last change at <time> by ops'],
  ['times', 'Compiled Wed 27-Apr-22 10:31 by prod', 'Compiled <time> by prod'],
  ['times', 'Mon Aug 28 06:02:19 UTC 2017', '<time>'],
  ['times', 'aa:06:02:19:bb:cc 1.2.3.4 12:30', 'aa:06:02:19:bb:cc 1.2.3.4 12:30'],
  ['times', 'version 15.7(3)M8, 06:02:19 FAIL', 'version 15.7(3)M8, <time> FAIL'],
  ['uptimes', 'R1 uptime is 1 year, 2 weeks, 3 days, 4 hours, 5 minutes', 'R1 uptime is <uptime>'],
  ['uptimes', 'up 12 days, 3:04, 1 user', 'up <uptime>, 1 user'],
  ['uptimes', 'O 10.0.0.0/8 via 10.0.0.1, 3d04h, Gi0/1', 'O 10.0.0.0/8 via 10.0.0.1, <uptime>, Gi0/1'],
  ['uptimes', 'BGP up 00:12:34, 48 ports, VLAN 10d', 'BGP up <uptime>, 48 ports, VLAN 10d'],
  ['counters', '     17 input errors, 3 CRC, 0 frame', '     <count> input errors, <count> CRC, <count> frame'],
  ['counters', 'rate 2000 bits/sec, 12 packets/sec', 'rate <count> bits/sec, <count> packets/sec'],
  ['counters', 'permit ip any any (1,204 matches)', 'permit ip any any (<count> matches)'],
  ['counters', 'MTU 1500 bytes, BW 1000000 Kbit/sec', 'MTU 1500 bytes, BW 1000000 Kbit/sec'],
  ['counters', 'RX packets:512 errors:0', 'RX packets:<count> errors:<count>'],
];

for (const [kind, text, masked] of CASES) {
  test(`${kind}: "${text}" becomes "${masked}"`, () => {
    assert.equal(normaliseOutput(text, HOST, [kind]), masked);
  });
}

test('what is not chosen stays', () => {
  const text = CASES.map(([, each]) => each).join('\n');
  assert.equal(normaliseOutput(text, HOST, []), text);
});

test('a host that is called by its address has its address masked once', () => {
  const host = { name: '10.0.0.1', address: '10.0.0.1' };
  assert.equal(normaliseOutput('10.0.0.1 10.0.0.2', host, ['hosts']), '<host> 10.0.0.2');
});

test('masking takes no time that grows faster than the text', () => {
  const hostile = ['1 day, '.repeat(20_000), '<time> '.repeat(20_000), '9'.repeat(100_000), '1d'.repeat(50_000)];
  for (const text of hostile) assert.ok(normaliseOutput(text, HOST, NORMALISATIONS).length > 0);
});
