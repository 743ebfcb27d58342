import assert from 'node:assert/strict';
import { loadPlatform } from '../../src/device/load-platform.js';
import type { Answer } from '../device/scripted-device.js';
import { type Played, quirk, type Router, router, stopBehind, times } from './play.js';

/** A device whose answers wait for a key after each part. */
function pager(pages: Record<string, string[]>, options: Router = {}, key = ' ') {
  let left: string[] = [];
  const prompt = options.prompt ?? 'R1#';
  const on = (line: string): Answer | undefined => {
    const paged = pages[line];
    if (paged) {
      left = paged.slice(1);
      return { text: `${line}\r\n${paged[0]}` };
    }
    if (line !== key || left.length === 0) return undefined;
    const next = left.shift() as string;
    return { text: `${next}${left.length === 0 ? prompt : ''}` };
  };
  return router({ ...options, on, keys: [key] });
}

const erase = (count: number, blanks = count) => `${times(count, '\b')}${times(blanks, ' ')}${times(count, '\b')}`;

const markers: [platform: string, prompt: string, marker: string, key: string][] = [
  ['cisco_ios', 'R1#', ' --More-- ', ' '],
  ['huawei', '<hw>', '---- More ----', ' '],
  ['juniper_junos', 'u@j1> ', '---(more 40%)---', ' '],
  ['cisco_wlc', '(wlc) >', '--More-- or (q)uit', ' '],
  ['tplink_jetstream', 'sw#', 'Press any key to continue (Q to quit)', ' '],
];
for (const [platform, prompt, marker, key] of markers) {
  quirk(`Q65: output that waits at ${marker.trim()} goes on by a key, and the marker is no text (${platform})`, {
    platform,
    change: { setup: [] },
    device: () =>
      pager(
        {
          'show a': [`one\r\n${marker}`, `${erase(marker.length)}two\r\n${marker}`, `${erase(marker.length)}three\r\n`],
        },
        { prompt },
        key,
      ),
    commands: ['show a', 'show b'],
    expected: ['one\ntwo\nthree', ''],
  });
}

const iosPager = loadPlatform('cisco_ios').pager;
const erasers: [title: string, marker: string, eraser: string][] = [
  ['9 BS, 8 spaces, 9 BS', ' --More-- ', `${times(9, '\b')}${times(8, ' ')}${times(9, '\b')}`],
  ['BS SP BS repeated', '--More--', times(8, '\b \b')],
  ['CR, 9 spaces, CR', '--More-- ', `\r${times(9, ' ')}\r`],
  ['ESC[42D, spaces, ESC[42D', '--More--', `\x1b[42D${times(42, ' ')}\x1b[42D`],
  ['a space, ESC[73D, ESC[K', '--More--', ' \x1b[73D\x1b[K'],
  ['10 BS, 10 spaces, 10 BS behind a NUL', ' --More-- \0', erase(10)],
  ['nothing at all', '--More--', ''],
];
for (const [title, marker, eraser] of erasers) {
  quirk(`Q66: a marker that is erased by ${title} leaves nothing behind`, {
    change: { setup: [], pager: { ...iosPager, erases: eraser !== '' } },
    device: () => pager({ 'show a': [`one\r\n${marker}`, `${eraser}gw 10.0.0.1\r\n`] }),
    commands: ['show a', 'show b'],
    expected: ['one\ngw 10.0.0.1', ''],
  });
}

for (const [title, marker, eraser] of erasers.filter(([name]) => !name.startsWith('10 BS'))) {
  quirk(`Q67: a marker in the middle of a line takes no text with it, erased by ${title}`, {
    change: { setup: [], pager: { ...iosPager, erases: eraser !== '' } },
    device: () =>
      pager({ 'show a': [`ip route 10.0.0.0 255.255.255.0 ${marker}`, `${eraser}gw 10.0.0.1\r\nlast\r\n`] }),
    commands: ['show a'],
    expected: ['ip route 10.0.0.0 255.255.255.0 gw 10.0.0.1\nlast'],
  });
}

quirk('Q67: a marker right before the prompt, and one between the echo and the first line', {
  change: { setup: [] },
  device: () => pager({ 'show a': [' --More-- ', `${erase(10)}one\r\n --More-- `, erase(10)] }),
  commands: ['show a', 'show b'],
  expected: ['one', ''],
});

quirk('Q68: a device that refuses to switch paging off is told of, and its pages are turned', {
  device: () =>
    pager(
      { 'show a': ['one\r\n --More-- ', `${erase(10)}two\r\n`] },
      {
        prompt: 'R1>',
        answers: { 'terminal length 0': "       ^\r\n% Invalid input detected at '^' marker.\r\n\r\n" },
      },
    ),
  commands: ['show a'],
  expected: ['one\ntwo'],
  check: ({ notices }: Played) =>
    assert.deepEqual(notices, ['"terminal length 0" was refused: % Invalid input detected at \'^\' marker.']),
});

