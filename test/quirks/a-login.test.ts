import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { AuthContext, KeyboardAuthContext } from 'ssh2';
import { makeKeyPair } from '../support/key-pair.js';
import type { ServerOptions } from '../transport/ssh-server.js';
import { router } from './play.js';
import { type SshPlayed, sshQuirk } from './play-ssh.js';

const folder = mkdtempSync(join(tmpdir(), 'flow-keys-'));
after(() => rmSync(folder, { recursive: true }));

function keyFile(name: string, key: string): string {
  const file = join(folder, name);
  writeFileSync(file, key, { mode: 0o600 });
  return file;
}

const pem = { type: 'pkcs1', format: 'pem' } as const;
const rsaKey = keyFile(
  'rsa',
  generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: pem, privateKeyEncoding: pem }).privateKey,
);
const otherKey = keyFile('ed25519', makeKeyPair().private);

/** Refuses all but these methods, and hands one of them to a judge. */
function only(method: AuthContext['method'], judge: (context: AuthContext) => void): ServerOptions {
  return { judge: (context, refuse) => (context.method === method ? judge(context) : refuse([method])) };
}

/** Asks rounds of questions by keyboard-interactive, and lets those in who answered so. */
function asking(rounds: { prompts: string[]; answers: string[] }[]): ServerOptions {
  const methods = ['keyboard-interactive'];
  return {
    judge: (context, refuse) => {
      if (context.method !== 'keyboard-interactive') return refuse(methods);
      const left = [...rounds];
      const ask = (given: KeyboardAuthContext): void => {
        const round = left.shift();
        if (!round) {
          given.accept();
          return;
        }
        const prompts = round.prompts.map((prompt) => ({ prompt, echo: false }));
        given.prompt(prompts, 'AAA', 'say it', (answers) => {
          if (JSON.stringify(answers) === JSON.stringify(round.answers)) ask(given);
          else refuse(methods);
        });
      };
      ask(context);
    },
  };
}

const ways = ({ server }: SshPlayed) => server.attempts.map((attempt) => attempt.split(' ')[0]);

sshQuirk('Q05: an RSA key whose newer signatures the device refuses is told so, though the key may be right', {
  server: only('publickey', (context) => context.reject(['publickey'])),
  host: { key: rsaKey, ssh: { auth: ['publickey'] } },
  expected: [
    { error: 'auth', hint: /the key is an RSA key, and old servers may refuse its newer signatures \(rsa-sha2\)/ },
  ],
});

sshQuirk('Q05: a key of another type is not blamed for that', {
  server: only('publickey', (context) => context.reject(['publickey'])),
  host: { key: otherKey, ssh: { auth: ['publickey'] } },
  expected: [{ error: 'auth', hint: /^(?!.*rsa)/ }],
});

for (const prompt of ['Password: ', "u@192.0.2.1's password:", 'Enter PASSCODE:', 'RADIUS Password for "u":']) {
  sshQuirk(`Q06: a device that asks only by keyboard-interactive gets the password: ${prompt}`, {
    server: asking([{ prompts: [prompt], answers: ['p'] }]),
  });
}

sshQuirk('Q06: a round without questions gets an empty answer, before and after', {
  server: asking([
    { prompts: [], answers: [] },
    { prompts: ['Password: '], answers: ['p'] },
    { prompts: [], answers: [] },
  ]),
});

sshQuirk('Q07: a question before the password does not get the password', {
  server: asking([
    {
      prompts: ['Do you accept and acknowledge the statement above ? (yes/no) : ', 'Password: '],
      answers: ['yes', 'p'],
    },
  ]),
  host: { ssh: { answers: [{ match: 'accept and acknowledge', send: 'yes' }] } },
});

sshQuirk('Q07: nor where nobody has said what to answer: it gets an empty answer, and the password goes to its own', {
  server: asking([{ prompts: ['Do you accept?', 'Password: '], answers: ['', 'p'] }]),
});

sshQuirk('Q08: each question is answered, also one that nobody knows: it is told, and nobody waits for a time limit', {
  server: asking([{ prompts: ['Favourite colour?\u001b[31m'], answers: ['blue'] }]),
  expected: [
    {
      error: 'auth',
      hint: /^it asked "Favourite colour\?[^\u001b]*": give the answer under `ssh: \{answers: \[\.\.\.\]\}`$/,
    },
  ],
});

sshQuirk('Q08: a password that is asked for again was wrong, and is not given again', {
  server: asking([
    { prompts: ['Password: '], answers: ['p'] },
    { prompts: ['Password: '], answers: ['p'] },
  ]),
  expected: [{ error: 'auth', hint: /check `username`, `password`/ }],
  check: (played) => assert.deepEqual(ways(played), ['password', 'keyboard-interactive']),
});

/** Hangs up on whoever tries a key. */
const keyless: ServerOptions = {
  judge: (context, refuse, server) => {
    if (context.method === 'publickey') server.cut();
    else if (context.method === 'password' && context.password === 'p') context.accept();
    else refuse(['password']);
  },
};

sshQuirk('Q11: a device that hangs up when a key is tried gets the password at once, where the host says so', {
  server: keyless,
  host: { key: otherKey, ssh: { auth: ['password', 'publickey'] } },
  check: (played) => assert.deepEqual(ways(played), ['password']),
});

sshQuirk('Q11: where nobody says so the key comes first, and the hang-up is told as such', {
  server: keyless,
  host: { key: otherKey },
  expected: [{ error: 'disconnected', message: /^127\.0\.0\.1 port \d+ .*connection/ }],
  check: (played) => assert.deepEqual(ways(played), ['publickey']),
});

sshQuirk('Q11: with a password and no key the keys of the agent are not tried', {
  server: keyless,
  host: { agent: '/nowhere/agent.sock' },
  check: (played) => assert.deepEqual(ways(played), ['password']),
});

sshQuirk('Q17: a device that demands a new password as a part of the login gets none', {
  server: only('password', (context) => {
    assert.ok(context.method === 'password');
    context.requestChange('Your password has expired', () => assert.fail('no password is invented'));
  }),
  expected: [{ error: 'auth', message: /demands a new password$/ }],
  check: ({ verdicts }) => assert.deepEqual(verdicts, []),
});

const anybody: ServerOptions = { judge: (context) => context.accept() };

sshQuirk('Q18: a user name is left as it is, whatever is in it', {
  server: anybody,
  host: { username: 'admin+ct80w@realm' },
  check: ({ server }) => assert.deepEqual(server.attempts, ['password admin+ct80w@realm p']),
});

const routerOs = () => router({ prompt: '[u@mt] > ', answers: { 'show a': 'one\r\n' } });

sshQuirk('Q18: where the platform says so its options are put behind the name, and nobody sees them', {
  server: anybody,
  host: { platform: 'mikrotik_routeros' },
  device: routerOs,
  check: ({ server, notices, verdicts }) => {
    assert.deepEqual(server.attempts, ['password u+ct511w4098h p']);
    assert.doesNotMatch(JSON.stringify([notices, verdicts]), /\+ct/);
  },
});

sshQuirk('Q18: a name with options of its own keeps them', {
  server: anybody,
  host: { platform: 'mikrotik_routeros', username: 'u+ct100w' },
  device: routerOs,
  check: ({ server }) => assert.deepEqual(server.attempts, ['password u+ct100w p']),
});

sshQuirk('Q18: a jump host gets the plain name', {
  server: anybody,
  host: { platform: 'mikrotik_routeros' },
  device: routerOs,
  gate: { server: only('password', (context) => (context.username === 'u' ? context.accept() : context.reject())) },
});
