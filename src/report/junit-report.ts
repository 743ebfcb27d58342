import type { Check, ErrorReport, Result, RunRecord } from '../task/result.js';
import { emptyTag, escapeXml, openTag } from './xml.js';

/**
 * Writes JUnit XML as CI systems read it: a test suite for each host, in it a test case for each of its tasks
 * and for each rule that they are judged by. What was raised because an
 * expectation did not hold is a failure, what was raised for another reason or is unknown an error, what was cancelled or skipped is
 * skipped. Each host is a piece.
 *
 * @see testmoapp/junitxml for the attributes that CI systems have in common
 */
export function* junitPieces(record: RunRecord): Generator<string> {
  const { run, playbook, results } = record;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `${openTag('testsuites', { name: playbook.name, ...countCases(results.flatMap(casesOf)), time: seconds(run.duration_ms ?? 0), timestamp: run.started })}\n`;
  for (const [name, own] of byHost(results)) yield writeSuite(name, own, record);
  yield '</testsuites>\n';
}

/** How a test case is told: one without any of the others has passed. */
type CaseKind = 'passed' | 'failure' | 'error' | 'skipped';

/** Of a task, or of one rule of its `expect`. */
interface TestCase {
  name: string;
  kind: CaseKind;
  /** In milliseconds. */
  durationMs: number;
  message: string;
  /** A code, or a state. */
  type: string;
  /** Below the message: what can be done, and the end of what was received. */
  details: string;
  said: string;
}

function casesOf(result: Result): TestCase[] {
  const { task, state, error, duration_ms, command, output } = result;
  const said = [...(command === null ? [] : [`> ${command}`]), ...(output ? [output] : [])].join('\n');
  const own = { message: error?.message ?? state, type: error?.code ?? state, details: explain(error), said };
  return [
    { name: task, kind: kindOf(result), durationMs: duration_ms, ...own },
    ...result.checks.map(({ rule, outcome, message }) => ({
      name: `${task}: ${rule}`,
      kind: KIND_OF_OUTCOME[outcome],
      durationMs: 0,
      message: message ?? outcome,
      type: 'expect',
      details: '',
      said: '',
    })),
  ];
}

const KIND_OF_OUTCOME: Readonly<Record<Check['outcome'], CaseKind>> = {
  pass: 'passed',
  fail: 'failure',
  'not applicable': 'skipped',
};

function kindOf({ state, error }: Result): CaseKind {
  switch (state) {
    case 'finished':
      return 'passed';
    case 'raised':
      return error?.code === 'expect' ? 'failure' : 'error';
    case 'unknown':
      return 'error';
    case 'cancelled':
    case 'skipped':
      return 'skipped';
    default:
      return state satisfies never;
  }
}

function countCases(cases: readonly TestCase[]): Record<string, number> {
  const count = (wanted: CaseKind) => cases.filter(({ kind }) => kind === wanted).length;
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

function byHost(results: readonly Result[]): Map<string, Result[]> {
  const hosts = new Map<string, Result[]>();
  for (const result of results) {
    const own = hosts.get(result.host.name);
    if (own) own.push(result);
    else hosts.set(result.host.name, [result]);
  }
  return hosts;
}

function writeSuite(name: string, results: readonly Result[], { run, playbook }: RunRecord): string {
  const time = seconds(results.reduce((sum, { duration_ms }) => sum + duration_ms, 0));
  const cases = results.flatMap(casesOf);
  const { address, platform } = results[0]?.host ?? { address: '', platform: '' };
  const properties = { run: run.id, playbook: playbook.file, address, platform };
  return [
    `  ${openTag('testsuite', { name, ...countCases(cases), time, timestamp: results[0]?.started ?? run.started })}`,
    '    <properties>',
    ...Object.entries(properties)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => `      ${emptyTag('property', { name: key, value })}`),
    '    </properties>',
    ...cases.map((each) => writeCase(each, name)),
    '  </testsuite>\n',
  ].join('\n');
}

function writeCase({ name, kind, durationMs, said, ...outcome }: TestCase, host: string): string {
  const body = [
    ...(kind === 'passed' ? [] : [writeOutcome(kind, outcome)]),
    ...(said === '' ? [] : [`      <system-out>${escapeXml(said)}</system-out>`]),
  ];
  const attributes = { name, classname: host, time: seconds(durationMs) };
  if (body.length === 0) return `    ${emptyTag('testcase', attributes)}`;
  return [`    ${openTag('testcase', attributes)}`, ...body, '    </testcase>'].join('\n');
}

function writeOutcome(
  kind: Exclude<CaseKind, 'passed'>,
  { message, type, details }: Pick<TestCase, 'message' | 'type' | 'details'>,
): string {
  if (kind === 'skipped') return `      ${emptyTag('skipped', { message })}`;
  return `      ${openTag(kind, { message, type })}${escapeXml(details)}</${kind}>`;
}

function explain(error: ErrorReport | null): string {
  if (!error) return '';
  return [
    `${error.code}${error.phase === null ? '' : ` (${error.phase})`}: ${error.message}`,
    ...(error.hint === null ? [] : [`Hint: ${error.hint}`]),
    ...(error.last === null ? [] : [`Last received: ${error.last}`]),
  ].join('\n');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
