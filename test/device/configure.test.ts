import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runHost } from '../../src/device/run-host.js';
import type { HostEvent } from '../../src/task/event.js';
import type { Result } from '../../src/task/result.js';
import type { Task } from '../../src/task/task.js';
import { makeHost } from '../run/support/make-graph.js';
import { makeCommand, makeConfig, makeJob } from '../support/make-job.js';
import type { ScriptedDevice } from './scripted-device.js';
import { type Said, simulateConfig } from './simulated-config.js';

const PIECES = [1, 7, 1_000];

const config = (lines: string[], more: Parameters<typeof makeConfig>[2] = {}) =>
  makeConfig('change', lines, { timeoutMs: 5_000, ...more });

const command = (name: string, text: string) => makeCommand(name, text, { timeoutMs: 5_000 });

async function run(device: ScriptedDevice, platform: string, ...tasks: Task[]) {
  const events: HostEvent[] = [];
  const job = makeJob(tasks, {
    host: { ...makeHost('R1'), platform, username: 'u' },
    mode: 'change',
    enable: false,
    timeouts: { connectMs: 1_000, authMs: 1_000, promptMs: 2_000, commandMs: 2_000 },
  });
  const outcome = await runHost(job, (event) => events.push(event), new AbortController().signal, {
    connect: async () => device,
  });
  const results: Record<string, Result> = {};
  for (const event of events) if (event.type === 'settled') results[event.task] = event.result;
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
  return {
    outcome,
    results,
    notices,
    typed: device.typed.filter((line) => !/^(?:set cli|terminal|screen-)/.test(line)),
  };
}

/** Junos: `obey` is asked first, and says undefined to what goes the ordinary way. */
function junos(obey: (line: string) => Said | undefined = () => undefined, chunk?: (index: number) => number) {
  return simulateConfig({
    prompts: { exec: 'lab@mx1> ', config: '\r\n[edit]\r\nlab@mx1# ' },
    obey: (line, mode) => {
      const said = obey(line);
      if (said) return said;
      if (line === 'configure exclusive') return { text: 'Entering configuration mode\r\n', mode: 'config' };
      if (line === 'exit configuration-mode') return { text: 'Exiting configuration mode\r\n', mode: 'exec' };
      if (line === 'commit check') return { text: 'configuration check succeeds\r\n' };
      if (line === 'commit') return { text: 'commit complete\r\n' };
      if (line === 'rollback 0') return { text: 'load complete\r\n' };
      return mode === 'exec' ? undefined : {};
    },
    ...(chunk ? { chunk } : {}),
  });
}

/** IOS on its privileged prompt. */
function ios(
  obey: (line: string, mode: string) => Said | undefined = () => undefined,
  chunk?: (index: number) => number,
) {
  const prompts = { exec: 'R1#', config: 'R1(config)#' };
  return simulateConfig({
    prompts,
    obey: (line, mode) => {
      const said = obey(line, mode);
      if (said) return said;
      if (line === 'configure terminal')
        return { text: 'Enter configuration commands, one per line.  End with CNTL/Z.\r\n', mode: 'config' };
      if (line === 'end') return { mode: 'exec' };
      return undefined;
    },
    ...(chunk ? { chunk } : {}),
  });
}

const ENTERED = ['configure exclusive'];

test('a platform with candidates is checked, committed and left, and the next command runs', async () => {
  for (const size of PIECES) {
    const device = junos(
      (line) => (line === 'show system uptime' ? { text: 'up\r\n' } : undefined),
      () => size,
    );
    const { results, typed } = await run(
      device,
      'juniper_junos',
      config(['set system ntp server 192.0.2.1']),
      command('after', 'show system uptime'),
    );
    assert.equal(results.change?.state, 'finished', `pieces of ${size}: ${results.change?.error?.message}`);
    assert.equal(results.after?.output, 'up');
    assert.deepEqual(typed, [
      ...ENTERED,
      'set system ntp server 192.0.2.1',
      'commit check',
      'commit',
      'exit configuration-mode',
      'show system uptime',
      'exit',
    ]);
  }
});

