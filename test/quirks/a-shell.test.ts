import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectSsh } from '../../src/transport/ssh.js';
import { ScriptedDevice } from '../device/scripted-device.js';
import { hostAt, optionsFor, playOn, startServer, type Terminal } from '../transport/ssh-server.js';
import { router, stopBehind } from './play.js';
import { sshQuirk } from './play-ssh.js';

const answers = { 'show a': 'one\r\n', 'show b': 'two\r\n' };

sshQuirk('Q19: a device without a channel for single commands is spoken to in one shell, which ends without a status', {
  commands: ['show a', 'show b', 'show c'],
  device: () => router({ answers }),
  expected: ['one', 'two', ''],
  check: ({ server }) => {
    assert.deepEqual(server.execs, []);
    assert.equal(server.shells.length, 1);
    assert.equal(server.connections, 1);
  },
});

sshQuirk('Q19: a connection that is cut behind the farewell, without an end of the shell, changes no result', {
  server: {
    shell: (channel, _terminal, server) => {
      const device = router({
        answers,
        on: (line) => (line === 'exit' ? { text: 'exit\r\n', close: true } : undefined),
      });
      playOn(channel, new ScriptedDevice(device), () => server.hangUp());
    },
  },
});

/** Says its prompt only where there is a terminal. */
const shy = ({ columns }: Terminal) => ({
  ...router({ answers, ...(columns === 0 && { prompt: '' }) }),
  ...(columns === 0 && { banner: '' }),
});

sshQuirk('Q20: a device that says its prompt only on a terminal gets one', { device: shy });

sshQuirk('Q20: a device that refuses a terminal is spoken to without one', {
  server: { refusesPty: true },
  check: ({ server }) =>
    assert.deepEqual(
      server.shells.map(({ columns }) => columns),
      [0],
    ),
});

sshQuirk('Q20: one that refuses it and then says nothing has no prompt, within the limit', {
  server: { refusesPty: true },
  device: shy,
  job: () => ({ timeouts: { connectMs: 20_000, authMs: 20_000, promptMs: 100, commandMs: 20_000 } }),
  expected: [{ error: 'prompt', message: /no prompt of cisco_ios within 0\.1 s/ }],
});

/** Loses what does not fit into the window of the channel, with the prompt, and ends. */
const losing =
  (bytes: number) =>
  ({ window }: Terminal) => {
    const text = `show a\r\n${'x'.repeat(bytes)}\r\n`;
    const answer = text.length > window ? { text: text.slice(0, window), close: true } : { text: `${text}R1#` };
    return router({ on: (line) => (line === 'show a' ? answer : undefined) });
  };

sshQuirk('Q21: a device that loses what does not fit into the window finds a wide one', {
  device: losing(1_500_000),
  expected: ['x'.repeat(1_500_000)],
  check: ({ server }) =>
    assert.deepEqual(
      server.shells.map(({ window }) => window),
      [2 * 1024 * 1024],
    ),
});

sshQuirk('Q21: an output of which it has lost the end all the same is no result', {
  device: losing(3_000_000),
  expected: [{ error: 'disconnected' }],
});

/** Wraps the echo at the width of its terminal and pages at its height, as it was told. */
const obedient = ({ columns, rows }: Terminal) => {
  const lines = Array.from({ length: 400 }, (_, index) => `line ${index}\r\n`).join('');
  const wrap = (text: string) => text.replace(new RegExp(`.{${columns}}`, 'g'), '$&\r\n');
  return router({
    echo: (line) => `${wrap(`R1#${line}`).slice(3)}\r\n`,
    answers: { [LONG]: rows < 400 ? ' --More-- ' : lines, 'show terminal': `${columns} by ${rows}\r\n` },
  });
};
const LONG = `show ${'a'.repeat(90)}`;
const LINES = Array.from({ length: 400 }, (_, index) => `line ${index}`).join('\n');

for (const [platform, size] of [
  ['cisco_ios', '511 by 1000'],
  ['cisco_xr', '511 by 511'],
  ['cloudgenix_ion', '100 by 1000'],
] as const) {
  sshQuirk(`Q22: a device that obeys the size of its terminal is told ${size} (${platform})`, {
    host: { platform },
    device: obedient,
    commands: [LONG, 'show terminal'],
    expected: [LINES, size],
  });
}

sshQuirk('Q23: a device that dies of keep-alives gets none', {
  server: { onRequest: (server) => server.cut() },
  check: ({ server }) => assert.deepEqual(server.requests, []),
});

test('Q23: a device that is silent for longer than another one takes for keep-alives gets none either', async (t) => {
  let count = 0;
  let onThird = () => {};
  const third = new Promise<void>((resolve) => {
    onThird = resolve;
  });
  const [plain, asked] = [await startServer(t), await startServer(t, { onRequest: () => ++count === 3 && onThird() })];
  const silent = await connectSsh(hostAt(plain.port), optionsFor(t).options);
  const kept = await connectSsh(hostAt(asked.port, { ssh: { keepalive: 0.01 } }), optionsFor(t).options);
  await third;
  silent.destroy();
  kept.destroy();
  assert.deepEqual(plain.requests, []);
  assert.deepEqual(new Set(asked.requests), new Set(['keepalive@openssh.com']));
});

sshQuirk('Q23: one that dies of those that were asked for ends its command at once, and that is no result', {
  server: { onRequest: (server) => server.cut() },
  host: { ssh: { keepalive: 0.01 } },
  device: () => router({ on: stopBehind('show a', 'one\r\n') }),
  expected: [{ error: 'disconnected' }],
});

for (const line of [
  'Idle timeout expired, closing session.',
  'Connection closed due to inactivity',
  '\u0007timed out waiting for input: auto-logout',
  'Session terminated: idle for 10 minutes',
]) {
  sshQuirk(`Q24: a device that closes an idle shell in the middle of a silent copy is told as that: ${line.trim()}`, {
    device: () =>
      router({ on: (typed) => (typed === 'show a' ? { text: `show a\r\n\r\n${line}\r\n`, close: true } : undefined) }),
    expected: [
      {
        error: 'disconnected',
        message: new RegExp(
          `^the device closed the session as idle before the answer to "show a" came: ${line.replace('\u0007', '')}$`,
        ),
        hint: /exec-timeout/,
      },
    ],
  });
}

sshQuirk('Q24: an output about idle things that is cut is no such close', {
  device: () =>
    router({ on: (typed) => (typed === 'show a' ? { text: 'show a\r\nCPU idle: 98%\r\n', close: true } : undefined) }),
  expected: [{ error: 'disconnected', message: /^the connection was closed before the answer to "show a" came$/ }],
});
