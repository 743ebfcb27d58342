import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const TEMPLATE =
  'Value VERSION (\\S+?)\nValue List NOTE ((?P<key>\\w+)=(?P<value>\\w*))\n\nStart\n  ^${NOTE}$$\n  ^Cisco.*Version ${VERSION}, -> Record\n';

test('outputs become rows on every executor, and one that does not fit is raised as parse', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'own.textfsm'), TEMPLATE);
  writeFileSync(
    join(folder, 'tables.yaml'),
    `name: Tables
inventory: {lab: {cisco_ios: 1}}
tasks:
  - {name: version, command: sh ver, parse: textfsm, expect: 'parsed.size() == 1 && parsed[0].serial[0].startsWith("F")'}
  - {name: own, command: show version, parse: {textfsm: own.textfsm}}
  - {name: memory, command: show version, parse: {regex: '(?<kb>\\d+)K bytes', flags: g, types: {kb: int}}, expect: 'parsed.all(row, row.kb > 0)'}
  - {name: misfit, command: show version, parse: json}
  - {name: runaway, command: show version, parse: {regex: '(?<all>(?:[^!]+)+!)'}}
  - {name: after, command: 'show ip interface brief', parse: textfsm, when: 'results.version.parsed[0].hostname == "R1"'}
`,
  );
  for (const executor of ['inline', 'threads', 'processes']) {
    const { stdout, stderr } = await runFlow(['run', 'tables.yaml', '--format', 'json', '--executor', executor], {
      cwd: folder,
    });
    const { results }: RunRecord = JSON.parse(stdout);
    assert.deepEqual(
      results.map(({ task, state, error }) => [task, state, error?.code ?? null]),
      [
        ['version', 'finished', null],
        ['own', 'finished', null],
        ['memory', 'finished', null],
        ['misfit', 'raised', 'parse'],
        ['runaway', 'raised', 'parse'],
        ['after', 'finished', null],
      ],
      stderr,
    );
    const [version, own, , misfit] = results;
    const [router = {}] = (version?.parsed ?? []) as Record<string, unknown>[];
    assert.equal(router.hostname, 'R1');
    assert.deepEqual(own?.parsed, [{ version: router.version, note: [] }]);
    assert.equal(misfit?.error?.message, 'the output is not JSON: "C" was not expected');
    assert.equal(misfit?.parsed, null);
  }
});

test('what is wrong with parse is told in its place, before anything connects', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'bad.textfsm'), 'Value A (\\S+\n\nStart\n  ^${A}\n');
  const tasks = (list: string) =>
    writeFileSync(join(folder, 'p.yaml'), `name: P\ninventory: {lab: {cisco_ios: 2}}\nmode: change\ntasks:\n${list}`);
  const validate = async (env = {}) => (await runFlow(['validate', 'p.yaml'], { cwd: folder, env })).stderr;
  tasks(`  - {name: a, command: x, parse: {textfsm: bad.textfsm}}
  - {name: b, command: x, parse: {textfsm: none.textfsm}}
  - {name: c, command: x, parse: {regex: '(?P<a>x)'}}
  - {name: d, command: x, parse: {regex: 'x', json: a}}
  - {name: e, config: [x], parse: json}
  - {name: f, command: x, parse: {regex: '(?<a>x)', types: {b: int}, flags: gg}}
`);
  const messages = (await validate()).split('\n').filter((line) => /^\S+:\d/.test(line));
  assert.deepEqual(messages, [
    'bad.textfsm:1:9: expected a regular expression in ( ), got "(\\\\S+"',
    'p.yaml:6:44: tasks[1].parse.textfsm: none.textfsm: no such file',
    'p.yaml:7:42: tasks[2].parse.regex: not a regular expression: Invalid group',
    'p.yaml:8:47: tasks[3].parse.json: expected one of textfsm, regex and json, got regex and json',
    'p.yaml:9:28: tasks[4].parse: only the output of a command can be parsed, and this is a task with config',
    'p.yaml:10:77: tasks[5].parse.flags: expected some of g, i, m, s, u and v, each once, got "gg"',
  ]);
  tasks('  - {name: a, command: show ip bgp, parse: textfsm}\n');
  assert.equal(
    await validate(),
    `p.yaml:5:44: task "a" on R1 and 1 more: there is no TextFSM template for "show ip bgp" on cisco_ios
  5 |   - {name: a, command: show ip bgp, parse: textfsm}
    |                                            ^^^^^^^
  write {textfsm: PATH} with a template of yours, or set NTC_TEMPLATES_DIR to a folder of ntc-templates
`,
  );
  assert.equal(
    await validate({ NTC_TEMPLATES_DIR: 'none' }),
    `${join(folder, 'none')}: expected a folder of TextFSM templates with an \`index\`, as ntc-templates has it\n`,
  );
});

