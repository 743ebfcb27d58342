import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { DocumentError, UsageError } from '../../src/error/flow-error.js';
import { loadPlaybook } from '../../src/playbook/load.js';
import { loadText, messageOf } from './load-text.js';

test('the smallest playbook has every default', () => {
  const { document, tasks, ...rest } = loadText('name: Clock\ncommand: show clock\n');
  assert.equal(document?.file, 't.yaml');
  assert.deepEqual(rest, {
    file: 't.yaml',
    folder: resolve('.'),
    name: 'Clock',
    mode: 'read',
    vars: {},
    concurrency: { hosts: 20, per: {} },
    lockoutAfter: 3,
    executor: 'auto',
    queue: {},
    order: 'inventory',
    deterministic: false,
    enable: 'auto',
    timeouts: { connectMs: 10_000, authMs: 15_000, promptMs: 15_000, commandMs: 30_000 },
    onFailure: { kind: 'continue' },
    batches: [],
    outputs: [{ format: 'md' }],
    warnings: [],
  });
  assert.deepEqual(tasks, [
    {
      name: 'Clock',
      index: 0,
      action: {
        kind: 'command',
        command: { text: 'show clock', position: { file: 't.yaml', line: 2, column: 10, length: 10 } },
      },
      needs: [],
      expect: [],
      answers: [],
      timeoutMs: 30_000,
      retry: {
        attempts: 1,
        delayMs: 5000,
        backoff: 1,
        jitter: 0,
        on: ['unreachable', 'refused', 'vty_full', 'timeout', 'disconnected', 'incomplete', 'prompt'],
      },
      ignoreErrors: false,
      always: false,
      position: { file: 't.yaml', line: 2, column: 10, length: 10 },
    },
  ]);
});

test('short forms are written out', () => {
  const names = (text: string): string[] => loadText(`name: P\n${text}`).tasks.map(({ name }) => name);
  assert.deepEqual(names('commands: [a, b]'), ['P.1', 'P.2']);
  assert.deepEqual(names('tasks: [{name: x, commands: [a, b]}, {name: y, command: c}]'), ['x.1', 'x.2', 'y']);
  const needing = loadText('name: P\ntasks: [{name: x, commands: [a, b]}, {name: y, command: c, needs: x}]').tasks[2];
  assert.deepEqual(
    needing?.needs.map(({ task }) => task),
    ['x.1', 'x.2'],
  );
  assert.equal(loadText('name: P\ntimeout: 5\ncommand: x').timeouts.commandMs, 5000);
  assert.equal(
    loadText('name: P\ntimeout: 5\ntasks: [{name: a, command: x, timeout: 1m}]').tasks[0]?.timeoutMs,
    60_000,
  );
  assert.deepEqual(loadText('name: P\non_failure: {stop_after: 12.5%}\ncommand: x').onFailure, {
    kind: 'stop-after-percent',
    percent: 12.5,
  });
  assert.deepEqual(loadText('name: P\non_failure: {stop_after: 3}\ncommand: x').onFailure, {
    kind: 'stop-after',
    failures: 3,
  });
  const block = loadText('name: P\nmode: change\ntasks:\n  - name: a\n    config: |\n      one\n\n      two\n').tasks[0]
    ?.action;
  assert.deepEqual(block?.kind === 'config' && block.lines.map(({ text, position }) => [text, position?.line]), [
    ['one', 6],
    ['', 7],
    ['two', 8],
  ]);
});

test('the pace and the limit of refusals are read, and no pace is none', () => {
  const read = (text: string) => {
    const { pace, lockoutAfter } = loadText(`name: P\ncommand: x\n${text}`);
    return { pace, lockoutAfter };
  };
  assert.deepEqual(read('pace: {logins_per_second: 0.5, jitter: 0.2}\nlockout_after: 1'), {
    pace: { loginsPerSecond: 0.5, jitter: 0.2 },
    lockoutAfter: 1,
  });
  assert.deepEqual(read('pace: {logins_per_second: 10}').pace, { loginsPerSecond: 10, jitter: 0 });
  assert.deepEqual(read(''), { pace: undefined, lockoutAfter: 3 });
});

