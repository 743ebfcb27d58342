import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runHost } from '../../src/device/run-host.js';
import { type AskLeave, alwaysGiven } from '../../src/inventory/leave.js';
import type { HostEvent } from '../../src/task/event.js';
import type { HostJob, JobOutcome } from '../../src/task/host-job.js';
import type { Result } from '../../src/task/result.js';
import type { Task } from '../../src/task/task.js';
import { makeHost } from '../run/support/make-graph.js';
import { makeCommand, makeConfig, makeJob } from '../support/make-job.js';
import { ScriptedDevice } from './scripted-device.js';
import { simulateIos } from './simulated-ios.js';

const task = (name: string, command: string, more: Partial<Task> = {}) =>
  makeCommand(name, command, { timeoutMs: 2_000, ...more });

const config = (name: string, lines: string[], more: Omit<Partial<Task>, 'save'> = {}) =>
  makeConfig(name, lines, { timeoutMs: 2_000, ...more });

const job = (tasks: Task[], more: Partial<HostJob> = {}) =>
  makeJob(tasks, {
    host: { ...makeHost('R1'), username: 'u', secret: 's3cret' },
    mode: 'change',
    vars: { ntp: '10.0.0.1' },
    timeouts: { connectMs: 1_000, authMs: 1_000, promptMs: 2_000, commandMs: 2_000 },
    ...more,
  });

async function run(
  device: ScriptedDevice,
  theJob: HostJob,
  { signal = new AbortController().signal, mayShow = alwaysGiven }: { signal?: AbortSignal; mayShow?: AskLeave } = {},
) {
  const events: HostEvent[] = [];
  const outcome: JobOutcome = await runHost(theJob, (event) => events.push(event), signal, {
    connect: async () => device,
    mayShow,
  });
  const results: Record<string, Result> = {};
  for (const event of events) if (event.type === 'settled') results[event.task] = event.result;
  return { outcome, events, results };
}

test('a job logs in, enables, runs its commands in order on one login, and logs out', async () => {
  const device = simulateIos({ answers: { 'sh clock': '*06:02:19.983 UTC\r\n', 'show version': 'Version 15.1\r\n' } });
  const { outcome, results } = await run(device, job([task('clock', 'sh clock'), task('version', 'show version')]));
  assert.equal(outcome.kind, 'done');
  assert.equal(results.clock?.output, '*06:02:19.983 UTC');
  assert.equal(results.version?.output, 'Version 15.1');
  assert.equal(results.version?.complete, true);
  assert.deepEqual(device.typed, [
    'terminal width 511',
    'terminal length 0',
    'enable',
    's3cret',
    'sh clock',
    'show version',
    'exit',
  ]);
  assert.equal(device.isEnded, true);
});

test('a rejected command raises its own task, and the next one still runs', async () => {
  const { outcome, results } = await run(
    simulateIos({ answers: { 'show b': 'b\r\n' } }),
    job([task('a', 'show nonsense'), task('b', 'show b')]),
  );
  assert.equal(outcome.kind, 'done');
  assert.equal(results.a?.state, 'raised');
  assert.equal(results.a?.error?.code, 'device');
  assert.match(results.a?.error?.message ?? '', /^"show nonsense" was rejected: % Invalid input detected/);
  assert.equal(results.b?.state, 'finished');
});

test('a prompt inside an output, alone on its line and at the end of a piece, does not end it', async () => {
  const tricky = 'first\r\nR1#show something else\r\nR1#\r\nlast\r\n';
  for (const size of [1, 7, 1_000]) {
    const device = simulateIos({ answers: { 'show tricky': tricky, 'show b': 'b\r\n' }, chunk: () => size });
    const { results } = await run(device, job([task('tricky', 'show tricky'), task('b', 'show b')]));
    assert.equal(results.tricky?.output, 'first\nR1#show something else\nR1#\nlast', `pieces of ${size}`);
    assert.equal(results.b?.output, 'b');
  }
});

