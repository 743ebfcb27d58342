import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder } from '../support/lab.js';
import type { FlowResult, RunFlowOptions } from '../support/run-flow.js';
import { runHere } from '../support/run-here.js';

const HIDDEN = 'Hunter2-h1dden';

/** Files with a mistake where a secret stands, and what is asked of them. */
const MISTAKES: { title: string; file: string; text: string; words?: string[]; env?: Record<string, string> }[] = [
  { title: 'a misspelt key', file: 'i.yaml', text: `hosts: {R1: {pasword: ${HIDDEN}, adress: x}}` },
  { title: 'a mistake behind it', file: 'i.yaml', text: `hosts: {R1: {password: ${HIDDEN}, port: many}}` },
  { title: 'a value of the wrong type', file: 'i.yaml', text: `hosts:\n  R1:\n    secret: [${HIDDEN}]` },
  { title: 'no colon', file: 'i.yaml', text: `hosts:\n  R1:\n    password ${HIDDEN}` },
  { title: 'no blank after the colon', file: 'i.yaml', text: `hosts:\n  R1:\n    password:${HIDDEN}\n    port: 22` },
  {
    title: 'a quote that is not closed',
    file: 'i.yaml',
    text: `hosts:\n  R1:\n    password: "${HIDDEN}\n    port: 22`,
  },
  {
    title: 'a text of several lines',
    file: 'i.yaml',
    text: `hosts:\n  R1:\n    password: >-\n      ${HIDDEN}\n     x: [`,
  },
  { title: 'a bad escape below its key', file: 'i.yaml', text: `hosts:\n  R1:\n    secret:\n      "${HIDDEN} \\q"` },
  { title: 'a jump with a password', file: 'i.yaml', text: `hosts: {R1: {jump: "bob:${HIDDEN}@gate:99999"}}` },
  { title: 'jumps that are no texts', file: 'i.yaml', text: `hosts: {R1: {jump: ["bob:${HIDDEN}@gate", 7]}}` },
  { title: 'an address with a password', file: 'i.yaml', text: `hosts: {R1: {address: "bob:${HIDDEN}@10.0.0.1"}}` },
  { title: 'a proxy that is none', file: 'i.yaml', text: `hosts: {R1: {proxy: "sock://bob:${HIDDEN}@p:1"}}` },
  {
    title: 'a key unknown to Netmiko',
    file: 'i.yaml',
    text: `- {device_type: linux, host: r1, secret: ${HIDDEN}, prot: 2}`,
  },
  {
    title: 'a platform that nobody knows',
    file: 'i.yaml',
    text: `hosts: {R1: {platform: lynux, password: ${HIDDEN}}}`,
  },
  { title: 'a word too many in INI', file: 'hosts', text: `[all]\nr1 ansible_password=two ${HIDDEN} ansible_port=x` },
  { title: 'a blank around the = in INI', file: 'hosts', text: `[all]\nr1 ansible_ssh_pass = ${HIDDEN}` },
  { title: 'no = in INI', file: 'hosts', text: `[all]\nr1 ansible_password ${HIDDEN}` },
  { title: 'a quote that is not closed in INI', file: 'hosts', text: `[all]\nr1 ansible_password="${HIDDEN}` },
  { title: 'variables of a group in INI', file: 'hosts', text: `[all:vars]\nansible_pasword=${HIDDEN}\n[all]\nr1` },
  { title: 'a cell beside it in CSV', file: 'i.csv', text: `name,password,port\nr1,${HIDDEN},many` },
  { title: 'a cell too many in CSV', file: 'i.csv', text: `name,password,port\nr1,a,${HIDDEN},22` },
  { title: 'a misspelt column of CSV', file: 'i.csv', text: `name,pass word,port\nr1,${HIDDEN},many` },
  { title: 'a quote within a cell of CSV', file: 'i.csv', text: `name,password\nr1,a"${HIDDEN}` },
  {
    title: 'a command that gives nothing',
    file: 'i.yaml',
    text: `hosts: {R1: {address: 127.0.0.1, platform: linux, password: "\${exec:test ${HIDDEN} = x}"}}`,
    words: ['check', '-i', 'i.yaml'],
  },
  {
    title: 'an address that a reference gave',
    file: 'i.yaml',
    text: `hosts: {R1: {address: "\${env:ADDRESS}", platform: linux, password: "\${exec:echo ${HIDDEN}}"}}`,
    words: ['check', '-i', 'i.yaml'],
    env: { ADDRESS: `bob:${HIDDEN}@10.0.0.1` },
  },
  {
    title: 'hosts in the playbook itself',
    file: 'p.yaml',
    text: `name: x\ninventory: {hosts: {R1: {address: 127.0.0.1, platform: linus, password: ${HIDDEN}, prot: 1}}}\ncomand: x`,
  },
  {
    title: 'a variable in a command that is refused',
    file: 'p.yaml',
    text: `name: x\ninventory: {lab: {cisco_ios: 1}}\nvars: {api_token: ${HIDDEN}}\ncommand: 'write {{vars.api_token}}'`,
  },
  {
    title: 'a variable of a host in a command that is refused',
    file: 'p.yaml',
    text: `name: x\ninventory: {hosts: {R1: {platform: linux, vars: {key: ${HIDDEN}}}}}\ncommand: 'rm {{host.vars.key}}'`,
  },
];

