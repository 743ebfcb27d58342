import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { Host } from '../../src/inventory/host.js';
import type { Lab } from '../../src/lab/lab.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeKeyPair } from '../support/key-pair.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { type FlowResult, runFlow } from '../support/run-flow.js';

/** Everything that must never be seen, by what it is. */
const SECRETS = {
  password: 'H0st-pass!word',
  enable: 'En4ble-se(ret"\\x',
  passphrase: 'Pa55-phr4se',
  wrongPassword: 'Wr0ng-password',
  inVariables: 'Var-t0ken-1',
  inEnvironment: 'Fr0m-the-env',
  inPlaybook: 'C0mmunity-pb',
  user: 'Us3r-in-config',
  community: 'R3adOnly-config',
  tacacs: 'T4cacs-config',
  radius: 'aPlainWordThatIsLong',
  plainCommunity: 'community public',
  plainPassword: 'password 0 cisco',
};

const CONFIG_LINES = [
  `username bob privilege 15 password 0 ${SECRETS.user}`,
  `username eve ${SECRETS.plainPassword}`,
  `snmp-server community ${SECRETS.community} RO`,
  `snmp-server ${SECRETS.plainCommunity} RO`,
  `tacacs-server host 192.0.2.9 key ${SECRETS.tacacs}`,
  `radius-server host 192.0.2.9 key ${SECRETS.radius}`,
  'snmp-server location {{host.vars.api_token}}', // a secret where no pattern would look for it
  'snmp-server community {{vars.snmp_community}} RW',
];

const TASKS = `
mode: change
vars: {snmp_community: ${SECRETS.inPlaybook}}
on_failure: continue
tasks:
  - name: set
    config:
${CONFIG_LINES.map((line) => `      - '${line}'`).join('\n')}
  - {name: config, command: show running-config}
  - {name: echo, command: 'show running-config | include {{host.vars.api_token}}', needs: set}
  - {name: rejected, command: 'show {{host.vars.api_token}}', ignore_errors: true}
  - {name: expected, command: show clock, expect: 'output == "${SECRETS.password}"', ignore_errors: true}
  - name: refused
    ignore_errors: true
    config: ['snmp-server comunity {{vars.snmp_community}} RO']
`;

const OUTPUTS = `
output:
  - template: |
      {{#each results}}{{host.name}} {{task}}: {{{command}}}
      {{{output}}} {{error.message}} {{error.last}} {{host.vars.api_token}} {{@root.vars.snmp_community}}
      {{/each}}
    each: "{{host.name}} {{task}} {{{command}}} {{{output}}} {{vars.snmp_community}} {{host.vars.api_token}} {{error.message}}\\n"
  - {format: json, file: report.json}
  - {format: txt, file: report.txt}
  - {format: md, file: report.md}
  - {format: html, file: report.html}
  - {format: junit, file: report.xml}
  - {format: csv, file: report.csv}
  - {format: jsonl, file: report.jsonl}
`;

/** What they print does not depend on how devices speak. */
const OTHER_COMMANDS = [
  ['history'],
  ['show', 'last'],
  ['show', 'last', 'R3'],
  ['report', 'last', '--format', 'json'],
  ['diff', 'last~1', 'last'],
  ['check', '-i', 'devices.yaml', '--format', 'json'],
  ['check', '-i', 'devices.yaml'],
  ['plan', 'secrets.yaml'],
  ['plan', 'secrets.yaml', '--var', 'snmp_community=C0mmunity-pb'],
  ['run', 'secrets.yaml', '--dry-run'],
  ['graph', 'secrets.yaml', '--format', 'json'],
  ['inventory', 'devices.yaml'],
  ['inventory', 'devices.yaml', '--format', 'json'],
  ['run', 'secrets.yaml', '--yes', '--format', 'txt', '--output', 'other.txt', '--verbose'],
  ['run', 'secrets.yaml', '--lab', '--yes', '--format', 'md'],
  ['validate', 'secrets.yaml'],
];