/** Each playbook and the whole of what is said about it. */
const MESSAGES: [title: string, text: string, expected: string][] = [
  [
    'a pace of nothing',
    'name: t\npace: {logins_per_second: 0}\ncommand: x',
    `t.yaml:2:27: pace.logins_per_second: expected a number above 0, up to 1000, got 0
  2 | pace: {logins_per_second: 0}
    |                           ^`,
  ],
  [
    'a retry of what is locked out',
    'name: t\nretry: {attempts: 2, on: [lockout]}\ncommand: x',
    `t.yaml:2:27: retry.on[0]: a failed login is never tried again: devices lock accounts after a few wrong passwords
  2 | retry: {attempts: 2, on: [lockout]}
    |                           ^^^^^^^`,
  ],
  [
    'another version of the language is refused by name',
    'version: 2\nname: t\ncommand: x',
    `t.yaml:1:10: version: this flow knows version 1 of the language, and the playbook is written in version 2
  1 | version: 2
    |          ^`,
  ],
  [
    'nothing to do',
    'name: t',
    `t.yaml:1:1: expected one of command, commands and tasks, got none of them
  1 | name: t
    | ^^^^^^^
  write command: show clock, for example`,
  ],
  [
    'two ways to say what to do',
    'name: t\ncommand: a\ntasks: [{name: b, command: x}]',
    `t.yaml:3:1: tasks: expected one of command, commands and tasks, got command and tasks
  3 | tasks: [{name: b, command: x}]
    | ^^^^^`,
  ],
  [
    'a task that does two things',
    'name: t\nmode: change\ntasks: [{name: a, command: x, config: [y]}]',
    `t.yaml:3:31: tasks[0].config: expected one of command, commands, config and copy, got command and config
  3 | tasks: [{name: a, command: x, config: [y]}]
    |                               ^^^^^^`,
  ],
  [
    'two tasks of one name',
    'name: t\ntasks:\n  - {name: a, command: x}\n  - {name: a, command: y}',
    `t.yaml:4:12: tasks[1].name: there is another task "a", in line 3: names are unique
  4 |   - {name: a, command: y}
    |            ^`,
  ],
  [
    'a name that commands of another task have made',
    'name: t\ntasks:\n  - {name: a, commands: [x]}\n  - {name: a.1, command: y}',
    `t.yaml:4:12: tasks[1].name: there is another task "a.1", in line 3: names are unique
  4 |   - {name: a.1, command: y}
    |            ^^^`,
  ],
  [
    'a file for the device in a playbook that only reads',
    'name: t\ntasks: [{name: a, copy: {from: x, to: y, direction: put}}]',
    `t.yaml:2:19: tasks[0].copy: a file that is brought to the device changes it, and the playbook has mode: read
  2 | tasks: [{name: a, copy: {from: x, to: y, direction: put}}]
    |                   ^^^^
  write mode: change at the top of the playbook`,
  ],
  [
    'a copy that does not say which way',
    'name: t\ntasks: [{name: a, copy: {from: x, to: y}}]',
    `t.yaml:2:19: tasks[0].copy: missing key "direction"
  2 | tasks: [{name: a, copy: {from: x, to: y}}]
    |                   ^^^^`,
  ],
  [
    'a path that speaks of a variable that is not there',
    'name: t\nvars: {image: x}\nmode: change\ntasks: [{name: a, copy: {from: "{{vars.imag}}", to: y, direction: put}}]',
    `t.yaml:4:35: tasks[0].copy.from: "vars" has no "imag"
  4 | tasks: [{name: a, copy: {from: "{{vars.imag}}", to: y, direction: put}}]
    |                                   ^^^^^^^^^
  did you mean "image"?`,
  ],
  [
    'a difference that only a configuration can have',
    'name: t\ntasks: [{name: a, command: x, diff: true}]',
    `t.yaml:2:31: tasks[0].diff: only a task with config can tell what it changed
  2 | tasks: [{name: a, command: x, diff: true}]
    |                               ^^^^`,
  ],
  [
    'a configuration in a playbook that only reads',
    'name: t\ntasks: [{name: a, config: [x]}]',
    `t.yaml:2:19: tasks[0].config: a configuration changes the device, and the playbook has mode: read
  2 | tasks: [{name: a, config: [x]}]
    |                   ^^^^^^
  write mode: change at the top of the playbook`,
  ],
  [
    'a command of two lines',
    'name: t\ncommand: |\n  show clock\n  reload\n',
    `t.yaml:4:3: command: a command is one line, and this is the next one
  4 |   reload
    |   ^
  write commands: with an item per line`,
  ],
  [
    'a need on an unknown task',
    'name: t\ntasks:\n  - {name: version, command: x}\n  - {name: b, command: y, needs: [vresion@all]}',
    `t.yaml:4:35: tasks[1].needs[0]: unknown task "vresion"
  4 |   - {name: b, command: y, needs: [vresion@all]}
    |                                   ^^^^^^^^^^^
  did you mean "version"?`,
  ],
  [
    'a need that is none',
    'name: t\ntasks:\n  - {name: a, command: x}\n  - {name: b, command: y, needs: [a@b@c, "@x"]}',
    `t.yaml:4:35: tasks[1].needs[0]: expected a task such as version, backup@all or drain@core1, got "a@b@c"
  4 |   - {name: b, command: y, needs: [a@b@c, "@x"]}
    |                                   ^^^^^
t.yaml:4:42: tasks[1].needs[1]: expected a task such as version, backup@all or drain@core1, got "@x"
  4 |   - {name: b, command: y, needs: [a@b@c, "@x"]}
    |                                          ^^^^`,
  ],
  [
    'a ring of needs, printed with its lines',
    'name: t\ntasks:\n  - {name: a, command: x, needs: [c]}\n  - {name: b, command: x, needs: a@all}\n  - {name: c, command: x, needs: b}',
    `t.yaml:3:34: tasks[0].needs: a ring of needs, none of which could begin: a (line 3) needs c (line 5), which needs b (line 4), which needs a
  3 |   - {name: a, command: x, needs: [c]}
    |                                  ^^^`,
  ],
  [
    'a task that needs itself',
    'name: t\ntasks: [{name: a, command: x, needs: a}]',
    `t.yaml:2:38: tasks[0].needs: a (line 2) needs itself, so it could never begin
  2 | tasks: [{name: a, command: x, needs: a}]
    |                                      ^`,
  ],
  [
    'an expression with a misspelt name',
    'name: t\nselect: \'host.platfrm == "cisco_ios"\'\ncommand: x',
    `t.yaml:2:15: select: "host" has no "platfrm"
  2 | select: 'host.platfrm == "cisco_ios"'
    |               ^^^^^^^
  did you mean "platform"?`,
  ],
  [
    'an expression that gives no answer',
    'name: t\ntasks: [{name: a, command: x, expect: [output]}]',
    `t.yaml:2:40: tasks[0].expect[0]: expected an expression that is true or false, but this is a text
  2 | tasks: [{name: a, command: x, expect: [output]}]
    |                                        ^^^^^^`,
  ],
  [
    'an expression on an unknown task',
    'name: t\ntasks:\n  - {name: version, command: x}\n  - name: b\n    command: y\n    when: results.verison.output == ""',
    `t.yaml:6:19: tasks[1].when: unknown task "verison"
  6 |     when: results.verison.output == ""
    |                   ^^^^^^^
  did you mean "version"?`,
  ],
  [
    'an expression on a task that comes later',
    'name: t\ntasks:\n  - {name: a, command: x, when: results.b.complete}\n  - {name: b, command: y}',
    `t.yaml:3:41: tasks[0].when: "b" does not come before "a"
  3 |   - {name: a, command: x, when: results.b.complete}
    |                                         ^
  add b to needs, or move it up`,
  ],
  [
    'an expectation on its own result',
    'name: t\ntasks: [{name: a, command: x, expect: results.a.complete}]',
    `t.yaml:2:47: tasks[0].expect: a task cannot read its own result
  2 | tasks: [{name: a, command: x, expect: results.a.complete}]
    |                                               ^
  write output for what the device has answered`,
  ],
  [
    'an expression on a variable that is not set',
    'name: t\nvars: {ntp: x}\ntasks: [{name: a, command: x, when: vars.npt == "x"}]',
    `t.yaml:3:42: tasks[0].when: "vars" has no "npt"
  3 | tasks: [{name: a, command: x, when: vars.npt == "x"}]
    |                                          ^^^
  did you mean "ntp"?`,
  ],
  [
    'a result of another host that nothing waits for',
    'name: t\ntasks:\n  - {name: a, command: x}\n  - {name: b, command: y, when: \'results["a@R1"].complete\'}',
    `t.yaml:4:42: tasks[1].when: nothing makes this task wait for "a@R1"
  4 |   - {name: b, command: y, when: 'results["a@R1"].complete'}
    |                                          ^^^^^^
  add a@R1 to needs`,
  ],
  [
    'a command with a misspelt variable',
    'name: t\nvars: {ntp: x}\ncommand: show {{vars.npt}}',
    `t.yaml:3:17: command: "vars" has no "npt"
  3 | command: show {{vars.npt}}
    |                 ^^^^^^^^
  did you mean "ntp"?`,
  ],
  [
    'a template that is not closed, in a block of text',
    'name: t\ncommand: x\noutput: |\n  # x\n    {{#each results}}\n',
    `t.yaml:5:5: output: {{#each results}} is not closed: {{/each}} is missing
  5 |     {{#each results}}
    |     ^^^^^^^^^^^^^^^^^`,
  ],
  [
    'a template with a misspelt name among the results',
    'name: t\ncommand: x\noutput: |\n  {{#each results}}\n  {{host.name}} {{outptu}}\n  {{/each}}\n',
    `t.yaml:5:19: output: unknown name "outptu"
  5 |   {{host.name}} {{outptu}}
    |                   ^^^^^^
  did you mean "output"?`,
  ],
  [
    'a file name with a name it cannot have',
    'name: t\ncommand: x\noutput: {file: "{{host.name}}.md"}',
    `t.yaml:3:19: output.file: unknown name "host"
  3 | output: {file: "{{host.name}}.md"}
    |                   ^^^^^^^^^
  known here: run, playbook, vars`,
  ],
  [
    'a retry of a failed login',
    'name: t\nretry: {attempts: 2, on: [auth]}\ncommand: x',
    `t.yaml:2:27: retry.on[0]: a failed login is never tried again: devices lock accounts after a few wrong passwords
  2 | retry: {attempts: 2, on: [auth]}
    |                           ^^^^`,
  ],
  [
    'a duration that is none',
    'name: t\ntimeout: fast\ncommand: x',
    `t.yaml:2:10: timeout: expected a duration such as 30 or 1m 30s, got "fast"
  2 | timeout: fast
    |          ^^^^`,
  ],
  [
    'an unknown key',
    'name: t\ncomand: x',
    `t.yaml:2:1: comand: unknown key
  2 | comand: x
    | ^^^^^^
  did you mean "command"?`,
  ],
];

