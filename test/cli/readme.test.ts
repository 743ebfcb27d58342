import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { COMMANDS } from '../../src/cli/commands.js';
import { EXIT } from '../../src/cli/exit-code.js';
import { packageRoot } from '../../src/document/package-root.js';
import { ERROR_CODES } from '../../src/error/codes.js';
import { HELPERS } from '../../src/template/helpers.js';
import { compileTemplate } from '../../src/template/template.js';
import { makeFolder } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const README = readFileSync(join(packageRoot, 'README.md'), 'utf8');

test('the README lists every error code as flow explains it', () => {
  for (const [code, { meaning, hint }] of Object.entries(ERROR_CODES)) {
    assert.ok(README.includes(`| \`${code}\` | ${meaning} | ${hint} |\n`), code);
  }
});

test('the README lists every command, exit status and playbook', () => {
  for (const { name, purpose } of COMMANDS) assert.ok(README.includes(`| \`flow ${name}\` | ${purpose} |\n`), name);
  for (const status of Object.values(EXIT)) assert.match(README, new RegExp(`^\\| ${status} \\| `, 'm'));
  const playbooks = readdirSync(join(packageRoot, 'playbooks')).filter((file) => file.endsWith('.yaml'));
  for (const file of playbooks) assert.ok(README.includes(`| \`${file}\` |`), file);
});

test("the README's playbook runs as it is printed, also with its devices.yaml on simulated devices", async (t) => {
  const folder = makeFolder(t);
  const [playbook, devices] = [...README.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) =>
    text.replace(/^ {3}/gm, ''),
  );
  assert.ok(playbook && devices);
  writeFileSync(join(folder, 'clock.yaml'), README.match(/```yaml\n(.*?)```/s)?.[1] ?? '');
  writeFileSync(join(folder, 'devices.yaml'), devices);
  const ran = await runFlow(['run', 'clock.yaml'], { cwd: folder });
  assert.equal(ran.exitCode, 0, ran.stderr);
  assert.match(
    ran.stdout,
    /^# Clock on every router\n\n\| Router \| Clock \|\n\|---\|---\|\n(\| R\d \| .* UTC .* \|\n){3}$/,
  );
  const own = await runFlow(['run', 'clock.yaml', '--inventory', 'devices.yaml', '--lab'], { cwd: folder });
  assert.equal(own.exitCode, 0, own.stderr);
  assert.match(own.stdout, /^\| 192\.0\.2\.12 \| .* UTC /m);
});

test('the README shows every helper of templates, and what each gives is true', () => {
  const rows = [...README.matchAll(/^\| `([^`]+)` \| `([^`]*\{\{.*?)` \| (.*) \|$/gm)];
  assert.deepEqual(
    rows.map(([, usage]) => usage),
    Object.values(HELPERS).map(({ usage }) => usage),
  );
  const result = {
    host: { name: 'R1', address: '192.0.2.1', platform: 'cisco_ios', groups: [], vars: {} },
    task: 'users',
    command: 'show users',
    state: 'finished',
    started: '2017-08-28T06:02:14.000Z',
    duration_ms: 1200,
    output: 'up | 3 users\nidle',
    error: null,
    vars: { site: 'hq', dns: ['a', 'b'] },
  };
  const other = { ...result, host: { ...result.host, name: 'R2', address: '192.0.2.2' } };
  const seen = (name: string, port: string) => ({
    neighbor_name: name,
    local_interface: 'Gi0/0',
    neighbor_interface: port,
  });
  const results = [
    { ...result, output: 'R1 is up', parsed: [seen('R2.example.net', 'Gig 0/0')] },
    { ...other, output: 'R2 is up', parsed: [seen('R1', 'GigabitEthernet0/0')] },
  ];
  for (const [, usage, example = '', gives = ''] of rows) {
    const text = compileTemplate({ text: example })({ ...result, results });
    // `⏎` stands for a line break; what a fence holds is shown without it.
    const [, isFenced, said = ''] = /^(a fenced block of )?`(.*)`$/.exec(gives) ?? [];
    const body = isFenced ? text.replace(/^```.*\n|\n```$/g, '') : text;
    assert.equal(body.trimEnd(), said.replaceAll('\\|', '|').replaceAll('⏎', '\n'), usage);
  }
});
