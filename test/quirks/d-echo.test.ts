import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Played, play, quirk, router, stopBehind, times } from './play.js';

const long = `show running-config | include ${'interface description '.repeat(6).trim()}`;

quirk('Q52: an echo that IOS scrolls sideways, with BS and a $, is the echo', {
  change: { setup: [] },
  device: () => {
    const shown = `$${long.slice(-60)}`;
    const echo = (line: string) =>
      line === long
        ? `${line.slice(0, 70)}${times(70, '\b')}${shown}${times(20, ' ')}${times(20, '\b')}\r\n`
        : `${line}\r\n`;
    return router({ echo, answers: { [long]: 'one\r\n' } });
  },
  commands: [long, 'show b'],
  expected: ['one', ''],
});

quirk('Q52: an echo of which only the beginning is shown, and a $, is the echo', {
  change: { setup: [] },
  device: () =>
    router({
      echo: (line) => (line === long ? `${line.slice(0, 60)}$\r\n` : `${line}\r\n`),
      answers: { [long]: 'one\r\n' },
    }),
  commands: ['show a', long, 'show b'],
  expected: ['', 'one', ''],
});

quirk('Q52: an echo that is wrapped by blank and CR, or by CR LF, is the echo', {
  change: { setup: [], terminal: { columns: 80, rows: 24 } },
  device: () => {
    const wraps = [' \r', '\r\n'];
    const echo = (line: string) => {
      const cut = 80 - 'R1#'.length;
      return line === long ? `${line.slice(0, cut)}${wraps.shift() ?? ''}${line.slice(cut)}\r\n` : `${line}\r\n`;
    };
    return router({ echo, answers: { [long]: 'one\r\n' } });
  },
  commands: [long, long, 'show b'],
  expected: ['one', 'one', ''],
});

quirk('Q53: BS inside of an echo is what it is on a terminal', {
  device: () =>
    router({
      echo: (line) => (line.length < 5 ? `${line}\r\n` : `${line.slice(0, 5)}${times(3, '\b')}${line.slice(2)}\r\n`),
      answers: { 'show a': 'one\r\n' },
    }),
  commands: ['show a', 'show b'],
  expected: ['one', ''],
});

for (const [title, between] of [
  ['on a line of its own', '\r\n'],
  ['on the same line', ''],
  ['over the first one', '\r'],
] as const) {
  quirk(`Q54: an echo that comes a second time behind a copy of the prompt, ${title}, ends with the second`, {
    platform: 'mikrotik_routeros',
    device: () =>
      router({
        prompt: '[admin@mt] > ',
        echo: (line) => (line === '' ? '\r\n' : `${line}${between}[admin@mt] > ${line}\r\n`),
        answers: { '/ip address print': 'Flags: X\r\n' },
      }),
    commands: ['/ip address print', '/export'],
    expected: ['Flags: X', ''],
  });
}

quirk('Q54: a prompt and a line that are painted again, as a full screen, are read as the terminal shows them', {
  platform: 'hp_procurve',
  change: { setup: [] },
  device: () =>
    router({
      prompt: '\x1b[24;1H\x1b[2K\x1b[24;1Hsw1# ',
      echo: (line) => `\x1b[24;6H${line}\x1b[24;1H\x1b[2Ksw1# ${line}\x1bE`,
      answers: { 'show a': 'one\x1bEtwo\r\n' },
    }),
  commands: ['show a', 'show b'],
  expected: ['one\ntwo', ''],
});

test('Q55: the next line is typed only behind the prompt', async () => {
  const early: string[] = [];
  let isBusy = false;
  const device = (voice: { say: (text: string) => void }) => ({
    banner: '\r\nR1#',
    onInput: (line: string) => {
      if (isBusy) early.push(line);
      isBusy = true;
      setImmediate(() => {
        isBusy = false;
        voice.say(line === 'exit' ? '' : 'R1#');
      });
      return { text: `${line}\r\n`, close: line === 'exit' };
    },
  });
  const played = await play(
    { change: { typeAhead: false }, device, commands: ['show a', 'show b'], expected: [] },
    () => 3,
  );
  assert.deepEqual(early, []);
  assert.deepEqual(played.results, ['', '']);
});

const silent = (line: string) => (line.startsWith('show') || line === '' ? '\r\n' : `${line}\r\n`);

quirk('Q56: a line that is not repeated has its answer, where the platform says that this happens', {
  change: { echo: 'optional' },
  device: () => router({ echo: silent, answers: { 'show a': 'one\r\ntwo\r\n', 'show b': 'b\r\n' } }),
  commands: ['show a', 'show b', 'show c'],
  expected: ['one\ntwo', 'b', ''],
});

quirk('Q56: nothing at all is repeated, not even the way out', {
  change: { echo: 'optional' },
  device: () => router({ echo: () => '\r\n', answers: { 'show a': 'one\r\n' } }),
  commands: ['show a', 'show b'],
  expected: ['one', ''],
});

