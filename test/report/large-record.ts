import { ERROR_CODES, type ErrorCode } from '../../src/error/codes.js';
import type { Result, RunRecord } from '../../src/task/result.js';
import { makeRecord, makeResult } from './sample-record.js';

const BEGAN = Date.parse('2026-03-14T09:26:53.000Z');
const SLOTS = 100;
const SITES = ['ams', 'ber', 'cph', 'dub'];

/** Which host fails with what: some for the same reason. */
const FAILURES: Readonly<Record<number, ErrorCode>> = {
  17: 'auth',
  44: 'timeout',
  58: 'auth',
  103: 'unreachable',
  211: 'auth',
  640: 'kex',
};

/** A run of `show version` and `show ip interface brief` over many hosts, as one that was seen: waiting for slots, slow hosts, failures. */
export function makeLargeRecord(hosts: number): RunRecord {
  const results = Array.from({ length: hosts }, (_, index) => makeHost(index + 1)).flat();
  const record = makeRecord(results, {
    name: 'Audit of every access switch',
    description: 'Software release and uplinks, before the maintenance window.',
    file: 'playbooks/audit.yaml',
  });
  const last = Math.max(...results.map(({ finished }) => Date.parse(finished ?? '') || 0));
  return {
    ...record,
    run: {
      ...record.run,
      id: '20260314T092653-5f3a9c01',
      started: new Date(BEGAN).toISOString(),
      finished: new Date(last).toISOString(),
      duration_ms: last - BEGAN,
    },
    warnings: [{ host: nameOf(7), message: 'offers only SHA-1 key exchange; used because of ssh.legacy' }],
  };
}

function makeHost(number: number): Result[] {
  const waited = Math.floor((number - 1) / SLOTS) * 900 + spread(number, 7) * 30;
  const slow = number % 97 === 0 ? 2_400 : 0;
  const phases = {
    tcp: 4 + spread(number, 5),
    kex: 40 + spread(number, 11) * 6,
    auth: 60 + spread(number, 13) * 9,
    prompt: 30 + spread(number, 3) * 8,
  };
  const login = phases.tcp + phases.kex + phases.auth + phases.prompt;
  const host = {
    name: nameOf(number),
    address: `10.${number >> 8}.${number & 255}.1`,
    platform: 'cisco_ios',
    groups: ['access'],
    vars: { site: SITES[number % SITES.length] },
  };
  const at = (ms: number) => new Date(BEGAN + waited + ms).toISOString();
  const code = FAILURES[number];
  if (code) {
    const error = {
      code,
      phase: null,
      message: `${host.address}: ${ERROR_CODES[code].meaning}`,
      hint: null,
      last: code === 'timeout' ? 'Building configuration...\n' : null,
    };
    const first = makeResult(number, {
      host,
      task: 'version',
      command: 'show version',
      state: 'raised',
      started: at(0),
      finished: at(login),
      duration_ms: login,
      phases,
      output: null,
      complete: false,
      error,
    });
    const second = makeResult(number, {
      host,
      task: 'uplinks',
      command: null,
      state: 'cancelled',
      started: null,
      finished: null,
      duration_ms: 0,
      phases: {},
      output: null,
      complete: false,
      error: { ...error, code: 'cancelled', message: 'not run: the login was lost' },
    });
    return [first, second];
  }
  const version = 90 + spread(number, 17) * 10 + slow;
  const uplinks = 60 + spread(number, 19) * 8;
  return [
    makeResult(number, {
      host,
      task: 'version',
      command: 'show version',
      started: at(0),
      finished: at(login + version),
      duration_ms: login + version,
      phases: { ...phases, command: version },
      output: versionOf(number),
    }),
    makeResult(number, {
      host,
      task: 'uplinks',
      command: 'show ip interface brief',
      started: at(login + version),
      finished: at(login + version + uplinks),
      duration_ms: uplinks,
      phases: { command: uplinks },
      output: uplinksOf(number),
    }),
  ];
}

function nameOf(number: number): string {
  return `${SITES[number % SITES.length]}-sw${String(number).padStart(3, '0')}`;
}

/** Numbers from 0 to `most`, well mixed, the same each time. */
function spread(number: number, most: number): number {
  return (number * 7919 + most * 104729) % most;
}

function versionOf(number: number): string {
  const release = number % 50 === 3 ? '15.2(4)E7' : '15.2(7)E4';
  return [
    `Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version ${release}, RELEASE SOFTWARE (fc2)`,
    'Technical Support: http://www.cisco.com/techsupport',
    'Copyright (c) 1986-2022 by Cisco Systems, Inc.',
    '',
    'ROM: Bootstrap program is C2960X boot loader',
    'System image file is "flash:/c2960x-universalk9-mz.152-7.E4.bin"',
    `cisco WS-C2960X-48TS-L (APM86XXX) processor (revision ${number % 200 === 9 ? 'K' : 'B'}0) with 524288K bytes of memory.`,
    'Configuration register is 0xF',
  ].join('\n');
}

function uplinksOf(number: number): string {
  return [
    'Interface              IP-Address      OK? Method Status                Protocol',
    `Vlan1                  10.${number >> 8}.${number & 255}.1       YES NVRAM  up                    up`,
    `GigabitEthernet1/0/49  unassigned      YES unset  ${number % 31 === 0 ? 'down                  down' : 'up                    up'}`,
    'GigabitEthernet1/0/50  unassigned      YES unset  up                    up',
  ].join('\n');
}
