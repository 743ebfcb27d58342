import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderReport } from '../../src/report/render.js';
import type { Result } from '../../src/task/result.js';
import { AUTH, makeClockRecord, makeRecord, makeResult } from './sample-record.js';

test('the built-in Markdown report tells the failures first and then one line for each host', () => {
  assert.equal(
    renderReport(makeClockRecord(), { format: 'md' }),
    `# Clock on every router

3 hosts: 2 finished, 1 raised in 1.2 s

## Failures

**auth**: the device did not accept the credentials.
Hint: check \`username\`, \`password\`, \`key\` and \`secret\`.

| Host | Address | Task | Message |
|---|---|---|---|
| R2 | 192.168.100.2 | clock | the device did not accept the password of "lab" |

## clock

\`sh clock\`

| Host | Output |
|---|---|
| R1 | \`*06:02:11.983 UTC Mon Aug 28 2017\` |
| R2 | raised: auth |
| R3 | \`*06:02:13.983 UTC Mon Aug 28 2017\` |
`,
  );
});

test('outputs of several lines are fenced blocks, and what is not finished says so', () => {
  const record = makeRecord([
    makeResult(1, { task: 'version', command: 'sh ver', output: 'Cisco IOS\n```\nuptime is 1 week\n' }),
    makeResult(1, { command: 'sh clock' }),
    makeResult(2, {
      task: 'version',
      command: 'sh ver',
      state: 'raised',
      output: 'Cisco IOS\nCopy',
      complete: false,
      error: { ...AUTH, code: 'timeout', phase: 'command', message: 'no prompt within 30 s' },
    }),
    makeResult(2, {
      command: null,
      state: 'skipped',
      output: null,
      error: {
        code: 'cancelled',
        phase: null,
        message: 'not run: needs version, which was raised',
        hint: null,
        last: null,
      },
    }),
    makeResult(3, { task: 'version', command: 'sh ver', output: '' }),
    makeResult(3, { command: 'sh clock detail' }),
  ]);
  const text = renderReport(record, { format: 'md' });
  assert.equal(
    text.slice(text.indexOf('## version')),
    `## version

\`sh ver\`

| Host | Output |
|---|---|
| R3 | *no output* |

### R1

\`\`\`\`text
Cisco IOS
\`\`\`
uptime is 1 week
\`\`\`\`

### R2 (raised: timeout)

\`\`\`text
Cisco IOS
Copy
\`\`\`

## clock

| Host | Command | Output |
|---|---|---|
| R1 | \`sh clock\` | \`*06:02:11.983 UTC Mon Aug 28 2017\` |
| R2 |  | skipped: not run: needs version, which was raised |
| R3 | \`sh clock detail\` | \`*06:02:13.983 UTC Mon Aug 28 2017\` |
`,
  );
  assert.match(text, /^3 hosts, 6 tasks: 4 finished, 1 raised, 1 skipped in 1\.2 s$/m);
});

test('a playbook of one command of its own name has no heading that says the name again', () => {
  const record = makeRecord([makeResult(1, { task: 'Clock on every router' })]);
  assert.equal(
    renderReport(record, { format: 'md' }),
    '# Clock on every router\n\n1 host: 1 finished in 1.2 s\n\n`sh clock`\n\n| Host | Output |\n|---|---|\n| R1 | `*06:02:11.983 UTC Mon Aug 28 2017` |\n',
  );
});

test('a diff of two reports shows the line of the device that changed and the summary, and nothing else', () => {
  const lines = (output: string, durationMs: number) => {
    const record = makeRecord([makeResult(1), makeResult(2, { output })]);
    record.run.duration_ms = durationMs;
    return renderReport(record, { format: 'md' }).split('\n');
  };
  const [before, after] = [lines('up', 1200), lines('down, and a much longer line than before', 1900)];
  const changed = before.filter((line, index) => line !== after[index]);
  assert.deepEqual(changed, ['2 hosts: 2 finished in 1.2 s', '| R2 | `up` |']);
});