quirk('Q56: without an echo an output with the prompt in its middle is no result', {
  change: { echo: 'optional', setup: [] },
  device: () => router({ echo: () => '\r\n', answers: { 'show a': 'one\r\nR1#\r\ntwo\r\n' } }),
  commands: ['show a'],
  expected: [{ error: 'incomplete', message: /did not repeat "show a"/ }],
});

quirk('Q56: where echoes are the rule, an answer without one is no result', {
  device: () => router({ echo: silent, answers: { 'show a': 'one\r\n' } }),
  commands: ['show a'],
  expected: [{ error: 'incomplete', message: /did not repeat "show a"/ }],
});

quirk('Q57: words that the device completes, and blanks that it takes out, are still the echo', {
  change: { echo: 'optional' },
  device: () =>
    router({
      echo: (line) => `${line.replace('sh ', 'show ').replace('int', 'interfaces').replace(/ +/g, ' ')}\r\n`,
      answers: { 'sh  int': 'up\r\n' },
    }),
  commands: ['sh  int', 'show b'],
  expected: ['up', ''],
});

quirk('Q57: an output that repeats an abbreviation in full behind the prompt is no echo where echoes are the rule', {
  device: () => router({ answers: { 'show a': 'one\r\nR1#show bgp\r\ntwo\r\n' } }),
  commands: ['show a', 'show b'],
  expected: ['one\nR1#show bgp\ntwo', ''],
});

quirk('Q58: two prompts for one Enter are one prompt', {
  change: { enter: '\r\n' },
  device: () => {
    const plain = router({ answers: { 'show a': 'one\r\n' } });
    return {
      banner: plain.banner,
      onInput: (line) => {
        const answer = plain.onInput(line);
        return answer?.close ? answer : { text: `${answer?.text}\r\nR1#` };
      },
    };
  },
  commands: ['show a', 'show b', 'show c'],
  expected: ['one', '', ''],
  check: ({ device }: Played) => assert.match(device.written, /show a\r\n/),
});

quirk('Q58: Enter is what the platform says', {
  platform: 'aruba_aoscx',
  device: () => router({ prompt: 'sw1# ', answers: { 'show a': 'one\r\n' } }),
  commands: ['show a'],
  expected: ['one'],
  check: ({ device }: Played) => assert.ok(device.written.includes('show a\r') && !device.written.includes('\n')),
});

for (const command of ['show ?', 'show\ta']) {
  quirk(`Q59: a key on which the device acts at once is not typed: ${JSON.stringify(command)}`, {
    device: () => router({}),
    commands: [command],
    expected: [{ error: 'template', message: /at once/ }],
    check: ({ device }: Played) => assert.ok(!device.written.includes('show')),
  });
}

quirk('Q60: lines go one by one, each behind the prompt of the one before', {
  change: { typeAhead: false },
  device: () => {
    let isReading = true;
    return {
      banner: '\r\nR1#',
      onInput: (line) => {
        if (!isReading) return { text: 'dropped' };
        isReading = line !== 'exit';
        return { text: `${line}\r\nR1#`, close: line === 'exit' };
      },
    };
  },
  commands: Array.from({ length: 30 }, (_, index) => `show ${index}`),
  expected: Array.from({ length: 30 }, () => ''),
});

quirk('Q61: an answer for which echo and prompt are switched off does not come to an end by itself', {
  device: () => router({ on: stopBehind('banner motd ^', 'Enter TEXT message.  End with the character ^.\r\n') }),
  commands: ['banner motd ^'],
  expected: [{ error: 'timeout' }],
});

quirk('Q62: characters that mean something in patterns are text', {
  device: () => router({ answers: { 'show x | match "a|b(c)[d]*+^$.\\"': 'one\r\n', 'show (': 'two\r\n' } }),
  commands: ['show x | match "a|b(c)[d]*+^$.\\"', 'show (', 'show b'],
  expected: ['one', 'two', ''],
});

quirk('Q63: a rejected text that is left on the input line is cleared away before the next one', {
  platform: 'cisco_ftd',
  change: { setup: [] },
  device: () => {
    let left = '';
    return {
      banner: '\r\n> ',
      onInput: (line) => {
        if (line === 'exit') return { text: 'exit\r\n', close: true };
        if (line.startsWith('\u0015')) {
          left = '';
          return { text: '\r\x1b[K> \r\n> ' };
        }
        const whole = left + line;
        if (whole === '') return { text: '\r\n> ' };
        if (whole !== 'show bad') return { text: `${line}\r\nok\r\n> ` };
        left = whole;
        return { text: `${line}\r\nSyntax error: Illegal parameter\r\n> ${whole}` };
      },
    };
  },
  commands: ['show bad', 'show b'],
  expected: [{ error: 'device' }, 'ok'],
});

quirk('Q64: after a time limit nothing more is typed in that session: late output belongs to nobody', {
  device: () => router({ on: stopBehind('show a', 'one\r\n') }),
  commands: [{ command: 'show a', timeoutMs: 5_000 }, 'show b'],
  expected: [{ error: 'timeout' }],
  check: ({ device }: Played) => assert.ok(!device.typed.includes('show b')),
});
