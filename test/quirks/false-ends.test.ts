import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DeviceError } from '../../src/error/flow-error.js';
import type { Answer, Script } from '../device/scripted-device.js';
import { type Played, play, type Quirk, quirk, router, stopBehind, times, type Voice } from './play.js';

const before =
  'Building configuration...\r\n\r\nCurrent configuration : 99 bytes\r\n!\r\nhostname R1\r\nbanner motd ^\r\n';
const behind = '\r\nKeep out^\r\nline vty 0 4\r\nend\r\n\r\n';
const whole = `${before}R1#${behind}`.replaceAll('\r', '').trim();

/** A device that pauses at a prompt in its configuration, repeats at once what is typed there, and obeys it afterwards. */
function pausing({ say, hangUp }: Voice): Omit<Script, 'chunk'> {
  let held: string[] | undefined;
  const obey = (line: string): Answer => {
    if (line === 'exit') return { text: 'exit\r\n', close: true };
    return { text: `${line}\r\n${line === 'show b' ? 'b\r\n' : ''}R1#` };
  };
  const goOn = (): void => {
    const waiting = held ?? [];
    held = undefined;
    say(`${behind}R1#`);
    for (const line of waiting) {
      const { text, close } = obey(line);
      say(text);
      if (close) hangUp();
    }
  };
  return {
    banner: '\r\nR1#',
    onInput: (line) => {
      if (held) {
        held.push(line);
        return { text: `${line}\r\n` };
      }
      if (!/^(?:sh|wr)/i.test(line) || line === 'show b') return obey(line);
      held = [];
      setTimeout(goOn, 1_000);
      return { text: `${line}\r\n${before}R1#` };
    },
  };
}

for (const command of ['show running-config', 'sh run', 'SHOW  RUN all', 'write term', 'sh startup-config']) {
  quirk(`Q39: a prompt inside of a configuration does not end it, though the device stops there a while: ${command}`, {
    device: (voice) => pausing(voice),
    commands: [command, 'show b'],
    expected: [whole, 'b'],
    typed: ['terminal width 511', 'terminal length 0', command, 'show b', 'exit'],
  });
}

quirk('Q39: a configuration that stops at a prompt for long is incomplete, and nothing is typed there', {
  device: () => router({ on: stopBehind('show running-config', `${before}R1#`) }),
  commands: ['show running-config', 'show b'],
  expected: [{ error: 'incomplete', message: /^the prompt came before the last line of this output, \/\^end\$\/$/ }],
  typed: ['terminal width 511', 'terminal length 0', 'show running-config'],
});

quirk('Q80: a configuration that the device cuts short is incomplete, though the session stays healthy', {
  device: () => router({ answers: { 'show running-config': `${before}R1#\r\n` } }),
  commands: ['show running-config'],
  expected: [{ error: 'incomplete' }],
});

quirk('Q80: the end of a configuration is no matter of filters, rejections, or log messages behind it', {
  device: () =>
    router({
      answers: {
        'show run | include ntp': 'ntp server 192.0.2.1\r\n',
        'show running-config': "              ^\r\n% Invalid input detected at '^' marker.\r\n\r\n",
        'show startup-config': 'startup-config is not present\r\n',
        'sh run int Gi0/1':
          'hostname R1\r\nend\r\n\r\n*Mar  1 00:00:01.000: %SYS-5-CONFIG_I: Configured from console by vty0\r\n',
      },
    }),
  commands: ['show run | include ntp', 'show running-config', 'show startup-config', 'sh run int Gi0/1'],
  expected: [
    'ntp server 192.0.2.1',
    { error: 'device', message: /Invalid input/ },
    { error: 'device' },
    'hostname R1\nend\n\n*Mar  1 00:00:01.000: %SYS-5-CONFIG_I: Configured from console by vty0',
  ],
});

