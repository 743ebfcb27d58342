import assert from 'node:assert/strict';
import { loadPlatform } from '../../src/device/load-platform.js';
import { type Played, quirk, router, stopBehind } from './play.js';

const questions = [
  'Proceed with reload? [confirm]',
  'Are you sure? [yes/no]: ',
  'Overwrite? (y/n)',
  'The file exists. Continue? (Y/N)[N] ?',
  'Delete it {y|n}: ',
  'Exit with uncommitted changes? [yes,no] (yes) ',
  'Discard them? [no,yes] ',
];
for (const question of questions) {
  quirk(`Q85: a question that nobody answers is an error, and Ctrl-C leads out of it: ${question}`, {
    device: () => router({ on: stopBehind('do it', question) }),
    commands: ['do it', 'show b'],
    expected: [{ error: 'prompt', message: /asks a question that the playbook does not answer/ }],
    check: ({ device }: Played) => {
      assert.equal(device.typed.at(-1), '\u0003');
      assert.ok(!device.typed.includes('') && !device.typed.includes('show b'));
    },
  });
}

quirk('Q85: a question that the playbook answers is answered once, by its own words', {
  device: () =>
    router({
      on: (line) =>
        line === 'do it'
          ? { text: 'do it\r\nSure? [confirm]' }
          : line === 'y'
            ? { text: 'y\r\ndone\r\nR1#' }
            : undefined,
    }),
  commands: [{ command: 'do it', answers: [{ match: '\\[confirm\\]', send: 'y', optional: false }] }, 'show b'],
  expected: ['Sure? [confirm]y\ndone', ''],
});

for (const question of [
  'Destination filename [startup-config]? ',
  'Address or name of remote host []? ',
  'Do you want to over write? ',
]) {
  quirk(`Q86: a question of a copy is not taken for a missing prompt: ${question}`, {
    device: () => router({ on: stopBehind('copy a b', question) }),
    commands: ['copy a b'],
    expected: [{ error: 'prompt' }],
    check: ({ device }: Played) => assert.ok(!device.typed.includes('')),
  });
}

quirk('Q87: a question that comes only now and then is no success either', {
  device: () => router({ on: stopBehind('write memory', 'Overwrite the previous NVRAM configuration?[confirm]') }),
  commands: ['write memory'],
  expected: [{ error: 'prompt' }],
});

quirk('Q88: who holds the configuration is in the answer', {
  platform: 'cisco_xr',
  change: { setup: [] },
  device: () =>
    router({ prompt: 'RP/0/0/CPU0:xr#', answers: { 'configure exclusive': "% Failed to enter: locked by 'bob'\r\n" } }),
  commands: ['configure exclusive'],
  expected: ["% Failed to enter: locked by 'bob'"],
});

quirk('Q89: a question about changes that are not committed is answered by nobody', {
  platform: 'cisco_xr',
  change: { setup: [], logout: ['quit'], logoutAnswers: [] },
  device: () =>
    router({
      prompt: 'RP/0/0/CPU0:xr(config)#',
      on: stopBehind('end', 'Uncommitted changes found, commit them before exiting(yes/no/cancel)? [cancel]:'),
    }),
  commands: ['end'],
  expected: [{ error: 'prompt' }],
});

quirk('Q90: a commit that fails is rejected, though each line was taken', {
  platform: 'juniper_junos',
  change: { setup: [] },
  device: () =>
    router({ prompt: '[edit]\r\nu@j1# ', answers: { commit: 'error: configuration check-out failed\r\n\r\n' } }),
  commands: ['commit'],
  expected: [{ error: 'device', message: /check-out failed/ }],
});

quirk('Q91: each line that leaves a level is followed by its own prompt', {
  platform: 'mellanox_mlnxos',
  change: { setup: [] },
  device: () => {
    const prompts = [
      'mlx [standalone: master] (config) # ',
      'mlx [standalone: master] # ',
      'mlx [standalone: master] > ',
    ];
    return {
      banner: `\r\n${prompts[0]}`,
      onInput: (line) => {
        if (line === 'disable' || line === 'no config') prompts.shift();
        if (line === 'exit') return { text: 'exit\r\n', close: true };
        return { text: `${line}\r\n${prompts[0]}` };
      },
    };
  },
  commands: ['no config', 'disable', 'show b'],
  expected: ['', '', ''],
});