test('the same holds for the last command, and before a condition that looks at its result', async () => {
  const tricky = 'first\r\nR1#\r\nlast\r\n';
  for (const size of [1, 7, 1_000]) {
    const answers = { 'show tricky': tricky, 'show b': 'b\r\n' };
    const last = await run(simulateIos({ answers, chunk: () => size }), job([task('tricky', 'show tricky')]));
    assert.equal(last.results.tricky?.output, 'first\nR1#\nlast');
    const looking = task('b', 'show b', { when: { source: 'results.tricky.output.endsWith("last")' } });
    const looked = await run(
      simulateIos({ answers, chunk: () => size }),
      job([task('tricky', 'show tricky'), looking]),
    );
    assert.equal(looked.results.b?.state, 'finished', `pieces of ${size}`);
  }
});

test('a log line behind the prompt belongs to no output', async () => {
  const log = '*Mar  1 00:00:01.000: %SYS-5-CONFIG_I: Configured from console by vty0';
  const device = simulateIos({ answers: { 'show a': `a\r\nR1#\r\n${log}\r\n`, 'show b': 'b\r\n' } });
  const { results } = await run(device, job([task('a', 'show a'), task('b', 'show b')]));
  assert.equal(results.a?.output, 'a');
  assert.equal(results.b?.output, 'b');
});

test('a banner full of prompt characters is no prompt', async () => {
  const banner = '##########\r\n# MOTD #\r\n> do not log in >\r\nsw1#\r\n';
  for (const size of [1, 3, 1_000]) {
    const { results } = await run(
      simulateIos({ banner, answers: { 'sh clock': 'now\r\n' }, chunk: () => size }),
      job([task('clock', 'sh clock')]),
    );
    assert.equal(results.clock?.output, 'now');
  }
});

test('a pager that was not switched off is answered, and its markers leave the output whole', async () => {
  const eraser = `${'\b'.repeat(9)}        ${'\b'.repeat(9)}`;
  const pages = { 'show long': ['one\r\n --More-- ', `${eraser}two and a ha --More-- `, `${eraser}lf\r\n`] };
  for (const size of [1, 5, 1_000]) {
    const { results } = await run(simulateIos({ pages, chunk: () => size }), job([task('long', 'show long')]));
    assert.equal(results.long?.output, 'one\ntwo and a half', `pieces of ${size}`);
  }
});

test('a wrong secret is `auth`, is typed once, and what is left is still open', async () => {
  const device = simulateIos({ secret: 'other' });
  const { outcome } = await run(device, job([task('clock', 'sh clock')]));
  assert.ok(outcome.kind === 'failed');
  assert.equal(outcome.task, 'clock');
  assert.equal(outcome.error.code, 'auth');
  assert.equal(outcome.error.phase, 'enable');
  assert.equal(outcome.lost, true);
  assert.equal(device.typed.filter((line) => line === 's3cret').length, 1);
  assert.doesNotMatch(JSON.stringify(outcome), /s3cret/);
});

test('the secret is typed when leave is given; a device that has given up waiting for it is asked again', async () => {
  const device = simulateIos();
  const leaves = [
    async () => {
      device.say('\r\n% Password:  timeout expired!\r\nR1>');
      while (!device.isQuiet) await new Promise((resolve) => setImmediate(resolve));
      assert.ok(!device.typed.includes('s3cret'));
      return { kind: 'given', isProven: false } as const;
    },
    () => ({ kind: 'given', isProven: false }) as const,
  ];
  const { outcome, results } = await run(device, job([task('clock', 'show clock')]), {
    mayShow: () => (leaves.shift() as AskLeave)(''),
  });
  assert.equal(outcome.kind, 'done');
  assert.equal(results.clock?.state, 'raised', 'this router knows no clock, but was asked for it');
  assert.deepEqual(
    device.typed.filter((line) => line === 'enable' || line === 's3cret'),
    ['enable', 'enable', 's3cret'],
  );
});