for (const { title, file, text, words, env = {} } of MISTAKES) {
  test(`a mistake at a secret does not show it: ${title}`, async (t) => {
    const folder = makeFolder(t);
    const playbook = writeMistake(folder, { file, text });
    const all =
      file === 'p.yaml'
        ? ['run', 'plan', 'check', 'graph'].map((command) => [command, playbook])
        : [
            ['inventory', file],
            ['run', playbook, '--verbose'],
          ];
    for (const each of words ? [words] : all) {
      const { exitCode, stdout, stderr } = await runHiding(each, { cwd: folder, env });
      const isRefused = exitCode === 2 || ['check', 'graph'].includes(each[0] ?? '');
      assert.ok(isRefused || each[0] === 'inventory', `${each.join(' ')} ended with ${exitCode}: ${stdout}${stderr}`);
    }
  });
}

test('flow validate tells all of these mistakes together, and shows no secret', async (t) => {
  const folder = makeFolder(t);
  const mistakes = MISTAKES.filter(({ words }) => !words);
  const files = mistakes.map((mistake, index) => {
    const own = `${index}`;
    mkdirSync(join(folder, own));
    return `${own}/${writeMistake(join(folder, own), mistake)}`;
  });
  const { exitCode, stdout, stderr } = await runHiding(['validate', ...files], { cwd: folder });
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  for (const [index, { title }] of mistakes.entries())
    assert.match(stderr, new RegExp(`^${index}/[\\w.]+:\\d+:\\d+: `, 'm'), title);
});

/** Writes the file, and a playbook that leads to it where it is none. @returns the name of the playbook */
function writeMistake(folder: string, { file, text }: { file: string; text: string }): string {
  writeFileSync(join(folder, file), `${text}\n`);
  if (file === 'p.yaml') return file;
  writeFileSync(join(folder, 'c.yaml'), `name: c\ninventory: ${file}\ncommand: show clock\n`);
  return 'c.yaml';
}

/** Runs flow where a stack would be told, and looks for the secret in all that it prints. */
async function runHiding(words: readonly string[], options: RunFlowOptions): Promise<FlowResult> {
  const ended = await runHere(words, { ...options, env: { ...options.env, FLOW_DEBUG: '1' } });
  const { stdout, stderr } = ended;
  assert.ok(!stdout.includes(HIDDEN) && !stderr.includes(HIDDEN), `${words.join(' ')}: ${stdout}${stderr}`);
  assert.ok(!/\*{5}/.test(stderr), `as many stars as the secret is long: ${stderr}`);
  assert.doesNotMatch(stderr, /bug in flow/);
  return ended;
}