test('every mistake has its exact message, place and proposal', () => {
  for (const [title, text, expected] of MESSAGES) {
    assert.equal(
      messageOf(() => loadText(text)),
      expected,
      title,
    );
  }
});

test('all mistakes come at once, in the order of the file', () => {
  const message = messageOf(() =>
    loadText('name: t\nmode: reed\nselect: hots\nconcurrency: 0\ncommand: x {{y\noutput: "{{z}}"\n'),
  );
  assert.deepEqual(
    [...message.matchAll(/^t\.yaml:(\d+)/gm)].map(([, line]) => line),
    ['2', '3', '4', '5', '6'],
  );
});

test('a template is read from a file when it names one, and its mistakes point there', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'flow-playbook-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'p.yaml');
  writeFileSync(join(folder, 'report.hbs'), '# {{playbook.name}}\n');
  writeFileSync(join(folder, 'LICENCE'), 'free\n');
  writeFileSync(file, 'name: t\ncommand: x\noutput: [report.hbs, {template: LICENCE, format: txt}, "no file"]\n');
  assert.deepEqual(
    loadPlaybook(file).outputs.map(({ format, template }) => [format, template?.text]),
    [
      ['md', '# {{playbook.name}}\n'],
      ['txt', 'free\n'],
      ['md', 'no file'],
    ],
  );
  writeFileSync(join(folder, 'report.hbs'), '# x\n\n  {{#each results}}{{nam}}{{/each}}\n');
  assert.equal(
    messageOf(() => loadPlaybook(file)),
    'report.hbs:3:22: output[0]: unknown name "nam"\n  3 |   {{#each results}}{{nam}}{{/each}}\n    |                      ^^^',
  );
  rmSync(join(folder, 'report.hbs'));
  assert.match(
    messageOf(() => loadPlaybook(file)),
    /p\.yaml:3:10: output\[0\]: no such file/,
  );
});