quirk('Q68: a line that only the privileged mode takes is sent again there, and then nobody is told', {
  device: () => {
    let mode = '>';
    let isAsked = false;
    return {
      banner: '\r\nR1>',
      onInput: (line) => {
        if (line === 'exit') return { text: 'exit\r\n', close: true };
        if (isAsked) {
          isAsked = false;
          mode = '#';
          return { text: '\r\nR1#' };
        }
        if (line === 'enable') {
          isAsked = true;
          return { text: 'enable\r\nPassword: ' };
        }
        const isRefused = line === 'terminal length 0' && mode === '>';
        return { text: `${line}\r\n${isRefused ? '% Invalid input detected\r\n' : ''}R1${mode}` };
      },
    };
  },
  enable: true,
  credentials: { secret: 's' },
  commands: ['show a'],
  expected: [''],
  typed: ['terminal width 511', 'terminal length 0', 'enable', 's', 'terminal length 0', 'show a', 'exit'],
  check: ({ notices }: Played) => assert.deepEqual(notices, []),
});

quirk('Q69: a pager that can only be switched off for good is answered instead', {
  platform: 'cisco_wlc',
  device: () => pager({ 'show a': ['one\r\n--More-- or (q)uit', `${erase(18)}two\r\n`] }, { prompt: '(wlc) >' }),
  commands: ['show a'],
  expected: ['one\ntwo'],
  check: ({ device }: Played) => assert.ok(!device.written.includes('paging')),
});

quirk('Q70: a question in the middle of an output that only wants to go on is answered, and is no text', {
  platform: 'cisco_wlc',
  change: { setup: [] },
  device: () =>
    pager(
      {
        'show a': [
          'one\r\nWould you like to display the next 15 entries? (y/n) ',
          '\r\x1b[Ktwo\r\nWould you like to display the next 15 entries? (y/n) ',
          '\r\x1b[Kthree\r\n',
        ],
      },
      { prompt: '(wlc) >' },
      'y',
    ),
  commands: ['show a'],
  expected: ['one\ntwo\nthree'],
});

quirk('Q71: what a pager such as less does with the terminal is no text', {
  change: { setup: [] },
  device: () =>
    router({ answers: { 'show a': '\x1b[?1h\x1b=\r\x1b[mone\x1b[m\r\n\x1b[mtwo\x1b[m\r\n\r\x1b[K\x1b[?1l\x1b>' } }),
  commands: ['show a', 'show b'],
  expected: ['one\ntwo', ''],
});

for (const end of ['\r\n', '\r\r\n', '\r\r\r\n', '\n\r', '\r\n\r', '\n']) {
  quirk(`Q72: lines that end in ${JSON.stringify(end)} are lines, not twice as many`, {
    device: () => router({ answers: { 'show a': ['one', 'two', '', 'three', ''].join(end) } }),
    commands: ['show a', 'show b'],
    expected: ['one\ntwo\n\nthree', ''],
  });
}

quirk('Q72: a bare CR ends no line: what follows it stands over what was there, as on a terminal', {
  device: () => router({ answers: { 'show a': 'first\rnew\r\nlast\r\n' } }),
  commands: ['show a'],
  expected: ['newst\nlast'],
});

quirk('Q73: colours, moves, scroll regions and other ways to end a line are what a terminal shows', {
  device: () =>
    router({
      answers: {
        'show a':
          '\x1b[1;24r\x1b[31mred\x1b[0m line\x1bEdis \x1b[1Dplay ver \x1b[1Dsion\x1b[1Lthird\x1b]0;title\x07\r\n',
      },
    }),
  commands: ['show a', 'show b'],
  expected: ['red line\ndisplay version\nthird', ''],
});

quirk('Q74: questions to the terminal are no text, and nobody waits for them', {
  device: () => router({ prompt: '\x1b[6nR1#\x1b[c', answers: { 'show a': 'o\x1b[6nne\r\n\x1b[c' } }),
  commands: ['show a', 'show b'],
  expected: ['one', ''],
});

quirk('Q75: bytes that are no UTF-8 are replaced, and characters that are cut come whole', {
  device: () =>
    router({
      answers: { 'show a': `${Buffer.from('Zürich €').toString('latin1')}\r\nZ\xfcrich\r\nSN \xff\xfe\x01\r\n` },
    }),
  commands: ['show a', 'show b'],
  expected: ['Zürich €\nZ\ufffdrich\nSN \ufffd\ufffd', ''],
});

const log = '*Mar  1 00:00:01.000: %LINK-3-UPDOWN: Interface Gi0/1, changed state to up #';

quirk('Q76: a log message in the middle of an output stays; behind its end it does not, though no prompt follows', {
  device: () =>
    router({
      on: (line) =>
        line === 'show a'
          ? { text: `show a\r\none\r\n${log}\r\ntwo\r\nR1#\r\n${log}\r\n` }
          : line === ''
            ? { text: '\r\nR1#' }
            : undefined,
    }),
  commands: ['show a', 'show b'],
  expected: [`one\n${log}\ntwo`, ''],
});

quirk('Q76: a log message behind the prompt, with a prompt of its own, belongs to no output', {
  device: () => router({ answers: { 'show a': `one\r\nR1#\r\n${log}\r\n${log}\r\n`, 'show b': 'b\r\n' } }),
  commands: ['show a', 'show b'],
  expected: ['one', 'b'],
});