test('a rejected line drops the candidate, leaves the mode and says so', async () => {
  const device = junos((line) => (line === 'set sistem' ? { text: '          ^\r\nsyntax error.\r\n' } : undefined));
  const { results, typed } = await run(device, 'juniper_junos', config(['set system a', 'set sistem', 'set system c']));
  assert.equal(results.change?.error?.code, 'device');
  assert.equal(
    results.change?.error?.message,
    'line 2 of 3 was rejected: "set sistem": syntax error.; the changes were dropped by "rollback 0"',
  );
  assert.deepEqual(typed, [...ENTERED, 'set system a', 'set sistem', 'rollback 0', 'exit configuration-mode', 'exit']);
});

test('Q90: what fails at the commit check is not committed', async () => {
  const said = { text: 'error: configuration check-out failed\r\n' };
  const { results, typed } = await run(
    junos((line) => (line === 'commit check' ? said : undefined)),
    'juniper_junos',
    config(['set system a']),
  );
  assert.equal(
    results.change?.error?.message,
    '"commit check" found a mistake: error: configuration check-out failed; the changes were dropped by "rollback 0"',
  );
  assert.ok(!typed.includes('commit'));
});

test('Q90: a commit without its word of success has failed, also when no line looks like an error', async () => {
  const { results, typed } = await run(
    junos((line) => (line === 'commit' ? { text: 'fpc0 is not there\r\n' } : undefined)),
    'juniper_junos',
    config(['set system a']),
  );
  assert.equal(results.change?.state, 'raised');
  assert.match(results.change?.error?.message ?? '', /^"commit" did not succeed: fpc0 is not there; the changes were/);
  assert.deepEqual(typed.slice(-3), ['rollback 0', 'exit configuration-mode', 'exit']);
});

test('Q90: an error line in the middle of a long answer to a commit counts, and the details are fetched', async () => {
  const noise = Array.from({ length: 20 }, (_, index) => `item ${index}\r\n`).join('');
  const failed = '% Failed to commit one or more configuration items during a pseudo-atomic operation.\r\n';
  const device = ios((line) => {
    if (line === 'commit') return { text: `${noise}${failed}${noise}` };
    if (line === 'show configuration failed') return { text: '!! the reason: no such interface\r\n' };
    return line === 'abort' ? { mode: 'exec' } : undefined;
  });
  const { results, typed } = await run(device, 'cisco_xr', config(['interface x']));
  assert.match(results.change?.error?.message ?? '', /"commit" did not succeed: % Failed to commit one or more/);
  assert.match(results.change?.error?.last ?? '', /the reason: no such interface/);
  assert.match(results.change?.error?.message ?? '', /the changes were dropped by "abort"$/);
  assert.deepEqual(typed, [
    'configure terminal',
    'interface x',
    'commit',
    'show configuration failed',
    'abort',
    'exit',
  ]);
});

test('Q90: a commit that asks whether to go over the changes of others is answered no, and has failed', async () => {
  const device = ios((line) => {
    const question = 'One or more commits have occurred. Do you wish to proceed with this commit anyway? [no]: ';
    if (line === 'commit') return { asks: { question, say: () => ({}) } };
    return line === 'abort' ? { mode: 'exec' } : undefined;
  });
  const { results } = await run(device, 'cisco_xr', config(['interface x']));
  assert.match(results.change?.error?.message ?? '', /^"commit" did not succeed: it asked, and was answered "no"/);
});

test('a commit that says nothing at all is one where the platform has no word of success', async () => {
  const { results } = await run(ios(), 'cisco_xr', config(['interface x']));
  assert.equal(results.change?.state, 'finished', results.change?.error?.message);
});