quirk('Q80: each family ends its configuration in its own way', {
  platform: 'huawei',
  change: { setup: [] },
  device: () =>
    router({
      prompt: '<hw>',
      answers: { 'display current-configuration': '#\r\nreturn\r\n', 'dis cur': '#\r\n' },
      on: (line) => (line === 'quit' ? { text: 'quit\r\n', close: true } : undefined),
    }),
  commands: ['display current-configuration', 'dis cur'],
  expected: ['#\nreturn', { error: 'incomplete' }],
});

quirk('Q80: a family that resembles another one need not end its configuration like that one', {
  platform: 'cisco_nxos',
  device: () => router({ prompt: 'n9k# ', answers: { 'show running-config': 'hostname n9k\r\n' } }),
  commands: ['show running-config'],
  expected: ['hostname n9k'],
});

quirk('Q38: an output that stops at a line like another prompt, and goes on behind Enter, is not trusted', {
  device: ({ say }) =>
    router({
      on: (line) => {
        if (line === '') return { text: '\r\n' };
        if (line !== 'show a') return undefined;
        setTimeout(() => say('two\r\nR1#'), 5_000);
        return { text: 'show a\r\none\r\nR2#' };
      },
    }),
  commands: ['show a', 'show b'],
  expected: [{ error: 'incomplete', message: /went on when Enter was typed/ }],
});

/** Plays a quirk in many ways of cutting: each result is the truth, or `incomplete`. @returns how often it was the truth */
async function playOften(told: Quirk, truth: string): Promise<{ right: number; played: Played[] }> {
  const played: Played[] = [];
  let right = 0;
  const judge = async (chunk: (index: number) => number): Promise<void> => {
    const one = await play(told, chunk);
    played.push(one);
    const [result] = one.results;
    if (result instanceof DeviceError) assert.equal(result.code, 'incomplete', result.message);
    else {
      assert.equal(result, truth);
      right++;
    }
  };
  await judge(() => Number.POSITIVE_INFINITY);
  await judge(() => 1);
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(sizes, (list) => judge((index) => list[index % list.length] as number)),
    { numRuns: 100, seed: 7 },
  );
  return { right, played };
}

const texts: [title: string, text: string][] = [
  ['in the middle of a line', 'a pager shows --More-- and waits\r\nlast\r\n'],
  ['at the end of a line', 'description --More-- \r\nlast\r\n'],
  ['as a whole line', ' --More-- \r\nlast\r\n'],
  ['as the last line', 'one\r\n--More--\r\n'],
  ['before a log message', 'one --More-- \r\n*Mar  1 00:00:01.000: %SYS-5-CONFIG_I: x\r\nlast\r\n'],
  ['in a line of 9,000 characters', `${times(9_000, 'x')} --More-- \r\nlast\r\n`],
];
for (const [title, text] of texts) {
  test(`Q67: what looks like a pager's marker, ${title}, is never cut out of a text`, async () => {
    const told: Quirk = {
      device: () =>
        router({ answers: { 'show a': `${text}`, ' ': '' }, on: (line) => (line === ' ' ? { text: ' ' } : undefined) }),
      commands: ['show a'],
      expected: [],
    };
    const truth = text.replaceAll('\r', '').trimEnd();
    const { right, played } = await playOften(told, truth);
    assert.ok(right > 0 && right < played.length, `${right} of ${played.length} were whole`);
  });
}

quirk('Q65: a marker that waits, once it was answered, is no text though the same words stand in the text as well', {
  change: { setup: [] },
  device: () => {
    const eraser = `${times(10, '\b')}${times(10, ' ')}${times(10, '\b')}`;
    return router({
      on: (line) => {
        if (line === 'show a') return { text: 'show a\r\none\r\n --More-- ' };
        return line === ' ' ? { text: `${eraser}two --Mo-- re\r\nR1#` } : undefined;
      },
    });
  },
  commands: ['show a', 'show b'],
  expected: ['one\ntwo --Mo-- re', ''],
});
