import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { packageRoot } from '../../src/document/package-root.js';
import { DocumentError } from '../../src/error/flow-error.js';
import { readTemplate } from '../../src/parse/textfsm/read-template.js';
import { runTemplate } from '../../src/parse/textfsm/run-template.js';
import { TemplateStop } from '../../src/parse/textfsm/template.js';
import { TEMPLATE_CASE, type TemplateCase } from './support/random-template.js';

/** Debian's, for its package python3-textfsm is found by no other. */
const PYTHON = '/usr/bin/python3';
const CASES = 5_000;

type Outcome = { kind: 'refused' } | { kind: 'stopped' } | { kind: 'rows'; rows: unknown };

const isInstalled = spawnSync(PYTHON, ['-c', 'import textfsm']).status === 0;

test(`[real] ${CASES} random templates give what the reference implementation gives, and the same ones are refused`, {
  skip: isInstalled ? false : 'not installed: python3-textfsm',
}, () => {
  const cases = fc.sample(TEMPLATE_CASE, { numRuns: CASES, seed: 20_260 });
  const theirs = runReference(cases);
  const count = { refused: 0, stopped: 0, rows: 0, filled: 0 };
  for (const [index, one] of cases.entries()) {
    const expected = theirs[index] as Outcome;
    assert.deepEqual(runOwn(one), expected, JSON.stringify(one));
    count[expected.kind]++;
    if (expected.kind === 'rows' && (expected.rows as unknown[]).length > 0) count.filled++;
  }
  // Every kind of outcome was met often enough to say something.
  assert.ok(count.refused > 500 && count.stopped > 100 && count.filled > 500, JSON.stringify(count));
});

function runOwn({ template, text }: TemplateCase): Outcome {
  try {
    const { rows } = runTemplate(readTemplate('t', template), text);
    return { kind: 'rows', rows: JSON.parse(JSON.stringify(rows)) };
  } catch (error) {
    if (error instanceof DocumentError) return { kind: 'refused' };
    if (error instanceof TemplateStop) return { kind: 'stopped' };
    throw error;
  }
}

function runReference(cases: readonly TemplateCase[]): Outcome[] {
  const script = join(packageRoot, 'test/parse/support/run-reference.py');
  const { status, stdout, stderr } = spawnSync(PYTHON, [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Outcome[];
}
