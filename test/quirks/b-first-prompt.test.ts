import assert from 'node:assert/strict';
import { loadPlatform } from '../../src/device/load-platform.js';
import { type Played, quirk, router, stopBehind } from './play.js';

quirk('Q26: a device that is silent until Enter is pressed is pressed, twice at most', {
  device: () => {
    let presses = 0;
    const plain = router({ answers: { 'show a': 'one\r\n' } });
    return {
      banner: '\r\nAuthorised access only\r\n',
      onInput: (line) => (presses++ === 0 ? { text: '' } : presses === 2 ? { text: '\r\nR1#' } : plain.onInput(line)),
    };
  },
  commands: ['show a'],
  expected: ['one'],
});

quirk('Q26: a device that stays silent ends as no prompt', {
  device: () => ({ banner: '', onInput: () => undefined }),
  expected: [],
  login: { error: 'prompt', message: /no prompt of cisco_ios within 15 s/ },
  check: ({ device }: Played) => assert.equal(device.written, '\n\n'),
});

quirk('Q27: a banner made of prompt characters is no prompt', {
  device: () =>
    router({
      banner: `\r\n${'#'.repeat(30)}\r\n# no entry > $ % #\r\nsw1#\r\n$\r\n${'#'.repeat(30)}\r\n\r\n`,
      answers: { 'show a': 'one\r\n' },
    }),
  commands: ['show a', 'show b'],
  expected: ['one', ''],
});

for (const line of [
  'Press any key to continue',
  'Press ENTER to continue',
  'Press RETURN to get started.',
  'Please press "Enter" to continue!',
]) {
  quirk(`Q28: "${line}" is done`, {
    platform: line.startsWith('Please') ? 'mikrotik_routeros' : 'cisco_ios',
    device: () => {
      const prompt = line.startsWith('Please') ? '[a@mt] > ' : 'R1#';
      const plain = router({ prompt, answers: { 'show a': 'one\r\n' } });
      let isIn = false;
      return {
        banner: `\r\n${line}`,
        onInput: (typed) => {
          if (isIn) return plain.onInput(typed);
          isIn = true;
          return { text: `\r\n\r\n${prompt}` };
        },
      };
    },
    commands: ['show a'],
    expected: ['one'],
  });
}

for (const [where, rest] of [
  ['on the last line', ''],
  ['above an empty line', '\r\n'],
  ['above a frame', `\r\n\r\n${'*'.repeat(60)}\r\n*** Ethernet Routing Switch ***\r\n${'*'.repeat(60)}\r\n`],
] as const) {
  quirk(`Q29: a device that waits for Ctrl-Y gets it, and no other key (${where})`, {
    platform: 'extreme_ers',
    change: { setup: [] },
    device: () => {
      let isIn = false;
      const plain = router({ prompt: 'ers-1#', answers: { 'show a': 'one\r\n' } });
      return {
        banner: `\x1b[2J\x1b[1;1HEnter Ctrl-Y to begin.${rest}`,
        keys: ['\x19'],
        onInput: (line) => {
          if (isIn) return plain.onInput(line);
          isIn = line === '\x19';
          return { text: isIn ? '\r\ners-1#' : '' };
        },
      };
    },
    commands: ['show a'],
    expected: ['one'],
    check: ({ device }: Played) => assert.equal(device.written.slice(0, 7), '\x19show a'),
  });
}

quirk('Q29: a full-screen menu behind it is left by nobody: what was seen is told, and nothing is typed into it', {
  platform: 'extreme_ers',
  change: { setup: [] },
  device: () => ({
    banner: 'Enter Ctrl-Y to begin.\r\n',
    keys: ['\x19'],
    onInput: () => ({
      text: '\x1b[2J\x1b[1;1H  Main Menu\x1b[3;1HCommand Line Interface...\x1b[20;1HUse arrow keys to highlight option: ',
    }),
  }),
  expected: [],
  login: { error: 'prompt' },
  check: ({ device, login }: Played) => {
    assert.equal(device.written, '\x19');
    assert.match(login?.last ?? '', /Use arrow keys/);
  },
});

quirk('Q30: a disclaimer is accepted by the key that the platform lists', {
  platform: 'fortinet',
  change: { setup: [] },
  device: () => {
    const plain = router({ prompt: 'fw1 # ', answers: { 'get a': 'one\r\n' } });
    let isIn = false;
    return {
      banner: "\r\nAuthorised only. (Press 'a' to accept):",
      keys: ['a'],
      onInput: (line) => {
        if (isIn) return plain.onInput(line);
        isIn = line === 'a';
        return { text: isIn ? '\r\nfw1 # ' : '\r\ntry again' };
      },
    };
  },
  commands: ['get a'],
  expected: ['one'],
  check: ({ device }: Played) => assert.ok(device.written.startsWith('a') && !device.written.startsWith('a\n')),
});

quirk('Q30: one that it does not list is accepted by nobody', {
  device: () => ({ banner: '\r\nDo you wish to continue [Y|N]?', onInput: () => undefined }),
  expected: [],
  login: { error: 'prompt', message: /"Do you wish to continue \[Y\|N\]\?"/ },
  check: ({ device }: Played) => assert.equal(device.written, ''),
});

