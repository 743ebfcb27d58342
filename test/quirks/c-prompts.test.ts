import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Played, play, type Quirk, quirk, router, stopBehind, times } from './play.js';

const commands = ['show a', 'show b'];

quirk('Q37: a prompt that comes in pieces, of which the first looks like one itself, is taken whole', {
  device: () => router({ prompt: 'R1#', answers: { 'show a': 'R1#\r\nR1#(not yet)\r\nR1\r\n' } }),
  commands,
  expected: ['R1#\nR1#(not yet)\nR1', ''],
});

quirk('Q38: lines that look like a prompt stay what they are, a line of the output', {
  device: () =>
    router({
      answers: {
        'show a':
          'snmp-server contact NOC <noc@example.net>\r\nvlan name 1 "VLAN #\r\n description x-[TRUNK]\r\n[V200R009C00SPC500]\r\n<profile>\r\n#\r\nR1>\r\nR1 up\r\nR2#\r\n',
      },
    }),
  commands,
  expected: [
    'snmp-server contact NOC <noc@example.net>\nvlan name 1 "VLAN #\n description x-[TRUNK]\n[V200R009C00SPC500]\n<profile>\n#\nR1>\nR1 up\nR2#',
    '',
  ],
});

quirk('Q38: an output that stops at a line like another prompt is no result', {
  device: () => router({ on: stopBehind('show a', 'one\r\nR2#') }),
  commands: ['show a'],
  expected: [{ error: 'timeout' }],
});

quirk('Q39: the exact prompt in the middle of an output does not end it, for the last command too', {
  device: () =>
    router({ answers: { 'show a': 'one\r\nR1#\r\nR1#show history\r\ntwo\r\n', 'show b': '\r\nR1#\r\nlast\r\n' } }),
  commands,
  expected: ['one\nR1#\nR1#show history\ntwo', 'R1#\nlast'],
});

quirk('Q39: an output that ends at a prompt in its middle, because the device stops there, is no result', {
  device: () => router({ on: stopBehind('show a', 'one\r\nR1#') }),
  commands: ['show a'],
  expected: [{ error: 'incomplete' }],
});

quirk('Q39: an output that ends at a prompt in its middle, because the device hangs up there, is no result', {
  device: () =>
    router({ on: (line) => (line === 'show a' ? { text: 'show a\r\none\r\nR1#', close: true } : undefined) }),
  commands: ['show a'],
  check: ({ results }) => assert.equal(results.length, 1),
  expected: [{ error: 'incomplete' }],
});

quirk('Q39: the prompt in the middle of an output, and behind it the very line that is typed to leave', {
  device: () => router({ answers: { 'show a': 'one\r\nR1#\r\nline vty 0 4\r\n exit\r\nlast\r\n' } }),
  commands: ['show a'],
  expected: ['one\nR1#\nline vty 0 4\n exit\nlast'],
});

/** A device on which one line leads to another prompt. */
function moving(from: string, line: string, to: string) {
  let prompt = from;
  return {
    banner: `\r\n${prompt}`,
    onInput: (typed: string) => {
      if (typed === 'exit') return { text: 'exit\r\n', close: true };
      if (typed === line) prompt = to;
      if (typed === 'end') prompt = from;
      return { text: `${typed}\r\n${typed === '' ? '' : `${typed}!\r\n`}${prompt}` };
    },
  };
}

quirk('Q40: a prompt that a command has changed is asked for by Enter, and then followed', {
  device: () => moving('R1#', 'switch over', 'standby-R1#'),
  commands: ['switch over', 'show b'],
  expected: ['switch over!', 'show b!'],
  typed: ['terminal width 511', 'terminal length 0', 'switch over', '', 'show b', 'exit'],
});

