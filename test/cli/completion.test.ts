import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { COMMANDS } from '../../src/cli/commands.js';
import { kindOf, VALUE_KINDS } from '../../src/cli/completion/suggest-values.js';
import { quoteWord, splitTypedLine } from '../../src/cli/completion/typed-line.js';
import { makeFolder } from '../support/lab.js';
import { runHere } from '../support/run-here.js';

/** Kinds of values that only the user knows. */
const FREE = [
  'addresses',
  'command',
  'expression',
  'fault',
  'line',
  'name',
  'name=value',
  'number',
  'pattern',
  'piece',
  'runs',
  'time',
  'what',
  'url',
  'address',
];

test('of each flag and operand it is known what may be proposed, or that only the user knows', async () => {
  for (const { name, load } of COMMANDS) {
    const { flags, operands } = await load();
    const values = [...flags.flatMap((group) => group.flags), ...operands].filter(({ form }) => /[<[]/.test(form));
    for (const { form, choices } of values) {
      const kind = kindOf(form);
      assert.ok(choices || VALUE_KINDS[kind] || FREE.includes(kind), `flow ${name} ${form}`);
    }
  }
});

/** Any letter, more often one that means something to a shell. */
const LETTER = fc.oneof(
  fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
  fc.constantFrom(...'\'"\\ $`!~/#=;&(*?a'),
);

test('a word that was quoted is read as it was, in each kind of quotes', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: LETTER }), fc.constantFrom('', "'", '"'), (word, quote) => {
      const quoted = quoteWord(word, quote);
      if (quoted === undefined) return;
      const { words, openQuote } = splitTypedLine(`flow ${quote}${quoted}`);
      assert.deepEqual({ words, openQuote }, { words: ['flow', word], openQuote: quote });
    }),
    { seed: 7, numRuns: 500 },
  );
});

test('what is proposed fits what was typed, and says what it is', async (t) => {
  const folder = makeProject(makeFolder(t));
  const cases: [line: string, words: string[]][] = [
    ['flow hel', ['help\tflags and examples of a command']],
    ['flow --v', ['--version']],
    ['flow help sch', ['schema\tprint a JSON Schema for your editor']],
    ['flow run --order c', ['completed']],
    ['flow show --normalise hosts,ti', ['hosts,times']],
    ['flow run --order=c', ['--order=completed']],
    ['flow run clock.yaml -l ', ['core1\tcisco_ios', 'core2\tcisco_ios', '@core\t2 of the hosts']],
    [
      'flow run clock.yaml -l core1,',
      ['core1,core1\tcisco_ios', 'core1,core2\tcisco_ios', 'core1,@core\t2 of the hosts'],
    ],
    ['flow run other.yaml -i devices.yaml --limit @', ['@core\t2 of the hosts']],
    ['flow run broken.yaml --limit ', []],
    ['flow run ', ['broken.yaml', 'clock.yaml', 'devices.yaml', 'more/']],
    ['flow run ./cl', ['./clock.yaml']],
    ['flow run clock.yaml --output ', ['broken.yaml', 'clock.yaml', 'devices.yaml', 'more/', 'notes.txt']],
    ['flow run --platforms ', ['more/']],
    ['flow run clock.yaml --dry-run --dry', []],
    ['flow run clock.yaml --inventory a --inv', ["--inventory\tthis inventory instead of the playbook's"]],
    ['flow run -- --', []],
    ['flow run clock.yaml more ', []],
    ['flow validate clock.yaml cl', ['clock.yaml']],
    ['flow platforms cisco_ios', ['cisco_ios\tCisco IOS and IOS XE']],
    ['flow run clock.yaml --lab --fault dr', ['drop\tdrops the connection somewhere (at byte N)']],
    ['flow history p', ['prune']],
    ['flow schema inv', ['inventory']],
    ['flow nothing ', []],
    ['flow run "$(touch hacked)" --exec', ['--executor\tauto (the default), inline, threads, processes or queue']],
  ];
  for (const [line, words] of cases) {
    const { stdout, stderr, exitCode } = await runHere(['completion', 'zsh', '--', line], { cwd: folder });
    assert.deepEqual({ stderr, exitCode }, { stderr: '', exitCode: 0 });
    assert.deepEqual(stdout.split('\n').slice(0, -1), words, line);
  }
});

test('runs are proposed by what they are called, and hosts of a run by their names', async (t) => {
  const folder = makeFolder(t);
  const env = { FLOW_HOME: join(folder, 'home') };
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: {lab: {cisco_ios: 2}}\ncommand: show clock\n');
  assert.equal((await runHere(['run', 'clock.yaml', '--as', 'before'], { cwd: folder, env })).exitCode, 0);
  const ask = async (line: string) =>
    (await runHere(['completion', 'fish', '--', line], { cwd: folder, env })).stdout.split('\n').slice(0, -1);
  const [last, named, id, ...rest] = await ask('flow diff last ');
  assert.deepEqual([last, named?.split(',')[0], rest], ['last\tClock, the newest run', 'before\tClock', []]);
  assert.match(id ?? '', /^[\w-]+\tClock, \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual(await ask('flow show before R'), ['R1\tcisco_ios', 'R2\tcisco_ios']);
  assert.deepEqual(await ask('flow show nothing R'), []);
});

test('for bash a word is quoted, and only what stands behind its last break is given', async () => {
  const ask = async (...words: string[]) => (await runHere(['completion', 'bash', '--', ...words])).stdout;
  assert.equal(await ask('flow run --executor=th', 'th'), 'threads\n');
  assert.equal(await ask('flow run --executor=th', '--executor=th'), '--executor=threads\n');
});

test('each script is for a shell that flow knows', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout, exitCode } = await runHere(['completion', shell]);
    assert.equal(exitCode, 0);
    assert.match(stdout, new RegExp(`^# ?(?:flow's words for the Tab of ${shell}|compdef flow)`));
  }
  const { stderr, exitCode } = await runHere(['completion', 'zhs']);
  assert.equal(exitCode, 2);
  assert.equal(stderr, 'flow: there is no completion for "zhs": expected bash, zsh or fish\n  did you mean "zsh"?\n');
});

/** Two hosts in a group, a playbook that asks them, and files that are none. */
function makeProject(folder: string): string {
  mkdirSync(join(folder, 'more'));
  writeFileSync(join(folder, 'notes.txt'), '');
  writeFileSync(join(folder, '.hidden.yaml'), '');
  writeFileSync(join(folder, 'broken.yaml'), 'name: [');
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n');
  const host = (address: string) =>
    `{address: ${address}, platform: cisco_ios, groups: [core], password: '\${exec:touch hacked}'}`;
  writeFileSync(
    join(folder, 'devices.yaml'),
    `hosts: {core1: ${host('192.0.2.1')}, core2: ${host('192.0.2.2')}}\ngroups: {core: {}}\n`,
  );
  return folder;
}