test('Q89: what a platform without a command to drop asks when it is left is answered from its list', async () => {
  const question = 'Uncommitted changes found, commit them? [yes/no/CANCEL] ';
  const answers: string[] = [];
  const device = simulateConfig({
    prompts: { exec: 'vedge# ', config: 'vedge(config)# ' },
    obey: (line) => {
      if (line === 'config terminal') return { mode: 'config' };
      if (line === 'sistem') return { text: '---------^\r\nsyntax error: unknown command\r\n' };
      const say = (answer: string): Said => {
        answers.push(answer);
        return { mode: 'exec' };
      };
      return line === 'end' ? { asks: { question, say } } : undefined;
    },
  });
  const { results } = await run(device, 'cisco_viptela', config(['system', 'sistem']));
  assert.match(results.change?.error?.message ?? '', /^line 2 of 2 was rejected.*; nothing was committed$/);
  assert.deepEqual(answers, ['no']);
});

test('Q88: a configuration that somebody holds is `device` with who it is, and nothing is typed', async () => {
  const text = 'error: configuration database locked by:\r\n  ann terminal p0 (pid 7) on since 2017-08-28\r\n';
  const device = junos((line) => (line === 'configure exclusive' ? { text } : undefined));
  const { results, typed } = await run(device, 'juniper_junos', config(['set system a']));
  assert.equal(results.change?.error?.code, 'device');
  assert.match(results.change?.error?.message ?? '', /^the configuration is locked: .*locked by: ann terminal p0/);
  assert.deepEqual(typed, ['configure exclusive', '', 'exit']);
});

test('Q88: a locked configuration may be tried again where the playbook asks for it, for nothing had begun', async () => {
  const device = ios((line) =>
    line === 'configure terminal' ? { text: 'Configuration mode locked exclusively by user ann\r\n' } : undefined,
  );
  const retry = { attempts: 2, delayMs: 0, backoff: 1, jitter: 0, on: ['device' as const] };
  const { outcome } = await run(device, 'cisco_ios', config(['ntp server 192.0.2.1'], { retry }));
  assert.ok(outcome.kind === 'failed');
  assert.deepEqual([outcome.error.code, outcome.begun], ['device', false]);
});

test('a change that had begun is not tried again, whatever fails', async () => {
  const retry = {
    attempts: 3,
    delayMs: 0,
    backoff: 1,
    jitter: 0,
    on: ['device', 'timeout', 'disconnected', 'prompt'] as const,
  };
  const rejected = ios((line) => (line === 'bad' ? { text: '% Invalid input detected\r\n' } : undefined));
  const first = await run(rejected, 'cisco_ios', config(['good', 'bad'], { retry: { ...retry, on: [...retry.on] } }));
  assert.equal(first.outcome.kind, 'done');
  assert.equal(first.results.change?.state, 'raised');
  const closing = ios((line) => (line === 'good' ? { closes: true } : undefined));
  const second = await run(closing, 'cisco_ios', config(['good', 'bad'], { retry: { ...retry, on: [...retry.on] } }));
  assert.ok(second.outcome.kind === 'failed');
  assert.deepEqual([second.outcome.error.code, second.outcome.begun], ['disconnected', true]);
  const early = ios((line) => (line === 'configure terminal' ? { closes: true } : undefined));
  const third = await run(early, 'cisco_ios', config(['good'], { retry: { ...retry, on: [...retry.on] } }));
  assert.ok(third.outcome.kind === 'failed');
  assert.equal(third.outcome.begun, false);
});