test('flow parse takes the template of the index in NTC_TEMPLATES_DIR, or the one it is given', async (t) => {
  const folder = makeFolder(t);
  const templates = join(folder, 'ntc', 'ntc_templates', 'templates');
  mkdirSync(templates, { recursive: true });
  writeFileSync(
    join(templates, 'index'),
    'Template, Hostname, Platform, Command\n\na.textfsm:b.textfsm, .*, some_os, sh[[ow]] th[[ings]]\n',
  );
  writeFileSync(
    join(templates, 'a.textfsm'),
    'Value Key ID (\\d+)\nValue NAME (\\w+)\n\nStart\n  ^${ID} ${NAME}$$ -> Record\n',
  );
  writeFileSync(
    join(templates, 'b.textfsm'),
    'Value Key ID (\\d+)\nValue SIZE (\\w+)\n\nStart\n  ^${ID} is ${SIZE}$$ -> Record\n',
  );
  const env = { NTC_TEMPLATES_DIR: 'ntc' };
  const words = ['parse', '--platform', 'some_os', '--command'];
  const parsed = await runFlow([...words, 'sho thin', '-'], { cwd: folder, env, input: '1 one\n2 two\n2 is large\n' });
  assert.deepEqual(JSON.parse(parsed.stdout), [
    { id: '1', name: 'one', size: '' },
    { id: '2', name: 'two', size: 'large' },
  ]);
  const table = await runFlow([...words, 'show things', '--format', 'table', '-'], {
    cwd: folder,
    env,
    input: '1 one',
  });
  assert.equal(table.stdout, 'ID  NAME  SIZE\n1   one\n');
  const none = await runFlow([...words, 'show nothing', '-'], { cwd: folder, env, input: '' });
  assert.deepEqual([none.exitCode, none.stdout], [2, '']);
  assert.match(none.stderr, /^flow: there is no TextFSM template for "show nothing" on some_os\n/);
  writeFileSync(join(folder, 'strict.textfsm'), 'Value A (a)\n\nStart\n  ^${A}\n  ^. -> Error "strange"\n');
  const misfit = await runFlow(['parse', '--template', 'strict.textfsm', '-'], {
    cwd: folder,
    input: 'a\n\u001b[2Jb\n',
  });
  assert.deepEqual([misfit.exitCode, misfit.stdout], [1, '']);
  assert.equal(
    misfit.stderr,
    '-: line 2 of the output is the error "strange" in the template (strict.textfsm:5): "\\u001b[2Jb"\n',
  );
  const unfit = await runFlow(['parse', '--template', 'strict.textfsm', '-'], { cwd: folder, input: '\n' });
  assert.deepEqual([unfit.exitCode, unfit.stdout, unfit.stderr], [0, '[]\n', '']);
  writeFileSync(join(folder, 'loose.textfsm'), 'Value A (a)\n\nStart\n  ^${A}\n');
  const told = await runFlow(['parse', '--template', 'loose.textfsm', '-'], { cwd: folder, input: 'b\n' });
  assert.deepEqual([told.exitCode, told.stdout], [0, '[]\n']);
  assert.equal(told.stderr, '-: no line of the output fits the template loose.textfsm\n');
});
