import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeyPair } from '../support/key-pair.js';
import { sshQuirk } from './play-ssh.js';

const CHATTER = `${'#'.repeat(60)}\r\nJump host. Authorised users only.\r\nR1#\r\n${'#'.repeat(60)}\r\n`;

sshQuirk('Q25: what a jump host says first, before and with the login, is no output of the device', {
  gate: { server: { greeting: CHATTER, banner: CHATTER } },
  server: { banner: CHATTER },
  check: ({ verdicts }) => assert.deepEqual(verdicts, ['gate accepted', 'R1 accepted']),
});

sshQuirk('Q25: a jump host that asks by keyboard-interactive gets its own password', {
  gate: {
    host: { password: 'of the gate' },
    server: {
      judge: (context, refuse) => {
        if (context.method !== 'keyboard-interactive') return refuse(['keyboard-interactive']);
        context.prompt(['Password: '], ([given]) => (given === 'of the gate' ? context.accept() : refuse([])));
      },
    },
  },
});

sshQuirk('Q25: no algorithm in common with the jump host: it is named, and both offers', {
  gate: { server: { algorithms: { kex: ['diffie-hellman-group1-sha1'] } } },
  expected: [
    {
      error: 'kex',
      message: /^no SSH algorithm in common with jump host gate: .*the device offers diffie-hellman-group1-sha1$/,
      hint: /legacy: true/,
    },
  ],
});

sshQuirk('Q25: another key of the jump host than last time: it is named, and gets no password', {
  job: ({ folder, gatePort }) => {
    const file = join(folder, 'known_hosts');
    writeFileSync(file, `[127.0.0.1]:${gatePort} ${makeKeyPair().public}\n`);
    return { hostKeys: { mode: 'strict', file } };
  },
  gate: {},
  expected: [{ error: 'hostkey', message: /^the host key of gate has changed: .*known_hosts:1 has SHA256:/ }],
  check: ({ verdicts }) => assert.deepEqual(verdicts, []),
});

sshQuirk('Q25: a jump host that refuses the password is named', {
  gate: { host: { password: 'wrong' } },
  expected: [{ error: 'auth', message: /^jump host gate did not accept the credentials$/ }],
  check: ({ verdicts, server }) => {
    assert.deepEqual(verdicts, ['gate refused']);
    assert.equal(server.connections, 0);
  },
});

sshQuirk('Q25: a jump host that demands a new password is named', {
  gate: {
    server: {
      judge: (context) => {
        assert.ok(context.method === 'password');
        context.requestChange('expired', () => assert.fail('no password is invented'));
      },
    },
  },
  expected: [{ error: 'auth', message: /^jump host gate demands a new password$/ }],
});

sshQuirk('Q25: a jump host that hangs up before it has said anything is named', {
  gate: { raw: (stream) => stream.end() },
  expected: [
    {
      error: 'disconnected',
      message: /^jump host gate closed the connection before it said anything$/,
      hint: /MaxStartups/,
    },
  ],
});

sshQuirk('Q25: a jump host without a free session is named', {
  gate: { raw: (stream) => stream.end('Too many users logged in\r\n') },
  expected: [{ error: 'vty_full', message: /^jump host gate has no free session: Too many users logged in$/ }],
});

sshQuirk('Q25: a device that the jump host cannot reach is told with the jump host', {
  gate: {},
  host: { port: 1 },
  expected: [{ error: 'unreachable', message: /^jump host gate found no way to 127\.0\.0\.1 port 1$/ }],
});

sshQuirk('Q25: what fails behind the jump host is told as of the device', {
  gate: {},
  host: { password: 'wrong' },
  expected: [{ error: 'auth', message: /^127\.0\.0\.1 port \d+ \(through gate\) did not accept the credentials$/ }],
  check: ({ verdicts }) => assert.deepEqual(verdicts, ['gate accepted', 'R1 refused']),
});

sshQuirk('Q25: a jump host that is lost on the way to the device is told as such', {
  gate: { server: { onForward: (server) => server.cut() } },
  expected: [{ error: 'disconnected', message: /jump host gate ended the connection/ }],
});
