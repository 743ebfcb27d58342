import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDsaKey } from '../support/dsa-key.js';
import { makeKeyPair } from '../support/key-pair.js';
import { type Place, sshQuirk, tells } from './play-ssh.js';
import { field, helloWithKey } from './ssh-packets.js';

const pin = ({ folder }: Place) => ({ hostKeys: { mode: 'pin' as const, file: join(folder, 'known_hosts') } });

function makeRsaKey(bits: number): string {
  const pem = { type: 'pkcs1', format: 'pem' } as const;
  return generateKeyPairSync('rsa', { modulusLength: bits, publicKeyEncoding: pem, privateKeyEncoding: pem })
    .privateKey;
}

const dsaKey = makeDsaKey();
sshQuirk('Q04: a device with a DSA key is told so', {
  server: { hostKeys: [dsaKey] },
  expected: [
    { error: 'kex', message: /as type of host key flow offers .*; the device offers ssh-dss$/, hint: /legacy: true/ },
  ],
});

for (const [type, bits, key] of [
  ['ssh-dss', 1024, dsaKey],
  ['ssh-rsa', 768, makeRsaKey(768)],
  ['ssh-rsa', 1023, makeRsaKey(1023)],
  ['ssh-rsa', 2047, makeRsaKey(2047)],
] as const) {
  sshQuirk(`Q04: a key of type ${type} and ${bits} bits is used where the host says so, and told with its size`, {
    server: { hostKeys: [key] },
    host: { ssh: { algorithms: { serverHostKey: { append: [type] } } } },
    job: pin,
    check: tells(new RegExp(`^host key ${type} \\(${bits} bits\\) SHA256:\\S+ pinned in `)),
  });
}

const NO_KEYS: [title: string, type: string, key: Buffer][] = [
  ['nothing', 'ssh-rsa', Buffer.alloc(0)],
  ['noise', 'ssh-rsa', randomBytes(40)],
  ['a length beyond its end', 'ssh-rsa', Buffer.from([0xff, 0xff, 0xff, 0xff, 1])],
  ['an RSA key without a number', 'ssh-rsa', Buffer.concat([field('ssh-rsa'), field('\x03')])],
  ['an RSA key of no bits', 'ssh-rsa', Buffer.concat([field('ssh-rsa'), field('\x03'), field('')])],
  ['an RSA key of 12 bits', 'ssh-rsa', Buffer.concat([field('ssh-rsa'), field('\x03'), field('\x0f\xff')])],
  ['half a DSA key', 'ssh-dss', Buffer.concat([field('ssh-dss'), field('\x7f'.repeat(64)), field('\x05')])],
  ['a short point', 'ssh-ed25519', Buffer.concat([field('ssh-ed25519'), field('short')])],
  [
    'a point that is on no curve',
    'ecdsa-sha2-nistp256',
    Buffer.concat([field('ecdsa-sha2-nistp256'), field('nistp256'), field(`\x04${'\x01'.repeat(64)}`)]),
  ],
];
for (const [title, type, key] of NO_KEYS) {
  sshQuirk(`Q04: ${title} in place of a key of type ${type} ends the handshake, and is not pinned`, {
    raw: (stream) => stream.on('error', () => {}).write(helloWithKey(type, key)),
    host: { ssh: { algorithms: { serverHostKey: [type] } } },
    job: pin,
    expected: [{ error: 'hostkey', message: /did not prove its host key.*: [A-Zi]/, hint: /do not log in/ }],
    check: ({ folder }) => assert.deepEqual(readdirSync(folder), []),
  });
}

const yesterday = makeKeyPair().public.split(' ').slice(0, 2).join(' ');
const today = makeKeyPair();
for (const mode of ['pin', 'strict'] as const) {
  sshQuirk(
    `Q12: a device that shows another key than last time gets no password (${mode}); both keys and the line are told`,
    {
      server: { hostKeys: [today.private] },
      job: ({ folder, port }) => {
        const file = join(folder, 'known_hosts');
        writeFileSync(file, `# routers\n[127.0.0.1]:${port} ${yesterday}\n`);
        return { hostKeys: { mode, file } };
      },
      expected: [
        {
          error: 'hostkey',
          message:
            /^the host key of R1 has changed: it is ssh-ed25519 SHA256:\S+, and \S+known_hosts:2 has SHA256:\S+$/,
        },
      ],
      check: ({ server, folder }) => {
        assert.deepEqual(server.attempts, []);
        assert.equal(readFileSync(join(folder, 'known_hosts'), 'utf8').split('\n').length, 3);
      },
    },
  );
}

sshQuirk('Q12: one that shows the key of last time is let in, though a strict eye is kept on it', {
  server: { hostKeys: [today.private] },
  job: ({ folder, port }) => {
    const file = join(folder, 'known_hosts');
    writeFileSync(file, `[127.0.0.1]:${port} ${today.public}\n`);
    return { hostKeys: { mode: 'strict', file } };
  },
});

sshQuirk('Q12: one that nobody has seen before is not let in under `strict`', {
  job: ({ folder }) => ({ hostKeys: { mode: 'strict', file: join(folder, 'known_hosts') } }),
  expected: [{ error: 'hostkey', message: /^the host key ssh-ed25519 SHA256:\S+ of R1 is not in \S+known_hosts$/ }],
  check: ({ server, folder }) => {
    assert.deepEqual(server.attempts, []);
    assert.deepEqual(readdirSync(folder), []);
  },
});