test('the format of a report is what is said, else what its template or its file is called', () => {
  const formats = (output: string) =>
    loadText(`name: t\ncommand: x\noutput: ${output}\n`).outputs.map(({ format }) => format);
  const files = [
    'a.md',
    'a.HTML',
    'a.htm',
    'a.txt',
    'a.json',
    'a.jsonl',
    'a.ndjson',
    'a.csv',
    'a.xml',
    'a.junit',
    'a.toString',
  ];
  assert.deepEqual(
    formats(`[${files.map((file) => `{file: ${file.replace('a', 'r{{run.id}}').replace(/.*/, '"$&"')}}`).join(', ')}]`),
    ['md', 'html', 'html', 'txt', 'json', 'jsonl', 'jsonl', 'csv', 'junit', 'junit', 'md'],
  );
  assert.deepEqual(formats('{format: csv, file: x.txt}'), ['csv']);
});

test('what is put into a template of HTML or XML is escaped, and it cannot say otherwise', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'flow-playbook-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'p.yaml');
  writeFileSync(join(folder, 'page.html'), '<b>{{summary}}</b>\n{{#each results}}\n  {{{output}}}\n{{/each}}\n');
  writeFileSync(file, 'name: t\ncommand: x\noutput: page.html\n');
  assert.equal(
    messageOf(() => loadPlaybook(file)),
    'page.html:3:3: output: a value without escaping could become markup\n  3 |   {{{output}}}\n    |   ^^^^^^^^^^^^\n  write {{ and }}',
  );
  writeFileSync(join(folder, 'page.html'), '<b>{{summary}}</b>\n');
  assert.deepEqual(
    loadPlaybook(file).outputs.map(({ format }) => format),
    ['html'],
  );
  assert.match(
    messageOf(() => loadText('name: t\ncommand: x\noutput: {format: junit, template: "{{&summary}}"}')),
    /could become markup/,
  );
});

