import assert from 'node:assert/strict';
import { type Played, quirk, router, stopBehind } from './play.js';

quirk('Q95: a connection that ends in the middle of a command ends the command at once, and is no success', {
  device: () =>
    router({
      on: (line) => (line === 'show b' ? { text: 'show b\r\nsome of it\r\n', close: true } : undefined),
      answers: { 'show a': 'one\r\n' },
    }),
  commands: ['show a', 'show b', 'show c'],
  expected: ['one', { error: 'disconnected', message: /closed before the answer to "show b" came/ }],
  check: ({ clock }: Played) => assert.ok(clock.nowMs < 1_000),
});

quirk('Q96: a device that vanishes without a word is given up by the limit, and the connection is ended', {
  device: () => router({ on: stopBehind('show a', 'one\r\n') }),
  commands: [{ command: 'show a', timeoutMs: 7_000 }],
  expected: [{ error: 'timeout', message: /7 s/ }],
  check: ({ device, clock }: Played) => assert.ok(device.isEnded && clock.nowMs < 60_000),
});

quirk('Q96: one that vanishes behind a prompt has not confirmed its output', {
  device: () => router({ on: stopBehind('show a', 'one\r\nR1#') }),
  commands: ['show a'],
  expected: [{ error: 'incomplete' }],
});

const leaving: [platform: string, prompt: string, question: string, answer: string][] = [
  ['cisco_wlc', '(wlc) >', 'The system has unsaved changes.\r\nWould you like to save them now? (y/N) ', 'n'],
  ['hp_procurve', 'sw1# ', 'Do you want to log out [y/n]? ', 'y'],
  ['huawei_smartax', 'olt#', 'Are you sure to log out? (y/n)[n]:', 'y'],
  ['yamaha', 'rt# ', 'Save new configuration ? (Y/N)', 'n'],
];
for (const [platform, prompt, question, answer] of leaving) {
  quirk(`Q97: a question on the way out is answered from the list of the platform: ${question.split('\n').at(-1)}`, {
    platform,
    change: { setup: [] },
    device: () => {
      let isAsked = false;
      return router({
        prompt,
        keys: [answer, answer.toUpperCase()],
        on: (line) => {
          if (isAsked) return { text: '\r\n', close: true };
          if (!/^(?:exit|quit|logout)$/.test(line)) return undefined;
          isAsked = true;
          return { text: `${line}\r\n${question}` };
        },
      });
    },
    commands: ['show a'],
    expected: [''],
    check: ({ device }: Played) => assert.equal(device.typed.at(-1)?.toLowerCase(), answer),
  });
}

quirk('Q97: a question on the way out that no list has keeps nobody', {
  platform: 'cisco_s300',
  change: { setup: [] },
  device: () =>
    router({ prompt: 'sw1#', on: (line) => (line === 'exit' ? { text: 'exit\r\nReally leave? (y/n)' } : undefined) }),
  commands: ['show a'],
  expected: [''],
  check: ({ clock }: Played) => assert.ok(clock.nowMs <= 2_000),
});

quirk('Q98: a farewell that only leads one level up is said again, three times at most', {
  platform: 'cisco_s300',
  change: { setup: [] },
  device: () => {
    let level = 9;
    return router({
      prompt: 'sw1#',
      on: (line) => (line === 'exit' ? { text: `exit\r\n${--level > 0 ? 'sw1>' : ''}` } : undefined),
      answers: { 'show a': 'one\r\n' },
    });
  },
  commands: ['show a'],
  expected: ['one'],
  check: ({ device }: Played) => assert.equal(device.typed.filter((line) => line === 'exit').length, 3),
});

quirk('Q98: a connection that is reset on the way out changes no result', {
  device: ({ hangUp }) =>
    router({
      answers: { 'show a': 'one\r\n' },
      on: (line) => {
        if (line !== 'exit') return undefined;
        setImmediate(() => hangUp(new Error('read ECONNRESET')));
        return { text: 'exit\r\n' };
      },
    }),
  commands: ['show a'],
  expected: ['one'],
});

quirk('Q98: nor does an end right behind the farewell, before its line is complete', {
  device: () =>
    router({
      answers: { 'show a': 'one\r\n' },
      on: (line) => (line === 'exit' ? { text: 'exit', close: true } : undefined),
    }),
  commands: ['show a'],
  expected: ['one'],
});

quirk('Q99: the session is left by the words of the platform, and the connection is ended on every path', {
  device: () => router({ answers: { 'show a': '% Invalid input detected\r\n' } }),
  commands: ['show a'],
  expected: [{ error: 'device' }],
  check: ({ device }: Played) => assert.equal(device.typed.at(-1), 'exit'),
});

quirk('Q100: a device that answers but is not ready is busy, not refused', {
  platform: 'cisco_xr',
  device: ({ hangUp }) => {
    setImmediate(() => hangUp());
    return {
      banner: '\r\nThis (D)RP Node is not ready or active for login /configuration\r\n',
      onInput: () => undefined,
    };
  },
  expected: [],
  login: { error: 'vty_full', message: /not ready/ },
});