/** Text that would love to be structure. */
const hostile = fc.string({
  unit: fc.constantFrom(
    'a',
    '|',
    '`',
    '```',
    '\\',
    '\n',
    '\r',
    '\u001b[2J',
    '<b>',
    '&',
    '*',
    '_',
    '#',
    '- ',
    '1. ',
    '~~~',
    ' ',
    '\u202e',
    '\u0085',
  ),
  maxLength: 30,
});

test('text of a device can neither break a table nor end a block nor bring in control characters', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(hostile, hostile, hostile), { minLength: 1, maxLength: 4 }), (texts) => {
      const results = texts.map(([output, message, name], index): Result => {
        const change = index % 2 === 0 ? {} : { state: 'raised' as const, error: { ...AUTH, message, hint: message } };
        return makeResult(index, { ...change, output, host: { ...makeResult(index).host, name: `${index}${name}` } });
      });
      const text = renderReport(makeRecord(results), { format: 'md' });
      assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
      checkStructure(text, results.length);
    }),
    { numRuns: 300 },
  );
});

/** Reads the report as Markdown does: fences first, then rows, whose bars count unless a backslash stands before them. */
function checkStructure(text: string, hosts: number): void {
  let fence: string | null = null;
  let columns = 0;
  let told = 0;
  for (const line of text.split('\n')) {
    if (fence !== null) {
      if (line === fence) fence = null;
      assert.ok(fence === null || !new RegExp(`^ {0,3}\`{${fence.length},}\\s*$`).test(line), `fence ended by ${line}`);
      continue;
    }
    const opened = /^(`{3,})text$/.exec(line);
    if (opened) fence = opened[1] ?? null;
    else if (line.startsWith('|')) {
      const bars = (line.match(/(?<!\\)(?:\\\\)*\|/g) ?? []).length;
      columns ||= bars;
      assert.equal(bars, columns, `row with another number of cells: ${line}`);
      if (columns === 3 && !line.startsWith('| Host') && !line.startsWith('|---')) told++;
    } else {
      columns = 0;
      if (line.startsWith('### ')) told++;
      assert.doesNotMatch(line, /<(?!br>)|^\s*(?:[-+>]|={2,}|~~~|\d+[.)]\s)/);
    }
  }
  assert.equal(fence, null);
  assert.equal(told, hosts);
}

test('what a configuration changed stands once for all hosts with the same change', () => {
  const diff = '--- running configuration before\n+++ running configuration after\n@@ -1,1 +1,1 @@\n-a\n+```\n';
  const record = makeRecord([
    makeResult(1, { diff, output: 'x' }),
    makeResult(2, { diff: '', output: 'x' }),
    makeResult(3, { diff, output: 'x' }),
  ]);
  const text = renderReport(record, { format: 'md' });
  assert.ok(text.includes(`### Changed on R1, R3\n\n\`\`\`\`diff\n${diff}\`\`\`\`\n`), text);
  assert.equal(text.match(/Changed on/g)?.length, 1);
});

test('warnings stand in a table of their own, and in the report for a terminal', () => {
  const warnings = [{ host: 'R1', message: 'telnet is | not encrypted' }];
  const record = { ...makeClockRecord(), warnings };
  const markdown = '## Warnings\n\n| Host | Warning |\n|---|---|\n| R1 | telnet is \\| not encrypted |\n';
  assert.ok(renderReport(record, { format: 'md' }).includes(markdown));
  assert.match(renderReport(record, { format: 'txt' }), /\nwarnings\n {2}R1 +telnet is \| not encrypted\n/);
  assert.deepEqual(JSON.parse(renderReport(record, { format: 'json' })).warnings, warnings);
  assert.ok(!renderReport(makeClockRecord(), { format: 'md' }).includes('Warning'));
});