for (const fault of ['closes', 'is silent'] as const) {
  test(`wherever a device ${fault}, a change of which a line was typed is not offered for another attempt`, async () => {
    const retry = { attempts: 5, delayMs: 0, backoff: 1, jitter: 0, on: ['timeout' as const, 'disconnected' as const] };
    const running = 'show running-config';
    const dialogue = [running, 'configure terminal', 'a', 'b', 'end', 'write memory', running];
    for (const at of dialogue.keys()) {
      let typed = 0;
      const device = ios((line) => {
        if (!dialogue.includes(line)) return undefined;
        if (typed++ === at) return fault === 'closes' ? { closes: true } : { until: { end: '\0', echoes: false } };
        if (line === running) return { text: 'hostname R1\r\nend\r\n' };
        return line === 'write memory' ? { text: '[OK]\r\n' } : undefined;
      });
      const change = config(['a', 'b'], { diff: true, save: true, retry, timeoutMs: 40 });
      const { outcome } = await run(device, 'cisco_ios', change);
      assert.ok(outcome.kind === 'failed', `at ${dialogue[at]}`);
      assert.equal(outcome.begun, device.typed.includes('a'), `at ${at}, ${dialogue[at]}`);
      assert.equal(device.typed.filter((line) => line === 'a').length, at > 1 ? 1 : 0);
    }
  });
}

test('Q91: leaving is tried as often as the platform says, looking at the prompt each time', async () => {
  let depth = 3;
  const prompts = { exec: 'sw1 [standalone: master] # ', config: 'sw1 [standalone: master] (config) # ' };
  const device = simulateConfig({
    prompts,
    obey: (line, mode) => {
      if (line === 'configure terminal') return { mode: 'config' };
      if (line === 'exit' && mode === 'config') return { mode: --depth > 0 ? 'config' : 'exec' };
      return undefined;
    },
  });
  const { results, typed } = await run(device, 'mellanox_mlnxos', config(['interface ethernet 1/1']));
  assert.equal(results.change?.state, 'finished', results.change?.error?.message);
  assert.equal(typed.filter((line) => line === 'exit').length, 4);
});

test('Q91: a mode that cannot be left ends the session, so that nothing else is typed in it', async () => {
  const device = ios((line) => (line === 'end' ? {} : undefined));
  const { outcome, typed } = await run(device, 'cisco_ios', config(['x']), command('next', 'show clock'));
  assert.ok(outcome.kind === 'failed');
  assert.match(
    outcome.error.message,
    /^after line 1 of 1: "end" did not leave the configuration mode: the prompt is R1\(config\)#$/,
  );
  assert.equal(outcome.begun, true);
  assert.ok(!typed.includes('show clock'));
});

test('a change that breaks off keeps what was typed and said, and tells at which line that was', async () => {
  const lines = ['snmp-server community s3cret ro', 'interface Gi0/1', 'shutdown'];
  const cases: { said: Said; line: string; code: string; message: RegExp; output: string }[] = [
    {
      said: { text: 'link is go', closes: true },
      line: 'interface Gi0/1',
      code: 'disconnected',
      message: /^line 2 of 3: /,
      output: 'R1(config)#snmp-server community **** ro\nR1(config)#interface Gi0/1\nlink is go',
    },
    {
      said: { text: 'wait\r\n', until: { end: '\0', echoes: false } },
      line: 'shutdown',
      code: 'timeout',
      message: /^line 3 of 3: /,
      output: 'R1(config)#snmp-server community **** ro\nR1(config)#interface Gi0/1\nR1(config)#shutdown\nwait',
    },
    {
      said: {},
      line: 'end',
      code: 'prompt',
      message: /^after line 3 of 3: "end" did not leave/,
      output:
        'R1(config)#snmp-server community **** ro\nR1(config)#interface Gi0/1\nR1(config)#shutdown\nR1(config)#end',
    },
  ];
  for (const { said, line, code, message, output } of cases) {
    const device = ios((typed) => (typed === line ? said : undefined));
    const { outcome } = await run(device, 'cisco_ios', config(lines, { timeoutMs: 300 }));
    assert.ok(outcome.kind === 'failed', line);
    assert.equal(outcome.error.code, code);
    assert.match(outcome.error.message, message);
    const entered = 'R1#configure terminal\nEnter configuration commands, one per line.  End with CNTL/Z.\n';
    assert.equal(outcome.partial.output?.trimEnd(), entered + output);
  }
});