// Every boundary of pieces falls inside each secret once, with pieces of 1, of 7, and of 3 and 5 in turn.
for (const chunks of [[1], [7], [3, 5]] as const) {
  test(`no secret is seen anywhere when devices speak in pieces of ${chunks.join(' and ')} bytes`, async (t) => {
    const { folder, lab } = await makeProject(t, chunks);
    const results: FlowResult[] = [];
    const flow = runFlow(['run', 'secrets.yaml', '--yes', '--verbose'], { cwd: folder, env: environment() });
    const ended = flow.then(({ stderr }) => Promise.reject(new Error(`flow ended without a command: ${stderr}`)));
    await Promise.race([lab.nextCommand(), ended]);
    const commandLine = commandLinesOf(flow.pid ?? 0);
    lab.answerAll();
    results.push(await flow);
    for (const words of [
      ['run', 'secrets.yaml', '--yes', '--format', 'json'],
      ['run', 'secrets.yaml', '--yes', '--quiet', '--events', 'events.ndjson', '--trace'],
      ...(chunks[0] === 1 ? OTHER_COMMANDS : []),
    ])
      results.push(await runFlow(words, { cwd: folder, env: environment() }));

    const seen: Record<string, string> = { 'the command line': commandLine, ...printedBy(results), ...filesIn(folder) };
    assertNoSecret(seen);
    const report = seen['report.md'] ?? '';
    for (const shown of [
      'username bob privilege 15 password 0 ****',
      'username eve password 0 ****',
      'snmp-server community **** RO',
      'tacacs-server host 192.0.2.9 key ****',
      'snmp-server location ****',
      'hostname R1',
    ])
      assert.ok(report.includes(shown), `"${shown}" is not in the report: ${report.slice(0, 3000)}`);
    assert.match(report, /R2.*auth/);
    if (chunks[0] === 1) assert.equal(results[6]?.exitCode, 0, results[6]?.stderr);
    const record: RunRecord = JSON.parse(seen['report.json'] ?? '');
    const config = record.results.find(({ host, task }) => host.name === 'R3' && task === 'config');
    assert.equal(config?.state, 'finished', JSON.stringify(config?.error));
    assert.ok(seen['.flow/known_hosts']?.includes('ssh-ed25519'), 'keys were pinned');
    const journals = Object.keys(seen).filter((name) => /^\.flow\/runs\/.*events\.ndjson$/.test(name));
    assert.ok(journals.length >= 3 && seen['events.ndjson']?.includes('"settled"'), `journals: ${Object.keys(seen)}`);
  });
}

test('a device that repeats the password is not repeated: in the end of what was received', async (t) => {
  const motd = `Welcome. Your password is ${SECRETS.password}, and tomorrow ${SECRETS.password}${SECRETS.password}\r\n`;
  const lab = await startLab(t, {
    hosts: [{ name: 'R1', password: SECRETS.password, faults: { motd, silentAfterBytes: 86, chunks: [5] } }],
  });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  const playbook = 'name: C\ninventory: devices.yaml\ntimeout: {prompt: 1s}\ncommand: show clock\n';
  writeFileSync(join(folder, 'clock.yaml'), playbook);
  const { stdout, stderr } = await runFlow(['run', 'clock.yaml', '--format', 'json', '--verbose'], { cwd: folder });
  assertNoSecret({ stdout, stderr });
  assert.match(stdout, /"last": ".*\*\*\*\*/);
});

// A terminal or a table breaks lines wherever it must; the pieces that a device sends in fall anywhere besides.
for (const lineBreak of ['\r\n', '\r\n   ']) {
  for (const chunks of [[1], [7], [1000]] as const) {
    test(`a secret broken by ${JSON.stringify(lineBreak)} in pieces of ${chunks[0]} bytes is seen nowhere`, async (t) => {
      const secret = SECRETS.password;
      const lab = await startLab(t, { hold: true, hosts: [{ name: 'R1', password: secret, faults: { chunks } }] });
      const folder = makeFolder(t);
      writeInventory(folder, lab.hosts());
      const outputs = '[{format: md}, {format: txt, file: a.txt}, {format: json, file: a.json}]';
      const playbook = `name: C\ninventory: devices.yaml\ncommand: show clock\noutput: ${outputs}\n`;
      writeFileSync(join(folder, 'clock.yaml'), playbook);
      const flow = runFlow(['run', 'clock.yaml', '--verbose'], { cwd: folder });
      const command = await lab.nextCommand();
      const broken = Array.from({ length: secret.length - 1 }, (_, at) => {
        return `${at}: ${secret.slice(0, at + 1)}${lineBreak}${secret.slice(at + 1)} end`;
      });
      command.answer(broken.join('\r\n'));
      const { stdout, stderr, exitCode } = await flow;
      assert.equal(exitCode, 0, stderr);
      for (const [place, text] of Object.entries({
        stdout,
        stderr,
        ...filesIn(folder, ['devices.yaml', 'clock.yaml']),
      })) {
        const unspaced = text.replace(/\\[nr]|\s/g, '');
        assert.ok(!unspaced.includes(secret), `${place}: ${text}`);
      }
      assert.match(stdout, /^\s*5: \*\*\*\* end$/m);
    });
  }
}

test('a plain word as a password ruins no output', async (t) => {
  const lab = await startLab(t, { hosts: [{ name: 'R1', password: 'Cisco', secret: 'version' }] });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'clock.yaml'), 'name: C\ninventory: devices.yaml\ncommand: show version\n');
  const { exitCode, stdout } = await runFlow(['run', 'clock.yaml'], { cwd: folder });
  assert.equal(exitCode, 0);
  assert.match(stdout, /Cisco IOS Software.* Version/);
  assert.match(stdout, /show version/);
  assert.doesNotMatch(stdout, /\*\*\*\*/);
});

