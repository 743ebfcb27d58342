import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, startLab } from '../support/lab.js';
import { MORNING } from './screen.js';

const SSH = '/usr/bin/ssh';

for (const [platform, typed, expected] of [
  ['cisco_ios', 'show clock\nexit\n', /^\r\nR1>show clock\r\n\*06:02:19.983 UTC Mon Aug 28 2017\r\nR1>exit\r\n$/],
  ['linux', 'uname\nexit\n', /^lab@R1:~\$ uname\r\nLinux\r\nlab@R1:~\$ exit\r\nlogout\r\n$/],
  ['frr', 'show version\nexit\n', /R1# show version\r\nFRRouting 8/],
] as const) {
  test(`[real] OpenSSH's client logs in to ${platform}`, {
    skip: existsSync(SSH) ? false : `${SSH} is missing`,
  }, async (t) => {
    const lab = await startLab(t, { hosts: 1, platform, now: () => MORNING });
    const folder = makeFolder(t);
    const knownHosts = join(folder, 'known_hosts');
    const askpass = join(folder, 'askpass');
    writeFileSync(knownHosts, `${lab.knownHostsLine('R1')}\n`);
    writeFileSync(askpass, '#!/bin/sh\necho lab\n', { mode: 0o700 });
    const [host] = lab.hosts();
    const { exitCode, output } = await runSsh(
      [
        '-tt',
        '-F',
        'none',
        '-o',
        `UserKnownHostsFile=${knownHosts}`,
        '-o',
        'PubkeyAuthentication=no',
        '-o',
        'LogLevel=ERROR',
        '-p',
        String(host?.port),
        'lab@127.0.0.1',
      ],
      { typed, askpass },
    );
    assert.match(output, expected);
    assert.equal(exitCode, 0);
  });
}

function runSsh(
  args: string[],
  { typed, askpass }: { typed: string; askpass: string },
): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(SSH, args, {
    env: { PATH: process.env.PATH, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', TERM: 'vt100' },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stdin.end(typed);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}