test('what the command line says stands in the place of the playbook', () => {
  const text =
    'name: t\ninventory: a.yaml\nvars: {a: 1, b: 2}\ncommand: x {{vars.c}}\noutput: ["# x", {format: json, file: r.json}]';
  const playbook = loadText(text, {
    overrides: {
      vars: { b: 3, c: 4 },
      concurrency: 7,
      executor: 'inline',
      order: 'completed',
      inventory: ['b.yaml'],
      select: 'host.name == "R1"',
      outputs: ['o {{x}}.report'],
    },
  });
  assert.deepEqual(playbook.vars, { a: 1, b: 3, c: 4 });
  assert.equal(playbook.concurrency.hosts, 7);
  assert.deepEqual(
    [playbook.executor, playbook.order, playbook.select?.source],
    ['inline', 'completed', 'host.name == "R1"'],
  );
  assert.deepEqual(playbook.inventory, { kind: 'files', paths: [resolve('b.yaml')] });
  assert.deepEqual(
    playbook.outputs.map(({ file }) => file?.text),
    [resolve('o \\{{x}}.report'), 'r.json'],
  );
  assert.deepEqual(loadText(text.replace('{{vars.c}}', ''), { overrides: { format: 'json' } }).outputs, [
    { format: 'json' },
  ]);
  const several = loadText(text.replace('{{vars.c}}', ''), { overrides: { outputs: ['a.html', 'b.md', 'c.log'] } });
  assert.deepEqual(
    several.outputs.map(({ format, file, template }) => [format, file?.text, template?.text]),
    [
      ['html', resolve('a.html'), undefined],
      ['md', resolve('b.md'), '# x'],
      ['md', resolve('c.log'), '# x'],
    ],
  );
  const refused: [object, string][] = [
    [{ executor: 'fork' }, 'executor: expected auto or inline or threads or processes or queue, got "fork"'],
    [{ order: 'complete' }, 'order: expected inventory or completed, got "complete"; did you mean "completed"?'],
    [{ concurrency: 0 }, 'concurrency: expected a whole number from 1 to 10000, got 0'],
    [
      { format: 'json', outputs: ['a.html', 'b.md'] },
      'format: each of `outputs` says its format by its ending; leave one of them out',
    ],
    [{ format: 'xls' }, 'format: expected md or html or txt or json or jsonl or csv or junit, got "xls"'],
    [{ select: 'host.nme == ""' }, 'select: "host" has no "nme"\n  host.nme == ""\n       ^^^\n  did you mean "name"?'],
  ];
  for (const [overrides, message] of refused) {
    assert.throws(
      () => loadText('name: t\ncommand: x', { overrides }),
      (error) => error instanceof UsageError && error.message === message,
      message,
    );
  }
});

test('any document is a playbook or a DocumentError with places in it', () => {
  const keys = fc.constantFrom(
    'name',
    'command',
    'commands',
    'tasks',
    'output',
    'select',
    'vars',
    'timeout',
    'retry',
    'on_failure',
    'inventory',
    'version',
    'config',
    'needs',
    'when',
    'expect',
    'file',
    'template',
    'attempts',
    'on',
    'stop_after',
    'lab',
    'hosts',
    'answers',
    'x',
  );
  const leaf = fc.oneof(
    fc.constantFrom('a', 'show {{vars.x}}', '{{', 'a@all', 'results.a.output == ""', 'true', 'md', '10%', '1m'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(keys, value), (document) => {
      const text = JSON.stringify({ name: 't', ...document }, null, 1);
      try {
        loadText(text);
      } catch (error) {
        assert.ok(error instanceof DocumentError, `${error instanceof Error ? error.stack : error}`);
        assert.ok(error.diagnostics.length > 0);
        const lines = text.split('\n').length;
        for (const { position, message } of error.diagnostics) {
          assert.ok(position && position.line >= 1 && position.line <= lines, message);
          assert.doesNotMatch(message, /\[object|NaN/);
        }
      }
    }),
    { numRuns: 400 },
  );
});
