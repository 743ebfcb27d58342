import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailurePolicy } from '../../src/playbook/playbook.js';
import { mustStop } from '../../src/run/failure-policy.js';

const cases: {
  title: string;
  policy: FailurePolicy;
  failures: number;
  failedHosts: number;
  hosts: number;
  stops: boolean;
}[] = [
  {
    title: '`continue` never stops',
    policy: { kind: 'continue' },
    failures: 9,
    failedHosts: 9,
    hosts: 9,
    stops: false,
  },
  {
    title: '`stop` goes on while nothing failed',
    policy: { kind: 'stop' },
    failures: 0,
    failedHosts: 0,
    hosts: 9,
    stops: false,
  },
  {
    title: '`stop` stops at the first failure',
    policy: { kind: 'stop' },
    failures: 1,
    failedHosts: 1,
    hosts: 9,
    stops: true,
  },
  {
    title: '`stop_after: 5` bears four failures',
    policy: { kind: 'stop-after', failures: 5 },
    failures: 4,
    failedHosts: 1,
    hosts: 9,
    stops: false,
  },
  {
    title: '`stop_after: 5` stops at the fifth, also of one host',
    policy: { kind: 'stop-after', failures: 5 },
    failures: 5,
    failedHosts: 1,
    hosts: 9,
    stops: true,
  },
  {
    title: '`stop_after: 10%` bears 9 of 100 hosts',
    policy: { kind: 'stop-after-percent', percent: 10 },
    failures: 30,
    failedHosts: 9,
    hosts: 100,
    stops: false,
  },
  {
    title: '`stop_after: 10%` stops at 10 of 100 hosts',
    policy: { kind: 'stop-after-percent', percent: 10 },
    failures: 10,
    failedHosts: 10,
    hosts: 100,
    stops: true,
  },
  {
    title: '`stop_after: 10%` of three hosts stops at the first',
    policy: { kind: 'stop-after-percent', percent: 10 },
    failures: 1,
    failedHosts: 1,
    hosts: 3,
    stops: true,
  },
  {
    title: '`stop_after: 0%` goes on while nothing failed',
    policy: { kind: 'stop-after-percent', percent: 0 },
    failures: 0,
    failedHosts: 0,
    hosts: 3,
    stops: false,
  },
];

for (const { title, policy, stops, ...failures } of cases) {
  test(title, () => assert.equal(mustStop(policy, failures), stops));
}