quirk('Q76: a log message right behind the prompt, on its line', {
  change: { setup: [] },
  device: () =>
    router({
      on: (line) =>
        line === 'show a' ? { text: `show a\r\none\r\nR1#${log}\r\n` } : line === '' ? { text: '\r\nR1#' } : undefined,
    }),
  commands: ['show a', 'show b'],
  expected: ['one', ''],
});

quirk('Q77: the time that is put before each output is no part of it', {
  platform: 'cisco_xr',
  change: { setup: [] },
  device: () =>
    router({
      prompt: 'RP/0/RSP0/CPU0:xr1#',
      answers: { 'show a': '\r\nTue Mar  5 10:11:12.123 UTC\r\none\r\nTue Mar  5 10:11:12.123 UTC\r\n' },
    }),
  commands: ['show a', 'show b'],
  expected: ['one\nTue Mar  5 10:11:12.123 UTC', ''],
});

quirk('Q79: a long silence in the middle of an output is waited out, and nothing is typed into it', {
  device: ({ say }) =>
    router({
      on: (line) => {
        if (line !== 'show a') return undefined;
        setTimeout(() => say('two\r\nR1#'), 100_000);
        return { text: 'show a\r\none\r\n' };
      },
    }),
  commands: [{ command: 'show a', timeoutMs: 120_000 }, 'show b'],
  expected: ['one\ntwo', ''],
  check: ({ device }: Played) => assert.deepEqual(device.typed.slice(-3), ['show a', 'show b', 'exit']),
});

quirk('Q79: a silence that is longer than the limit of the command ends it, and is no result', {
  device: () => router({ on: stopBehind('show a', 'one\r\n') }),
  commands: [{ command: 'show a', timeoutMs: 120_000 }],
  expected: [{ error: 'timeout', message: /120 s/ }],
});

quirk('Q80: an output without a prompt behind it is no result, however much of it came', {
  device: () =>
    router({ on: (line) => (line === 'show a' ? { text: `show a\r\n${times(50, 'a line\r\n')}` } : undefined) }),
  commands: ['show a'],
  expected: [{ error: 'timeout' }],
});

quirk('Q81: a rejection is told by the line of the device that says so', {
  device: () =>
    router({
      answers: {
        'show a': "           ^\r\n% Invalid input detected at '^' marker.\r\n\r\n",
        'show b': '% Ambiguous command:  "show b"\r\n',
      },
    }),
  commands: ['show a', 'show b'],
  expected: [
    { error: 'device', message: /% Invalid input detected at '\^' marker\./ },
    { error: 'device', message: /Ambiguous/ },
  ],
});

quirk('Q82: words and lines that only look like a rejection are healthy output', {
  device: () =>
    router({
      answers: {
        'show a': `one\r\n${times(4, 'x\r\n')}% Invalid input detected at '^' marker.\r\n${times(4, 'y\r\n')}last\r\n`,
        'show b': 'Neighbor 10.0.0.1 not found, 3 failed, 2 timed out\r\n',
        'show c': `${log}\r\nfine\r\n`,
      },
    }),
  commands: ['show a', 'show b', 'show c'],
  expected: [
    `one\n${times(4, 'x\n')}% Invalid input detected at '^' marker.\n${times(4, 'y\n')}last`,
    'Neighbor 10.0.0.1 not found, 3 failed, 2 timed out',
    `${log}\nfine`,
  ],
});

quirk('Q83: a notice that begins with # before each output is no prompt, and no part of it', {
  platform: 'juniper_junos',
  change: { setup: [] },
  device: () =>
    router({
      prompt: 'u@j1# ',
      answers: {
        'show a': '# commit confirmed will be rolled back in 8 minutes\r\none\r\n',
        'show b': '# a comment\r\ntwo\r\n',
      },
    }),
  commands: ['show a', 'show b'],
  expected: ['one', '# a comment\ntwo'],
});

quirk('Q84: the word that ends a successful answer is taken away, and without it the command was rejected', {
  platform: 'netscaler',
  change: { setup: [] },
  device: () =>
    router({ prompt: '> ', answers: { 'show a': 'one\r\n Done\r\n', 'show b': 'two\r\n', 'show c': ' Done\r\n' } }),
  commands: ['show a', 'show b', 'show c'],
  expected: ['one', { error: 'device', message: /did not end with/ }, ''],
});

for (const [title, before, after, expected] of [
  ['at the start of a line', '', 'two\r\n', `one\n${log}\ntwo`],
  ['in the middle of a line', 'half of li', 'ne two\r\n', `one\n${log}\nhalf of line two`],
] as const) {
  quirk(`Q101: a log message while the pager waits ${title} takes no text with it`, {
    change: { setup: [] },
    device: () => pager({ 'show a': [`one\r\n${before} --More-- \0\r\n${log}\r\n`, `${erase(10)}${after}last\r\n`] }),
    commands: ['show a', 'show b'],
    expected: [`${expected}\nlast`, ''],
  });
}
