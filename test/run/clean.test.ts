import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPlatform } from '../../src/device/load-platform.js';
import { makeMask } from '../../src/error/mask.js';
import { cleanReport, cleanResult } from '../../src/run/clean.js';
import { blankResult } from '../../src/task/blank-result.js';
import type { Result } from '../../src/task/result.js';
import { HeldExecutor, reportOf } from './support/held-executor.js';
import { makeTask, needOf } from './support/make-graph.js';
import { settleDown, startRun } from './support/start-run.js';

const ios = loadPlatform('cisco_ios');
const mask = makeMask(['H0st-pass']);

test('what the platform recognises as a secret is masked in the output, and everything else stays', () => {
  const output = 'hostname R1\nsnmp-server community s3cret-ro RO\nenable secret 5 $1$abcd$efgh\nbanner H0st-pass';
  const clean = cleanResult(makeResult({ output }), mask, ios);
  assert.equal(clean.output, 'hostname R1\nsnmp-server community **** RO\nenable secret 5 ****\nbanner ****');
});

test('behind a prompt a configuration line is recognised too, as in the transcript of a change', () => {
  const output = 'R1(config)#snmp-server community s3cret-ro RO\nR1(config)#end';
  assert.equal(
    cleanResult(makeResult({ output }), mask, ios).output,
    'R1(config)#snmp-server community **** RO\nR1(config)#end',
  );
});

test('what is a secret in one text of a result is one in all of them', () => {
  const command = 'snmp-server community s3cret-ro RO';
  const error = { ...reportOf('device'), message: `"${command}" was rejected`, last: 'near s3cret-ro' };
  const clean = cleanResult(
    makeResult({ command, output: 'unexpected s3cret-ro', error, parsed: ['s3cret-ro'] }),
    mask,
    ios,
  );
  assert.equal(clean.output, 'unexpected ****');
  assert.equal(clean.error?.message, '"snmp-server community **** RO" was rejected');
  assert.equal(clean.error?.last, 'near ****');
  assert.deepEqual(clean.parsed, ['****']);
});

test('half a secret at the cut end of what was received is not shown', () => {
  const rest = `${'x'.repeat(100)}\nPassword: `;
  const last = `pass\n${rest}`.padStart(200, '-');
  assert.equal(cleanReport({ ...reportOf('prompt'), last }, mask).last, rest);
  const oneLine = `ss word ${'y'.repeat(192)}`;
  assert.equal(cleanReport({ ...reportOf('prompt'), last: oneLine }, mask).last, `word ${'y'.repeat(192)}`);
  assert.equal(cleanReport({ ...reportOf('prompt'), last: 'a short one' }, mask).last, 'a short one');
});

test('reports and events have masked text; what a later login judges or repeats is what the device has said', async () => {
  const executor = new HeldExecutor();
  const tasks = [makeTask('config'), makeTask('check', { needs: [needOf('config@all')] })];
  const run = startRun({ hosts: ['R1', 'R2'], tasks, executor, options: { mask } });
  await settleDown();
  for (const host of ['R1', 'R2']) executor.of(host).settle('finished', null, 'snmp-server community public RO');
  await settleDown();
  assert.equal(executor.of('R1').job.results.config?.output, 'snmp-server community public RO');
  for (const host of ['R1', 'R2']) executor.of(host).finish();
  const record = await run.record;
  assert.equal(record.results[0]?.output, 'snmp-server community **** RO');
  const settled = run.events.find((event) => event.type === 'settled');
  assert.equal(settled?.type === 'settled' && settled.result.output, 'snmp-server community **** RO');
});

function makeResult(changes: Partial<Result>): Result {
  const host = { name: 'R1', address: '127.0.0.1', platform: 'cisco_ios', groups: [], vars: {} };
  const given = { command: 'show running-config', attempts: 1, output: '', complete: true };
  return { ...blankResult(host, 'config', 'finished'), ...given, ...changes };
}
