import assert from 'node:assert/strict';
import { getCiphers } from 'node:crypto';
import { sshQuirk, tells } from './play-ssh.js';

const LEGACY_HINT = /^set `ssh: \{legacy: true\}` for this host$/;

for (const kex of ['diffie-hellman-group1-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1']) {
  sshQuirk(`Q01: a device that knows only ${kex} is told with both offers, and with the option that helps`, {
    server: { algorithms: { kex: [kex] } },
    expected: [
      {
        error: 'kex',
        message: new RegExp(
          `^no SSH algorithm in common with 127\\.0\\.0\\.1 port \\d+: as key exchange method flow offers [^;]*curve25519-sha256[^;]*; the device offers ${kex}$`,
        ),
        hint: LEGACY_HINT,
      },
    ],
  });
}

sshQuirk('Q01: a method of old is used where the host says so, and only that one', {
  server: { algorithms: { kex: ['diffie-hellman-group1-sha1', 'diffie-hellman-group14-sha1'] } },
  host: { ssh: { algorithms: { kex: { append: ['diffie-hellman-group14-sha1'] } } } },
});

sshQuirk('Q01: `legacy` takes them all, and the report says which was used', {
  server: { algorithms: { kex: ['diffie-hellman-group1-sha1'] } },
  host: { ssh: { legacy: true } },
  check: tells(/^legacy algorithms are used with .*: diffie-hellman-group1-sha1$/),
});

sshQuirk('Q02: a device that calls itself Cisco-1.25 and knows only group exchange is explained', {
  server: { ident: 'Cisco-1.25', algorithms: { kex: ['diffie-hellman-group-exchange-sha256'] } },
  host: { ssh: { legacy: true } },
  expected: [
    {
      error: 'kex',
      message:
        /as key exchange method flow offers (?:(?!group-exchange)[^;])*; the device offers diffie-hellman-group-exchange-sha256$/,
      hint: /^a server that calls itself Cisco-1\.25 does group exchange wrongly/,
    },
  ],
});

sshQuirk('Q02: one that knows another method as well is spoken to', {
  server: {
    ident: 'Cisco-1.25',
    algorithms: { kex: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1'] },
  },
  host: { ssh: { legacy: true } },
});

const OLD: [kind: 'cipher' | 'hmac', name: string, words: string][] = [
  ['cipher', 'aes128-cbc', 'cipher'],
  ['cipher', 'aes256-cbc', 'cipher'],
  ['cipher', '3des-cbc', 'cipher'],
  ['hmac', 'hmac-md5', 'MAC'],
  ['hmac', 'hmac-sha1-96', 'MAC'],
];
for (const [kind, name, words] of OLD) {
  const algorithms = { cipher: ['aes128-ctr'], [kind]: [name] };
  sshQuirk(`Q03: a device that knows only ${name} is told with both offers, and with the option that helps`, {
    server: { algorithms },
    expected: [
      {
        error: 'kex',
        message: new RegExp(`as ${words} flow offers .*; the device offers ${name}$`),
        hint: LEGACY_HINT,
      },
    ],
  });
  sshQuirk(`Q03: ${name} is used where the host says so`, {
    server: { algorithms },
    host: { ssh: { algorithms: { [kind]: { append: [name] } } } },
  });
}

sshQuirk('Q03: a name that is no legacy one is to be added by itself', {
  server: { algorithms: { cipher: ['aes128-ctr'], hmac: ['hmac-ripemd160'] } },
  expected: [
    {
      error: 'kex',
      message: /as MAC flow offers .*; the device offers hmac-ripemd160$/,
      hint: /^set `ssh: \{algorithms: \{hmac: \{append: \[hmac-ripemd160\]\}\}\}` for this host$/,
    },
  ],
});

sshQuirk('Q03: a cipher that the local OpenSSL has no more is left out, and told', {
  host: { ssh: { algorithms: { cipher: { append: ['arcfour'] } } } },
  check: (played) => {
    assert.ok(!getCiphers().includes('rc4'));
    tells(/^SSH algorithms that are not known here are left out: arcfour$/)(played);
  },
});