for (const line of [
  'Would you like to enter the initial configuration dialog? [yes/no]: ',
  'Would you like to terminate autoinstall? [yes]: ',
  'Abort Power On Auto Provisioning and continue with normal setup ?(yes/no)[n]: ',
  'Do you want to enforce secure password standard (yes/no): ',
]) {
  quirk(`Q31: a set-up dialogue is answered by nobody: ${line.slice(0, 40)}...`, {
    device: () => ({ banner: `\r\n${line}`, onInput: () => undefined }),
    expected: [],
    login: { error: 'prompt', message: /not configured/ },
    check: ({ device }: Played) => assert.equal(device.written, ''),
  });
}

quirk('Q32: a login that lands in a shell goes on by the command of the platform', {
  platform: 'juniper_junos',
  change: { setup: [] },
  device: () => {
    let isCli = false;
    const plain = router({ prompt: 'root@j1> ', answers: { 'show a': 'one\r\n' } });
    return {
      banner: '--- JUNOS 20.4\r\nroot@j1:~ # ',
      onInput: (line) => {
        if (isCli) return plain.onInput(line);
        isCli = line === 'cli';
        return { text: `${line}\r\n${isCli ? 'root@j1> ' : 'root@j1:~ # '}` };
      },
    };
  },
  commands: ['show a'],
  expected: ['one'],
});

quirk('Q32: a menu is no prompt: what was seen is told, and nothing is typed into it', {
  device: () => ({
    banner: '\r\nMain menu\r\n 1. Network\r\n 0. Exit\r\n    Select Menu Number [0-7]:',
    onInput: () => undefined,
  }),
  expected: [],
  login: { error: 'prompt' },
  check: ({ device, login }: Played) => {
    assert.equal(device.written, '');
    assert.match(login?.last ?? '', /Select Menu Number/);
  },
});

quirk('Q33: lines behind the first prompt, without a prompt of their own', {
  platform: 'hp_comware',
  device: () => {
    const plain = router({ prompt: '<hp>', answers: { 'display a': 'one\r\n' } });
    return {
      banner: '\r\n<hp>\r\n%Apr 26 12:00:00:123 2000 hp SHELL/5/SHELL_LOGIN: admin logged in.\r\n',
      onInput: (line) => (line === '' ? { text: '\r\n<hp>' } : plain.onInput(line)),
    };
  },
  commands: ['display a'],
  expected: ['one'],
});

quirk('Q34: a hidden mode is enabled by set-up lines of a platform of one’s own', {
  platform: 'hp_comware',
  change: { setup: [{ send: 'xtd-cli-mode' }, { send: 'screen-length disable' }] },
  device: () => router({ prompt: '<hp>', answers: { 'display a': 'one\r\n' } }),
  commands: ['display a'],
  expected: ['one'],
  check: ({ device }: Played) => assert.ok(device.typed.includes('xtd-cli-mode')),
});

quirk('Q34: a set-up line that asks back is answered by nobody, and that is no login', {
  platform: 'hp_comware',
  change: { setup: [{ send: 'xtd-cli-mode' }] },
  device: () =>
    router({ prompt: '<hp>', on: stopBehind('xtd-cli-mode', 'All commands can be executed. Continue? [Y/N]') }),
  expected: [],
  login: { error: 'prompt' },
  check: ({ device }: Played) => assert.deepEqual(device.typed, ['xtd-cli-mode', '\u0003']),
});

quirk('Q35: what stands in front of the first prompt only is not learned', {
  platform: 'hp_procurve',
  change: { setup: [{ send: 'no page' }] },
  device: () => {
    const plain = router({ prompt: 'sw1# ', answers: { 'show a': 'one\r\n' } });
    return { ...plain, banner: '\x1b[2J\x1b[1;24r\x1b[24;1Htty=ansi sw1# ' };
  },
  commands: ['show a', 'show b'],
  expected: ['one', ''],
});

const questions: [title: string, secret: string | undefined, asks: boolean, typed: string[]][] = [
  ['an empty answer', '', true, ['enable', '']],
  ['no question at all', undefined, false, ['enable']],
  ['a secret of its own', 's3cret', true, ['enable', 's3cret']],
];
for (const [title, secret, asks, typed] of questions) {
  quirk(`Q36: a device that wants ${title} for the privileged mode gets it`, {
    change: { setup: [] },
    device: () => {
      let mode = '>';
      let isAsked = false;
      return {
        banner: '\r\nsw1>',
        onInput: (line) => {
          if (line === 'exit') return { text: 'exit\r\n', close: true };
          if (isAsked || (line === 'enable' && !asks)) {
            isAsked = false;
            mode = '#';
            return { text: `${asks ? '' : 'enable'}\r\nsw1#` };
          }
          isAsked = line === 'enable';
          return { text: `${line}\r\n${isAsked ? 'Password: ' : `sw1${mode}`}` };
        },
      };
    },
    enable: true,
    ...(secret === undefined ? {} : { credentials: { secret } }),
    commands: ['show a'],
    expected: [''],
    check: ({ device }: Played) => assert.deepEqual(device.typed.slice(0, typed.length), typed),
  });
}

quirk('Q36: a secret that the inventory does not have is told as such', {
  change: {
    setup: [],
    privilege: { ...loadPlatform('cisco_ios').privilege, command: 'enable', question: '^Password: ?$', refusals: [] },
  },
  device: () =>
    router({ prompt: 'sw1>', on: (line) => (line === 'enable' ? { text: 'enable\r\nPassword: ' } : undefined) }),
  enable: true,
  expected: [],
  login: { error: 'auth', message: /has none for this host/ },
});
