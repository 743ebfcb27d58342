import assert from 'node:assert/strict';
import { sshQuirk } from './play-ssh.js';

const LEGACY_HINT = /^set `ssh: \{legacy: true\}` for this host$/;

for (const kex of ['diffie-hellman-group1-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1']) {
  sshQuirk(`Q01: a device that knows only ${kex} is told with both offers, and with the option that helps`, {
    server: { algorithms: { kex: [kex] } },
    expected: [
      {
        error: 'kex',
        message: new RegExp(
          `^no SSH algorithm in common with 127\\.0\\.0\\.1 port \\d+: as key exchange method flow offers curve25519-sha256[^;]*; the device offers ${kex}$`,
        ),
        hint: LEGACY_HINT,
      },
    ],
  });
}