async function makeProject(
  t: TestContext,
  chunks: readonly [number, ...number[]],
): Promise<{ folder: string; lab: Lab }> {
  const { privateKey, publicKey } = makeKey();
  const faults = { chunks };
  const lab = await startLab(t, {
    hold: true,
    hosts: [
      { name: 'R1', password: SECRETS.password, secret: SECRETS.enable, faults },
      { name: 'R2', password: SECRETS.password, secret: SECRETS.enable, faults },
      { name: 'R3', password: null, secret: SECRETS.enable, publicKeys: [publicKey], faults },
    ],
  });
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'id'), privateKey, { mode: 0o600 });
  const hosts = lab.hosts().map((host) => changeHost(host, join(folder, 'id')));
  // JSON is YAML.
  const written = Object.fromEntries(hosts.map(({ name, jump: _jump, ssh: _ssh, ...keys }) => [name, keys]));
  writeFileSync(join(folder, 'devices.yaml'), JSON.stringify({ hosts: written }, null, 1));
  writeFileSync(join(folder, 'secrets.yaml'), `name: Secrets\ninventory: devices.yaml\n${TASKS}${OUTPUTS}`);
  return { folder, lab };
}

function makeKey(): { privateKey: string; publicKey: string } {
  const pair = makeKeyPair({ passphrase: SECRETS.passphrase, cipher: 'aes256-cbc', rounds: 1 });
  return { privateKey: pair.private, publicKey: pair.public };
}

function changeHost(host: Host, key: string): Host {
  const vars = { api_token: SECRETS.inVariables, site: '${env:FLOW_TEST_SECRET}' };
  if (host.name === 'R2') return { ...host, vars, password: SECRETS.wrongPassword };
  if (host.name !== 'R3') return { ...host, vars };
  const { password: _password, ...rest } = host;
  return { ...rest, vars, key, passphrase: SECRETS.passphrase };
}

/** With the journal where users have it: beside the playbook. */
function environment(): Record<string, string | undefined> {
  return { FLOW_TEST_SECRET: SECRETS.inEnvironment, FLOW_HOME: undefined };
}

/** How a process and all that it has started were called. */
function commandLinesOf(pid: number): string {
  const started = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  return [readFileSync(`/proc/${pid}/cmdline`, 'latin1'), ...started.map(commandLinesOf)].join('\n');
}

function printedBy(results: readonly FlowResult[]): Record<string, string> {
  return Object.fromEntries(
    results.flatMap(({ stdout, stderr }, index) => [
      [`standard output of run ${index + 1}`, stdout],
      [`standard error of run ${index + 1}`, stderr],
    ]),
  );
}

/** What flow has written: everything but what the test itself has. */
function filesIn(folder: string, own = ['devices.yaml', 'secrets.yaml', 'id']): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((name) => !own.includes(name))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

function assertNoSecret(seen: Record<string, string>): void {
  for (const [place, text] of Object.entries(seen)) {
    for (const [what, secret] of Object.entries(SECRETS)) {
      // As JSON writes it, too.
      for (const form of [secret, JSON.stringify(secret).slice(1, -1)]) {
        const at = text.indexOf(form);
        assert.ok(at < 0, `${what} is in ${place}: ...${text.slice(Math.max(0, at - 80), at + 80)}...`);
      }
    }
  }
}