test('a secret that was locked meanwhile is not typed: `lockout`', async () => {
  const device = simulateIos();
  const { outcome } = await run(device, job([task('clock', 'show clock')]), {
    mayShow: async () => ({ kind: 'locked', refusals: 3 }),
  });
  assert.ok(outcome.kind === 'failed');
  assert.equal(outcome.error.code, 'lockout');
  assert.equal(outcome.error.message, 'not tried: this secret had been refused 3 times in a row');
  assert.ok(!device.typed.includes('s3cret'));
  assert.equal(device.isEnded, true);
});

test('a connection lost during a command is `disconnected`, keeps what came, and the command before it is whole', async () => {
  const device = simulateIos({ answers: { 'show a': 'a\r\n' }, closesOn: 'show b' });
  const { outcome, results } = await run(device, job([task('a', 'show a'), task('b', 'show b'), task('c', 'show c')]));
  assert.equal(results.a?.state, 'finished');
  assert.ok(outcome.kind === 'failed');
  assert.deepEqual([outcome.task, outcome.error.code, outcome.lost], ['b', 'disconnected', true]);
});

test('a silent device is `timeout` with the last bytes, and a later login may go on with the rest', async () => {
  const device = simulateIos({ silentOn: 'show a' });
  const { outcome } = await run(device, job([task('a', 'show a', { timeoutMs: 50 }), task('b', 'show b')]));
  assert.ok(outcome.kind === 'failed');
  assert.deepEqual([outcome.task, outcome.error.code, outcome.lost], ['a', 'timeout', false]);
  assert.equal(outcome.error.last, 'R1#show a\n');
});

test('an abort ends the login at once as `cancelled`', async () => {
  const controller = new AbortController();
  const device = simulateIos({ silentOn: 'show a' });
  const running = run(device, job([task('a', 'show a')]), { signal: controller.signal });
  while (!device.typed.includes('show a')) await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  const { outcome } = await running;
  assert.ok(outcome.kind === 'failed');
  assert.equal(outcome.error.code, 'cancelled');
});

test('an abort before the end of an output is confirmed cuts its task off: the device has not failed', async () => {
  const controller = new AbortController();
  const device = simulateIos({ answers: { 'show a': 'one\r\n', 'show b': 'two\r\n' }, deafTo: 'exit' });
  const running = run(device, job([task('a', 'show a'), task('b', 'show b')]), { signal: controller.signal });
  while (!device.typed.includes('exit')) await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  const { outcome, results } = await running;
  assert.deepEqual(Object.keys(results), ['a']);
  assert.ok(outcome.kind === 'failed');
  assert.deepEqual([outcome.task, outcome.error.code, outcome.partial.output], ['b', 'cancelled', 'two']);
});

test('an abort before the next command is repeated cuts off the one before as well: the device has not failed', async () => {
  const controller = new AbortController();
  const device = simulateIos({ answers: { 'show a': 'one\r\n' }, deafTo: 'show b' });
  const tasks = [task('a', 'show a'), task('b', 'show b')];
  const running = run(device, job(tasks), { signal: controller.signal });
  while (!device.typed.includes('show b')) await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  const { outcome, results } = await running;
  assert.deepEqual(Object.keys(results), []);
  assert.ok(outcome.kind === 'failed');
  assert.deepEqual([outcome.task, outcome.error.code], ['b', 'cancelled']);
});

test('what flow makes up for one login is in no error: two logins that go wrong alike say the same', async () => {
  const linux = job([task('a', 'uptime')], { host: { ...makeHost('S1'), platform: 'linux', username: 'u' } });
  const failure = async () => {
    const onInput = (input: string) => ({ text: `${input}\r\nsh: cannot\r\n`, close: true });
    const { outcome } = await run(new ScriptedDevice({ banner: 'S1$ ', onInput }), linux);
    return outcome.kind === 'failed' && outcome.error;
  };
  const first = await failure();
  assert.ok(first);
  assert.match(first.last ?? '', /flow-\{nonce\} more/);
  assert.deepEqual(await failure(), first);
});

