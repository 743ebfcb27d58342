import assert from 'node:assert/strict';
import { type Played, quirk, router } from './play.js';

/** A device that asks for user name and password in its shell. */
function asking({
  password = 'pw',
  refusal = 'Login incorrect',
  says = 'User Name:',
}: {
  password?: string;
  refusal?: string;
  says?: string;
} = {}) {
  let state: 'name' | 'password' | 'in' = 'name';
  return router({
    banner: '\r\n',
    prompt: says,
    on: (line) => {
      if (state === 'name') {
        state = 'password';
        return { text: `${line}\r\nPassword:` };
      }
      if (state === 'password') {
        state = line === password ? 'in' : 'name';
        return { text: state === 'in' ? '\r\nsw1>' : `\r\n${refusal}\r\n${says}` };
      }
      return line === 'exit' ? { text: 'exit\r\n', close: true } : { text: `${line}\r\nx\r\nsw1>` };
    },
  });
}

for (const says of ['User Name:', 'Username: ', 'User: ', 'login as: ', 'Login: ']) {
  quirk(`Q09: a shell that asks again who is there (${says.trim()}) is told, and the password is in no output`, {
    device: () => asking({ says }),
    commands: ['show a'],
    expected: ['x'],
    check: ({ device }: Played) => assert.deepEqual(device.typed.slice(0, 2), ['u', 'pw']),
  });
}

quirk('Q09: a password that is missing is told as such', {
  device: () => asking({ password: '' }),
  credentials: { password: undefined as never },
  commands: [],
  expected: [],
  check: ({ device }: Played) => assert.ok(device),
  login: { error: 'auth' },
});

for (const refusal of ['Login incorrect', '% Authentication Failed', '% Bad passwords', '% Access denied', '']) {
  quirk(`Q10: a password that was refused is not typed again, and the reason is told ("${refusal}")`, {
    device: () => asking({ password: 'another', refusal }),
    expected: [],
    login: { error: 'auth' },
    check: ({ device }: Played) => assert.equal(device.typed.filter((line) => line === 'pw').length, 1),
  });
}

quirk('Q10: a device that lets everybody in, says no, and hangs up', {
  device: () => ({ banner: '\r\n% Access denied\r\n', onInput: () => undefined }),
  expected: [],
  login: { error: 'auth', message: /Access denied/ },
});

for (const [platform, line] of [
  ['cisco_nxos', 'CLI session limit 32 reached. Exiting.'],
  ['ericsson_mltn', 'busy'],
  ['cisco_ios', '% All lines in use'],
] as const) {
  quirk(`Q15: a device without a free session is told as such, in its own words (${platform})`, {
    platform,
    device: ({ hangUp }) => {
      setImmediate(() => hangUp());
      return { banner: `${line}\r\n`, onInput: () => undefined };
    },
    expected: [],
    login: { error: 'vty_full', message: new RegExp(line.slice(0, 6)) },
  });
}

quirk('Q16: how many users there are is information, not a refusal', {
  platform: 'huawei',
  device: () =>
    router({
      banner:
        'Info: The max number of VTY users is 10, and the number\r\n      of current VTY users on line is 1.\r\n      The current login time is 2024-01-01 10:00:00.\r\n',
      prompt: '<hw>',
    }),
  commands: ['display a'],
  expected: [''],
});

quirk('Q17: a new password is never made up', {
  device: () => ({ banner: '\r\nYour password has expired.\r\nEnter new password:', onInput: () => undefined }),
  expected: [],
  login: { error: 'auth', message: /demands a new password/ },
  check: ({ device }: Played) => assert.equal(device.written, ''),
});

quirk('Q17: a question about the password that the platform lists is refused, and the login goes on', {
  platform: 'huawei',
  device: () =>
    router({
      prompt:
        'Warning: The initial password poses security risks.\r\nThe password needs to be changed. Change now? [Y/N]:',
      on: (line) =>
        line === 'N'
          ? { text: 'N\r\n<hw>' }
          : line === 'quit'
            ? { text: 'quit\r\n', close: true }
            : { text: `${line}\r\n<hw>` },
    }),
  commands: ['display a'],
  expected: [''],
});

quirk('Q17: one that it does not list is answered by nobody', {
  device: () => ({
    banner: '\r\nYour password has exceeded the maximum lifetime.\r\nDo you want to change the password(yes/no): ',
    onInput: () => undefined,
  }),
  expected: [],
  login: { error: 'auth', message: /demands a new password/ },
  check: ({ device }: Played) => assert.equal(device.written, ''),
});