quirk('Q92: in the privileged mode already, the secret is not typed', {
  device: () => router({}),
  enable: true,
  credentials: { secret: 's3cret' },
  commands: ['show a'],
  expected: [''],
  check: ({ device }: Played) => assert.ok(!device.written.includes('enable') && !device.written.includes('s3cret')),
});

for (const answer of ['', '% Error in authentication\r\n\r\n']) {
  quirk(`Q92: where no question comes the secret is not typed (${JSON.stringify(answer)})`, {
    device: () => router({ prompt: 'R1>', answers: { enable: answer } }),
    enable: true,
    credentials: { secret: 's3cret' },
    expected: [],
    login: { error: 'auth', message: /did not accept the secret/ },
    check: ({ device }: Played) => assert.ok(!device.written.includes('s3cret')),
  });
}

/** A device with its own questions on the way to the privileged mode. */
function climbing(questions: string[]) {
  let left = [...questions];
  let mode = '>';
  return {
    banner: '\r\nsw1>',
    onInput: (line: string) => {
      if (line === 'exit' || line === 'logout') return { text: `${line}\r\n`, close: true };
      if (line === 'enable' || left.length < questions.length) {
        const next = left.shift();
        if (next === undefined) {
          left = [...questions];
          mode = '#';
        }
        return { text: `${line === 'enable' ? 'enable' : ''}\r\n${next ?? 'sw1#'}` };
      }
      return { text: `${line}\r\nsw1${mode}` };
    },
  };
}

const privilege = {
  ...loadPlatform('cisco_ios').privilege,
  command: 'enable',
  question: '[Pp]assword: ?$',
  username: '^User ?[Nn]ame: ?$',
  refusals: ['^Invalid'],
};

quirk('Q93: user name and secret are given where both are asked for', {
  change: { setup: [], privilege },
  device: () => climbing(['User Name:', 'Password:']),
  enable: true,
  credentials: { username: 'u', secret: 's' },
  commands: ['show a'],
  expected: [''],
  check: ({ device }: Played) => assert.deepEqual(device.typed.slice(0, 3), ['enable', 'u', 's']),
});

quirk('Q93: the secret is given again where the device has fallen back to its own', {
  change: { setup: [], privilege },
  device: () => climbing(['Password:', 'Server does not answer. Falling back to local authentication.\r\nPassword:']),
  enable: true,
  credentials: { secret: 's' },
  commands: ['show a'],
  expected: [''],
});

quirk('Q93: the same question again, without such a word, means that the secret was wrong', {
  change: { setup: [], privilege },
  device: () => climbing(['Password:', 'Password:', 'Password:']),
  enable: true,
  credentials: { secret: 's' },
  expected: [],
  login: { error: 'auth' },
  check: ({ device }: Played) => assert.equal(device.typed.filter((line) => line === 's').length, 1),
});

quirk(
  'Q93: the second of two steps to the privileged mode is not taken; typed by hand its question is answered by nobody',
  {
    change: { setup: [] },
    device: () => router({ on: stopBehind('enable-admin', 'Password:') }),
    enable: true,
    credentials: { secret: 's3cret' },
    commands: ['enable-admin'],
    expected: [{ error: 'prompt' }],
    check: ({ device }: Played) => assert.ok(!device.written.includes('s3cret')),
  },
);

quirk('Q94: a set-up line that is refused is a notice', {
  device: () => router({ answers: { 'terminal width 511': '% Invalid width\r\n% Incomplete command.\r\n' } }),
  commands: ['show a'],
  expected: [''],
  check: ({ notices }: Played) => assert.match(notices.join(), /^"terminal width 511" was refused: % /),
});