test('configuration stops at the first rejected line, leaves the mode, and says which line', async () => {
  const device = simulateIos();
  const { results } = await run(
    device,
    job([config('ntp', ['ntp server 10.0.0.1', 'ntq server 10.0.0.2', 'ntp server 10.0.0.3'])]),
  );
  assert.equal(results.ntp?.state, 'raised');
  assert.equal(
    results.ntp?.error?.message,
    'line 2 of 3 was rejected: "ntq server 10.0.0.2": % Invalid input detected at \'^\' marker.',
  );
  assert.deepEqual(device.typed.slice(-5), [
    'configure terminal',
    'ntp server 10.0.0.1',
    'ntq server 10.0.0.2',
    'end',
    'exit',
  ]);
});

test('a host name changed by configuration is followed', async () => {
  const device = simulateIos({ answers: { 'sh clock': 'now\r\n' } });
  const { results } = await run(device, job([config('rename', ['hostname core1']), task('clock', 'sh clock')]));
  assert.equal(results.rename?.state, 'finished');
  assert.match(
    results.rename?.output ?? '',
    /^R1#configure terminal\n(.*\n)?R1\(config\)#hostname core1\ncore1\(config\)#end$/,
  );
  assert.equal(results.clock?.output, 'now');
});

test('a question that the playbook answers is answered once; one it does not answer is an error', async () => {
  const ask = { 'clear counters': 'Clear all? [confirm]' };
  const device = simulateIos({ answers: ask });
  const answered = task('clear', 'clear counters', {
    answers: [{ match: '\\[confirm\\]', send: '', optional: false }],
  });
  const { results } = await run(device, job([answered]));
  assert.equal(results.clear?.state, 'finished');
  const missing = task('show', 'show a', { answers: [{ match: 'sure', send: 'y', optional: false }] });
  const { results: second } = await run(
    simulateIos({ answers: { 'show a': 'a\r\n' } }),
    job([missing, task('b', 'show a')]),
  );
  assert.equal(second.show?.error?.code, 'expect');
  assert.equal(second.b?.state, 'finished');
});

test('an expectation that does not hold raises the task with its output; one that holds does not', async () => {
  const answers = { 'sh clock': '12:00 UTC\r\n' };
  const expecting = (source: string) => job([task('clock', 'sh clock', { expect: [{ that: { source } }] })]);
  const good = await run(simulateIos({ answers }), expecting('output.contains("UTC")'));
  assert.equal(good.results.clock?.state, 'finished');
  const bad = await run(simulateIos({ answers }), expecting('output.contains("CET")'));
  assert.deepEqual(
    [bad.results.clock?.state, bad.results.clock?.error?.code, bad.results.clock?.output],
    ['raised', 'expect', '12:00 UTC'],
  );
});

test('a condition that says no skips the task; when all are skipped nobody logs in', async () => {
  const never = task('a', 'show a', { when: { source: 'host.platform == "linux"' } });
  let logins = 0;
  const events: HostEvent[] = [];
  const outcome = await runHost(job([never]), (event) => events.push(event), new AbortController().signal, {
    connect: async () => {
      logins++;
      return simulateIos();
    },
  });
  assert.equal(outcome.kind, 'done');
  assert.equal(logins, 0);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['settled'],
  );
});

test('a task whose need was raised is skipped, unless it says always', async () => {
  const needs = [{ kind: 'same-host', task: 'a' } as const];
  const tasks = [
    task('a', 'show nonsense'),
    task('b', 'show b', { needs }),
    task('c', 'show c', { needs, always: true }),
  ];
  const { results } = await run(simulateIos({ answers: { 'show b': 'b\r\n', 'show c': 'c\r\n' } }), job(tasks));
  assert.deepEqual([results.b?.state, results.b?.error?.message], ['skipped', 'not run: needs a, which was raised']);
  assert.equal(results.c?.state, 'finished');
});

