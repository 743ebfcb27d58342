import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { loadPlaybook } from '../../src/playbook/load.js';
import { renderReport } from '../../src/report/render.js';
import { messageOf } from '../playbook/load-text.js';
import { makeFolder } from '../support/lab.js';
import { makeRecord, makeResult } from './sample-record.js';

const HEAD = 'name: Partials\ninventory: {lab: {cisco_ios: 1}}\ncommand: show clock\n';

function makeProject(t: TestContext, files: Record<string, string>): string {
  const folder = makeFolder(t);
  mkdirSync(join(folder, 'parts'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return join(folder, 'p.yaml');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

function render(file: string): string {
  const [spec] = loadPlaybook(file).outputs;
  assert.ok(spec);
  return renderReport(makeRecord([makeResult(1, { output: 'a | b\n{{x}}' }), makeResult(2)]), spec);
}

test('a partial is taken in as if it had been written there, others and a value of its own included', (t) => {
  const file = makeProject(t, {
    'p.yaml': `${HEAD}output: |\n${indent('{{> head}}\n{{#each results}}\n{{> parts/row}}\n{{/each}}\n{{#each hosts}}{{> where this}}{{/each}}')}`,
    'head.hbs': '# {{playbook.name}}\n\n{{> columns.md}}\n',
    'columns.md': '| Router | Output |\n|---|---|\n',
    'parts/row.hbs': '| {{host.name}} | {{output}} |\n',
    'where.hbs': '{{name}}={{address}};',
  });
  assert.equal(
    render(file),
    '# Clock on every router\n\n| Router | Output |\n|---|---|\n| R1 | a \\| b<br>{{x}} |\n| R2 | *06:02:12.983 UTC Mon Aug 28 2017 |\nR1=192.168.100.1;R2=192.168.100.2;\n',
  );
});

test('a mistake in a partial is told where it stands', (t) => {
  const file = makeProject(t, {
    'p.yaml': `${HEAD}output: "{{#each results}}{{> row}}{{/each}}"\n`,
    'row.hbs': 'fine\n| {{host.name}} | {{host.adress}} |\n',
  });
  assert.match(
    messageOf(() => loadPlaybook(file)),
    /^row\.hbs:2:21: output: "host" has no "adress"\n.*\n.*\n {2}did you mean "address"\?$/,
  );
  const broken = makeProject(t, { 'p.yaml': `${HEAD}output: "{{> row}}"\n`, 'row.hbs': 'fine\n{{#if x}}' });
  assert.match(
    messageOf(() => loadPlaybook(broken)),
    /^row\.hbs:2:1: output: \{\{#if x\}\} is not closed/,
  );
});

test('a partial that cannot be had, or could end the row of a table, is told before anything connects', (t) => {
  const outside = makeFolder(t);
  writeFileSync(join(outside, 'secret.hbs'), 'x');
  const file = makeProject(t, {
    'p.yaml': `${HEAD}output: |\n${indent('{{> gone}}\n{{> ../x}}\n{{> link}}\n')}`,
  });
  symlinkSync(join(outside, 'secret.hbs'), join(file, '..', 'link.hbs'));
  const message = messageOf(() => loadPlaybook(file));
  assert.match(message, /p\.yaml:5:3: output: \{\{> gone\}\}: there is no file gone\.hbs in the playbook's folder/);
  assert.match(message, /p\.yaml:6:3: output: \{\{> \.\.\/x\}\}: \.\.\/x\.hbs is outside of the playbook's folder/);
  assert.match(message, /p\.yaml:7:3: output: \{\{> link\}\}: link\.hbs is outside of the playbook's folder/);
  const cases: [template: string, partial: string, message: RegExp][] = [
    ['{{> a}}', '{{> a}}', /^a\.hbs:1:1: output: the partial takes in itself: a → a/],
    ['| {{> a}} |', 'x', /p\.yaml:4:12: output: a partial cannot stand within a row of a table/],
    ['{{> a b=1}}', 'x', /a partial takes one value at most/],
    ['{{> (lookup vars "x")}}', 'x', /a partial is taken in by its name/],
    ['{{#> a}}x{{/a}}', 'x', /blocks around partials/],
  ];
  for (const [template, partial, expected] of cases) {
    const one = makeProject(t, { 'p.yaml': `${HEAD}output: '${template}'\n`, 'a.hbs': partial });
    assert.match(
      messageOf(() => loadPlaybook(one)),
      expected,
    );
  }
});

test('a partial that takes in another twice, and so on, is stopped', (t) => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`p${n}.hbs`, `{{> p${n + 1}}}{{> p${n + 1}}}`]),
  );
  const file = makeProject(t, { ...files, 'p40.hbs': 'x', 'p.yaml': `${HEAD}output: '{{> p0}}'\n` });
  assert.match(
    messageOf(() => loadPlaybook(file)),
    /more than 1000 partials are taken in/,
  );
});

test('a command has no partials', (t) => {
  const file = makeProject(t, { 'p.yaml': HEAD.replace('show clock', "'show {{> a}}'"), 'a.hbs': 'clock' });
  assert.match(
    messageOf(() => loadPlaybook(file)),
    /partials \(\{\{> \.\.\.\}\}\) are for the templates of outputs/,
  );
});
