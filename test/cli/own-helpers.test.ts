import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { makeFolder } from '../support/lab.js';
import { type FlowResult, runFlow } from '../support/run-flow.js';

/** Runs a playbook with a module of helpers, on one simulated router. */
async function run(
  t: TestContext,
  module: string,
  template: string,
  words = ['run', 'p.yaml'],
): Promise<FlowResult & { folder: string }> {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'helpers.mjs'), module);
  const output = JSON.stringify(template);
  writeFileSync(
    join(folder, 'p.yaml'),
    `name: Own\ninventory: {lab: {cisco_ios: 1}}\nhelpers: ./helpers.mjs\ncommand: show clock\noutput: ${output}\n`,
  );
  const result = await runFlow(words, { cwd: folder, env: { FLOW_HOME: join(folder, 'home') } });
  return { ...result, folder };
}

const SHOUT =
  'export const shout = (text) => `${text}!`;\nfunction two(a, b) { return a + b }\nexport { two as sum };\n';

test('functions that a module exports are helpers of reports, of flow report too', async (t) => {
  const { exitCode, stdout, stderr, folder } = await run(
    t,
    SHOUT,
    '{{#each results}}{{shout (upper host.name)}} {{sum 1 2}}{{/each}}',
  );
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout, 'R1! 3\n');
  const again = await runFlow(['report', 'last'], { cwd: folder, env: { FLOW_HOME: join(folder, 'home') } });
  assert.equal(again.stdout, stdout, again.stderr);
});

test('what a helper of the user gives cannot end the row of a table either', async (t) => {
  const { stdout } = await run(t, 'export function bad() { return "a | b\\n| c |" }\n', '| {{bad 1}} |');
  assert.equal(stdout, '| a \\| b<br>\\| c \\| |\n');
});

test('a module that cannot be loaded is told with its place, and nothing is sent', async (t) => {
  const cases: [module: string, message: RegExp][] = [
    [
      'export function a(x) {\n  return x +* 2;\n}\n',
      /helpers\.mjs:2:13: helpers: it cannot be loaded: Unexpected token '\*'\n {2}2 \| {3}return x \+\* 2;\n/,
    ],
    [
      'export const a = (x) => x;\nnull.y;\n',
      /helpers\.mjs:2:6: helpers: it cannot be loaded: Cannot read properties of null/,
    ],
    ['export const a = 5;\n', /helpers\.mjs:1:1: helpers: "a" is no function/],
  ];
  for (const [module, message] of cases) {
    const { exitCode, stdout, stderr } = await run(t, module, '{{a 1}}');
    assert.equal(exitCode, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
  }
});

test('a helper that fails is told at its call, with its own place, and the results are not lost', async (t) => {
  const cases: [module: string, message: RegExp][] = [
    [
      'export function a(x) {\n  return x.y.z;\n}\n',
      /p\.yaml:5:\d+: output.*: the helper "a" failed: Cannot read properties of undefined .* \(helpers\.mjs:2:14\)/,
    ],
    ['export async function a() { return 1 }\n', /the helper "a" gives a promise, and a template cannot wait/],
  ];
  for (const [module, message] of cases) {
    const { exitCode, stdout, stderr } = await run(t, module, '{{a playbook}}');
    assert.equal(exitCode, 1);
    assert.match(stdout, /^# Own\n/);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
  }
});

test('names are checked without running anything', async (t) => {
  const module = 'export function shout() {}\nprocess.exit(9);\n';
  const validate = ['validate', 'p.yaml'];
  assert.equal((await run(t, module, '{{shout 1}}', validate)).exitCode, 0);
  assert.match(
    (await run(t, module, '{{shuot 1}}', validate)).stderr,
    /unknown helper "shuot"\n.*\n.*\n {2}did you mean "shout"\?/,
  );
  assert.match(
    (await run(t, 'export function upper() {}\n', 'x', validate)).stderr,
    /p\.yaml:3:10: helpers: \.\/helpers\.mjs exports "upper", which is the name of a helper of flow/,
  );
  assert.match((await run(t, 'const a = 1;\n', 'x', validate)).stderr, /helpers: \.\/helpers\.mjs exports no function/);
});

test('a module outside of the folder of the playbook is refused', async (t) => {
  const { folder } = await run(t, SHOUT, 'x');
  const inner = makeFolder(t);
  symlinkSync(join(folder, 'helpers.mjs'), join(inner, 'link.mjs'));
  for (const path of [join(folder, 'helpers.mjs'), 'link.mjs', '../gone.mjs']) {
    writeFileSync(
      join(inner, 'p.yaml'),
      `name: Own\ninventory: {lab: {cisco_ios: 1}}\nhelpers: ${path}\ncommand: show clock\n`,
    );
    const { exitCode, stderr } = await runFlow(['run', 'p.yaml'], { cwd: inner });
    assert.equal(exitCode, 2);
    assert.match(stderr, /p\.yaml:3:10: helpers: /);
  }
});