quirk('Q40: a prompt that becomes another one while something is only read is no place to go on', {
  device: () => moving('R1#', 'show a', 'R2#'),
  commands,
  expected: [{ error: 'prompt', message: /^"show a" led from the prompt R1# to R2#$/ }],
  typed: ['terminal width 511', 'terminal length 0', 'show a', '', 'exit'],
});

quirk('Q40: a command that leads to the configuration mode is no place to go on: the mode is left, and the device', {
  device: () => moving('R1#', 'do it', 'R1(config)#'),
  commands: ['do it', 'show b'],
  expected: [{ error: 'prompt', message: /^"do it" led from the prompt R1# to R1\(config\)#$/ }],
  typed: ['terminal width 511', 'terminal length 0', 'do it', '', 'end', 'exit'],
});

quirk('Q45: the configuration mode that only the line above the prompt tells is no place to go on', {
  platform: 'nokia_sros_md',
  change: { setup: [] },
  device: () => {
    let above = '[]';
    return {
      banner: `\r\n${above}\r\nA:admin@r1# `,
      onInput: (line) => {
        if (line === 'logout') return { text: 'logout\r\n', close: true };
        if (line === 'do it') above = '(ex)[]';
        if (line === 'quit-config') above = '[]';
        return { text: `${line}\r\n\r\n${above}\r\nA:admin@r1# ` };
      },
    };
  },
  commands: ['do it', 'show b'],
  expected: [{ error: 'prompt' }],
  check: ({ device }) => assert.ok(device.typed.includes('quit-config') && !device.typed.includes('show b')),
});

quirk('Q41: a host name that is cut in another mode is still the device', {
  device: () => moving('a-very-long-name-of-a-router#', 'conf t', 'a-very-long-name-of(config)#'),
  commands: [{ line: 'conf t' }, { line: 'end' }, 'show b'],
  expected: ['conf t!', 'end!', 'show b!'],
});

quirk('Q42: prompts that share nothing are told by their shape', {
  device: () => moving('lab:exec#', 'conf t', 'other/thing(config)#'),
  commands: [{ line: 'conf t' }, { line: 'end' }, 'show b'],
  expected: ['conf t!', 'end!', 'show b!'],
});

quirk('Q42: a first prompt of a shape of its own is none of the platform', {
  device: () => router({ prompt: 'what next =) ' }),
  expected: [],
  login: { error: 'prompt' },
  check: ({ login }: Played) => assert.match(login?.last ?? '', /what next =\)/),
});

quirk('Q43: a prompt that counts, with a star that comes and goes, is the same prompt', {
  platform: 'extreme_exos',
  change: { setup: [] },
  device: () => {
    let count = 1;
    return {
      banner: '\r\nsw1.1 # ',
      onInput: (line) => {
        if (/^(?:quit|exit|logout)$/.test(line)) return { text: `${line}\r\n`, close: true };
        count++;
        return { text: `${line}\r\n${line === '' ? '' : `${line}!\r\n`}${count % 2 ? '* ' : ''}sw1.${count} # ` };
      },
    };
  },
  commands: ['show a', 'show b', 'show c'],
  expected: ['show a!', 'show b!', 'show c!'],
});

quirk('Q44: a role that changes during the session does not make another prompt of it', {
  platform: 'fortinet',
  change: { setup: [] },
  device: () => {
    let role = '(Primary)';
    return {
      banner: '\r\nfw1 (Primary) # ',
      onInput: (line) => {
        if (line === 'exit') return { text: `${line}\r\n`, close: true };
        role = role === '' ? ' (Primary)' : '';
        return { text: `${line}\r\nx\r\nfw1${role} # ` };
      },
    };
  },
  commands: ['get a', 'get b'],
  expected: ['x', 'x'],
});

quirk('Q44: a word in parentheses is not the configuration mode by itself', {
  device: () => router({ prompt: 'host(maint-mode)#', answers: { 'show a': 'x\r\n' } }),
  platform: 'cisco_nxos',
  commands: ['show a'],
  expected: ['x'],
});

quirk('Q45: both lines of a two-line prompt are left out of results', {
  platform: 'juniper_junos',
  device: () => router({ prompt: '{master:0}\r\nu@j1> ', answers: { 'show a': 'one\r\n[edit] is not above\r\n\r\n' } }),
  commands,
  expected: ['one\n[edit] is not above', ''],
});

const wrapped: [title: string, prompt: string][] = [
  ['CR before', '\rR1#'],
  ['BEL behind', 'R1#\x07'],
  ['NUL before and BEL behind', '\0R1#\x07'],
  ['ESC 7 behind', 'R1#\x1b7'],
  ['8 BS, 8 spaces, 8 BS before', `${times(8, '\b')}${times(8, ' ')}${times(8, '\b')}R1#`],
  ['many NUL and colours', `${times(40, '\0')}\x1b[m\x1b[1;32mR1\x1b[0m#\x1b[m`],
  ['bracketed paste', '\x1b[?2004hR1# '],
  ['keypad modes', '\r\x1b[K\x1b[?1l\x1b>\rR1# '],
];
for (const [title, prompt] of wrapped) {
  quirk(`Q46: a prompt wrapped in control bytes is read as a terminal shows it: ${title}`, {
    device: () => router({ prompt, answers: { 'show a': 'one\r\n' } }),
    commands,
    expected: ['one', ''],
  });
}

quirk('Q47: a prompt without a name ends an output only as a whole line that is confirmed', {
  platform: 'netscaler',
  change: { setup: [] },
  device: () =>
    router({ prompt: '> ', answers: { 'show a': '>\r\n> quoted\r\na > b\r\n Done\r\n', 'show b': ' Done\r\n' } }),
  commands,
  expected: ['>\n> quoted\na > b', ''],
});

for (const name of ['sw-1.core/a:b+c', `r${times(62, 'x')}`]) {
  quirk(`Q48: what is learned is taken as it is, whatever its characters: ${name}`, {
    device: () => router({ prompt: `${name}#`, answers: { 'show a': 'one\r\n' } }),
    commands,
    expected: ['one', ''],
  });
}

test('Q47: a result word on a line of its own is taken for no prompt, or by chance for one, and then no answer is cut or mixed', async () => {
  const telePresence: Quirk = {
    platform: 'cisco_tp',
    device: () => ({
      banner: 'Welcome to host\r\n\r\nOK\r\n',
      onInput: (line) => {
        if (line === 'bye') return { text: 'bye\r\n', close: true };
        return { text: `${line}\r\n${line === 'xstatus a' ? '*s a: one\r\n** end\r\n\r\n' : ''}OK\r\n` };
      },
    }),
    commands: ['xstatus a', 'xstatus b'],
    expected: [],
  };
  const whole = await play(telePresence, () => Number.POSITIVE_INFINITY);
  assert.equal(whole.login?.code, 'prompt');
  assert.match(whole.login.last ?? '', /OK/);
  for (let size = 1; size <= 40; size++) {
    const { login, results } = await play(telePresence, () => size);
    for (const [index, result] of results.entries()) {
      if (typeof result === 'string') {
        // The first line may be the command that the device has repeated.
        assert.equal(result.replace(/^xstatus [ab]\n?/, ''), ['*s a: one\n** end', ''][index], `in pieces of ${size}`);
      }
    }
    assert.ok(login || results.length > 0);
  }
});

quirk('Q48: a name with blanks, dots and braces is no pattern', {
  change: { prompts: { exec: '^.{1,80}>$', privileged: '^.{1,80}#$' } },
  device: () =>
    router({ prompt: 'My (old) switch | a.b*#', answers: { 'show a': 'My (old) switch | a.bb#\r\nMy old#\r\n' } }),
  commands,
  expected: ['My (old) switch | a.bb#\nMy old#', ''],
});

quirk('Q49: a blank behind the prompt that comes and goes does not matter', {
  device: () => {
    let count = 0;
    return {
      banner: '\r\nR1#',
      onInput: (line) =>
        line === 'exit' ? { text: 'exit\r\n', close: true } : { text: `${line}\r\nx\r\nR1#${count++ % 2 ? ' ' : ''}` },
    };
  },
  commands,
  expected: ['x', 'x'],
});

quirk('Q50: a command that leads to another context has its answer, and the new prompt is learned', {
  platform: 'cisco_asa',
  change: { setup: [] },
  device: () => {
    let prompt = 'asa# ';
    return {
      banner: `\r\n${prompt}`,
      onInput: (line) => {
        if (line === 'exit') return { text: 'exit\r\n', close: true };
        if (line === 'changeto context X') prompt = 'asa/X# ';
        return { text: `${line}\r\n${line.startsWith('show') ? 'x\r\n' : ''}${prompt}` };
      },
    };
  },
  commands: ['changeto context X', 'show b'],
  expected: ['', 'x'],
});

quirk('Q51: a prompt that ends in another character is what the platform says it is', {
  change: { prompts: { exec: '^[\\w-]+ ~ >$|^\\w+:$' } },
  device: () => router({ prompt: 'eci:', answers: { 'show a': 'a: b\r\neci\r\n' } }),
  commands,
  expected: ['a: b\neci', ''],
});