test('a rejected line is told also where the mode cannot be left after it', async () => {
  const device = ios((line) => (line === 'end' ? {} : line === 'bad' ? { text: '% Invalid input\r\n' } : undefined));
  const { outcome } = await run(device, 'cisco_ios', config(['good', 'bad']));
  assert.ok(outcome.kind === 'failed');
  assert.equal(
    outcome.error.message,
    'line 2 of 2 was rejected: "bad": % Invalid input; then "end" did not leave the configuration mode: the prompt is R1(config)#',
  );
});

test('a line that leaves the mode ends the change: what follows would be typed as commands', async () => {
  const { results, typed } = await run(ios(), 'cisco_ios', config(['ntp server 192.0.2.1', 'end', 'reload']));
  assert.match(results.change?.error?.message ?? '', /^line 3 of 3 was not typed: "reload": the line before it left/);
  assert.ok(!typed.includes('reload'));
});

test('Q85: a question in the mode that nobody answers is `prompt`; Ctrl-C leads out, and the next command runs', async () => {
  const device = ios((line) => {
    if (line === 'crypto key zeroize rsa')
      return { asks: { question: 'Do you really want to remove these keys? [yes/no]: ', say: () => ({}) } };
    return line === 'show clock' ? { text: '12:00\r\n' } : undefined;
  });
  const { results, typed } = await run(
    device,
    'cisco_ios',
    config(['crypto key zeroize rsa', 'ntp server 192.0.2.1']),
    command('next', 'show clock'),
  );
  assert.equal(results.change?.error?.code, 'prompt');
  assert.match(
    results.change?.error?.message ?? '',
    /^line 1 of 2: .*a question that the playbook does not answer: "Do you really/,
  );
  assert.match(results.change?.output ?? '', /^R1\(config\)#crypto key zeroize rsa\nDo you really want to remove/m);
  assert.equal(results.next?.output, '12:00');
  assert.deepEqual(typed, ['configure terminal', 'crypto key zeroize rsa', '\u0003', 'end', 'show clock', 'exit']);
});

test('Q85: the answer of the playbook is typed to the line that asks; one that must come and does not is `expect`', async () => {
  const answers = [{ match: 'remove these keys\\?', send: 'yes', optional: false }];
  const said: string[] = [];
  const device = ios((line) => {
    const say = (answer: string): Said => {
      said.push(answer);
      return {};
    };
    if (line === 'crypto key zeroize rsa')
      return { asks: { question: 'Do you really want to remove these keys? [yes/no]: ', say } };
    return undefined;
  });
  const first = await run(device, 'cisco_ios', config(['hostname R1', 'crypto key zeroize rsa', 'no x'], { answers }));
  assert.equal(first.results.change?.state, 'finished', first.results.change?.error?.message);
  assert.deepEqual(said, ['yes']);
  const second = await run(ios(), 'cisco_ios', config(['hostname R1', 'no x'], { answers }));
  assert.equal(second.results.change?.error?.code, 'expect');
});

for (const echoes of [true, false]) {
  test(`Q61: a banner of several lines is typed as one, ${echoes ? 'echoed' : 'without an echo'}, and read as no prompt`, async () => {
    // Without an echo the end is known by the silence behind it: once is enough.
    for (const size of echoes ? PIECES : [7]) {
      const device = ios(
        (line) =>
          line === 'banner motd ^'
            ? { text: "Enter TEXT message.  End with the character '^'.\r\n", until: { end: '^', echoes } }
            : undefined,
        () => size,
      );
      const lines = ['banner motd ^', 'Keep out', '', 'R1(config)#', 'of here', '^', 'ntp server 192.0.2.1'];
      const { results, typed } = await run(device, 'cisco_ios', config(lines));
      assert.equal(results.change?.state, 'finished', `pieces of ${size}: ${results.change?.error?.message}`);
      assert.deepEqual(typed, ['configure terminal', ...lines, 'end', 'exit']);
      assert.match(results.change?.output ?? '', /\nKeep out\n\nR1\(config\)#\nof here\n\^\nR1\(config\)#ntp server/);
    }
  });
}

test('Q61: a text that the device does not wait for is not typed: it would be taken for commands', async () => {
  const lines = ['banner motd ^', 'reload', '^', 'ntp server 192.0.2.1'];
  const { results, typed } = await run(ios(), 'cisco_ios', config(lines));
  assert.match(results.change?.error?.message ?? '', /^the device did not wait for the text of "banner motd \^"/);
  assert.deepEqual(typed, ['configure terminal', 'banner motd ^', 'end', 'exit']);
});

test('Q61: a text that is not ended is refused before anything is typed', async () => {
  const { results, typed } = await run(
    ios(),
    'cisco_ios',
    config(['banner motd ^', 'Keep out', 'ntp server 192.0.2.1']),
  );
  assert.equal(results.change?.error?.code, 'template');
  assert.match(results.change?.error?.message ?? '', /^the text that line 1 begins is not ended: "banner motd \^"$/);
  assert.deepEqual(typed, ['exit']);
});

test('Q61: a banner on one line is a line like any other', async () => {
  const { results, typed } = await run(ios(), 'cisco_ios', config(['banner motd ^Keep out^']));
  assert.equal(results.change?.state, 'finished');
  assert.deepEqual(typed, ['configure terminal', 'banner motd ^Keep out^', 'end', 'exit']);
});

test('Q63: rejected text that stays on the input line is cleared before the next command', async () => {
  for (const size of PIECES) {
    const left: string[] = [];
    const obey = (input: string): Said | undefined => {
      if (input === 'show version') return { text: 'FTD 7\r\n' };
      if (input !== 'shw version') return undefined;
      const say = (typed: string): Said => {
        left.push(typed);
        return typed === '\u0015' ? {} : (obey(`shw version${typed}`) ?? {});
      };
      return { text: 'Syntax error: Illegal command line\r\n', asks: { question: '> shw version', say } };
    };
    const device = simulateConfig({ prompts: { exec: '> ', config: '> ' }, obey, chunk: () => size });
    const { results } = await run(device, 'cisco_ftd', command('a', 'shw version'), command('b', 'show version'));
    assert.equal(results.a?.error?.message, '"shw version" was rejected: Syntax error: Illegal command line');
    assert.equal(results.b?.output, 'FTD 7', `pieces of ${size}`);
    assert.deepEqual(left, ['\u0015']);
  }
});

test('Q40: a host name changed in the mode is followed to the end, with the running configuration read again', async () => {
  const prompts = { exec: 'R1#', config: 'R1(config)#' };
  let running = 'hostname R1';
  const device = simulateConfig({
    prompts,
    obey: (line) => {
      if (line === 'configure terminal') return { mode: 'config' };
      if (line === 'end') return { mode: 'exec' };
      if (line === 'show running-config') return { text: `Building configuration...\r\n\r\n${running}\r\nend\r\n` };
      const name = /^hostname (\S+)$/.exec(line)?.[1];
      if (name === undefined) return undefined;
      prompts.exec = `${name}#`;
      prompts.config = `${name}(config)#`;
      running = `hostname ${name}`;
      return {};
    },
  });
  const { results } = await run(
    device,
    'cisco_ios',
    config(['hostname core1'], { diff: true }),
    command('b', 'show x'),
  );
  assert.equal(results.change?.state, 'finished', results.change?.error?.message);
  assert.equal(
    results.change?.diff,
    '--- running configuration before\n+++ running configuration after\n@@ -1,2 +1,2 @@\n-hostname R1\n+hostname core1\n end\n',
  );
  assert.equal(results.b?.state, 'finished');
});

test('the change is told as a diff without volatile lines, and with secrets masked', async () => {
  let hasChanged = false;
  const device = ios((line) => {
    if (line.startsWith('snmp-server')) hasChanged = true;
    if (line !== 'show running-config') return undefined;
    const community = hasChanged ? 'snmp-server community n3wsecret RO\r\n' : 'snmp-server community 0ldsecret RO\r\n';
    return { text: `Current configuration : ${hasChanged ? 99 : 98} bytes\r\nhostname R1\r\n${community}end\r\n` };
  });
  const { results } = await run(device, 'cisco_ios', config(['snmp-server community n3wsecret RO'], { diff: true }));
  const { change } = results;
  assert.match(change?.diff ?? '', /\n-snmp-server community \*\*\*\* RO\n\+snmp-server community \*\*\*\* RO\n/);
  assert.doesNotMatch(change?.diff ?? '', /bytes/);
  assert.doesNotMatch(JSON.stringify(results), /n3wsecret|0ldsecret/);
});

test('a change that changes nothing has an empty diff; where the configuration is not shown the diff is not known', async () => {
  const same = await run(
    ios((line) => (line === 'show running-config' ? { text: 'hostname R1\r\nend\r\n' } : undefined)),
    'cisco_ios',
    config(['hostname R1'], { diff: true }),
  );
  assert.equal(same.results.change?.diff, '');
  const refused = await run(
    ios((line) => (line === 'show running-config' ? { text: '% Invalid input detected\r\n' } : undefined)),
    'cisco_ios',
    config(['hostname R1'], { diff: true }),
  );
  assert.equal(refused.results.change?.state, 'finished');
  assert.equal(refused.results.change?.diff, null);
});

test('Q87: saving needs its word of success, and a question that nobody answers is no success', async () => {
  const saved = await run(
    ios((line) => (line === 'write memory' ? { text: 'Building configuration...\r\n[OK]\r\n' } : undefined)),
    'cisco_ios',
    config(['x'], { save: true }),
  );
  assert.equal(saved.results.change?.state, 'finished');
  const mute = await run(ios(), 'cisco_ios', config(['x'], { save: true }));
  assert.equal(mute.results.change?.error?.message, '"write memory" did not report success: it said nothing');
  assert.equal(mute.results.change?.error?.phase, 'save');
  const question = 'Overwrite the previous NVRAM configuration?[confirm]';
  const asking = ios((line) =>
    line === 'write memory' ? { asks: { question, say: () => ({ text: '[OK]\r\n' }) } } : undefined,
  );
  const asked = await run(asking, 'cisco_ios', config(['x'], { save: true }));
  assert.equal(asked.results.change?.error?.code, 'prompt');
  assert.deepEqual(asked.typed.slice(-3), ['write memory', '\u0003', 'exit']);
});

test('a save that is known in the configuration mode only is typed before the mode is left', async () => {
  const device = simulateConfig({
    prompts: { exec: 'lab@vyos:~$ ', config: '[edit]\r\nlab@vyos# ' },
    obey: (line, mode) => {
      if (line === 'configure') return { mode: 'config' };
      if (line === 'exit' && mode === 'config') return { mode: 'exec' };
      return line === 'save' ? { text: "Saving configuration to '/config/config.boot'...\r\nDone\r\n" } : undefined;
    },
  });
  const { results, typed } = await run(device, 'vyos', config(['set system host-name x'], { save: true }));
  assert.equal(results.change?.state, 'finished', results.change?.error?.message);
  assert.deepEqual(typed.slice(-6), ['configure', 'set system host-name x', 'commit', 'save', 'exit', 'exit']);
});

test('where there is nothing that saves, `save_config` is a notice', async () => {
  const { results, notices } = await run(ios(), 'cisco_xr', config(['x'], { save: true }));
  assert.equal(results.change?.state, 'finished');
  assert.deepEqual(notices, ['cisco_xr has no command that saves: nothing to do']);
});