test('a rejected command with an attempt left ends the login so that the runner can try again', async () => {
  const retry = { attempts: 2, delayMs: 0, backoff: 1, jitter: 0, on: ['device' as const] };
  const first = await run(simulateIos(), job([task('a', 'show nonsense', { retry })]));
  assert.ok(first.outcome.kind === 'failed');
  assert.deepEqual([first.outcome.error.code, first.outcome.lost], ['device', false]);
  const second = await run(simulateIos(), job([task('a', 'show nonsense', { retry })], { attempts: { a: 1 } }));
  assert.equal(second.results.a?.attempts, 2);
  assert.equal(second.results.a?.state, 'raised');
});

test('in read mode a command that only turns out to be a change when rendered is not typed', async () => {
  const device = simulateIos();
  const { results } = await run(
    device,
    job([task('a', '{{vars.word}} 0x2102')], { mode: 'read', vars: { word: 'config-register' } }),
  );
  assert.equal(results.a?.error?.code, 'template');
  assert.ok(!device.typed.some((line) => line.startsWith('config-register')));
});

test('a command into which device text brings a line break is not typed', async () => {
  const device = simulateIos({ answers: { 'show a': 'x\r\nreload\r\n' } });
  const { results } = await run(device, job([task('a', 'show a'), task('b', 'show {{results.a.output}}')]));
  assert.equal(results.b?.error?.code, 'template');
  assert.ok(!device.typed.includes('reload'));
});

test('a dialogue cut into random pieces of 1 to 1,000 bytes always gives the same results', async () => {
  const line = fc.constantFrom(
    'Interface up',
    'R1#',
    'R1>',
    'R1#show c',
    '% not found',
    '',
    '  indented',
    'ends with #',
    'ü€',
    '<html>{{x}}',
  );
  const output = fc
    .array(line, { maxLength: 12 })
    .map((lines) => lines.map((text) => `${Buffer.from(text).toString('latin1')}\r\n`).join(''));
  await fc.assert(
    fc.asyncProperty(
      output,
      output,
      fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 20 }),
      async (a, b, sizes) => {
        const answers = { 'show a': a, 'show b': b };
        const tasks = [task('a', 'show a'), task('b', 'show b'), config('c', ['ntp server 10.0.0.1'])];
        const texts = async (chunk: (index: number) => number) => {
          const { results } = await run(simulateIos({ answers, chunk }), job(tasks));
          return [results.a, results.b, results.c].map((result) => [result?.state, result?.output]);
        };
        assert.deepEqual(await texts((index) => sizes[index % sizes.length] as number), await texts(() => 1_000_000));
      },
    ),
    { numRuns: 150 },
  );
});

test('a task that foreach made knows its item in its command, condition and expectation', async () => {
  const device = simulateIos({ answers: { 'show vlan 10': 'VLAN 10\r\n', 'show vlan 20': 'nothing\r\n' } });
  const each = (id: number) =>
    task(`vlan.${id}`, 'show vlan {{item.id}}', {
      item: { kind: 'same', value: { id } },
      when: { source: 'item.id < 30' },
      expect: [{ that: { source: 'output.contains(string(item.id))' } }],
    });
  const { results } = await run(device, job([each(10), each(20), each(30)]));
  assert.deepEqual(
    ['vlan.10', 'vlan.20', 'vlan.30'].map((name) => [name, results[name]?.command, results[name]?.state]),
    [
      ['vlan.10', 'show vlan 10', 'finished'],
      ['vlan.20', 'show vlan 20', 'raised'],
      ['vlan.30', null, 'skipped'],
    ],
  );
});
