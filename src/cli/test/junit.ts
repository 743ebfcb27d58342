import { emptyTag, escapeXml, openTag } from '../../report/xml.js';
import type { Verdict } from './verdict.js';

/** The verdicts as a JUnit report: what differs is a failure, what could not be run an error. Times in seconds. */
export function junitOf(verdicts: readonly Verdict[]): string {
  const count = (wanted: Verdict['state']) => verdicts.filter(({ state }) => state === wanted).length;
  const durationMs = verdicts.reduce((sum, verdict) => sum + verdict.durationMs, 0);
  const head = openTag('testsuite', {
    name: 'flow test',
    tests: verdicts.length,
    failures: count('differs'),
    errors: count('invalid'),
    time: seconds(durationMs),
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${verdicts.map(caseOf).join('')}</testsuite>\n`;
}

function caseOf({ test, state, details, durationMs }: Verdict): string {
  const attributes = { classname: 'flow', name: test.playbook, file: test.playbook, time: seconds(durationMs) };
  if (state === 'equal' || state === 'written') return `  ${emptyTag('testcase', attributes)}\n`;
  const [tag, message] =
    state === 'differs' ? ['failure', `differs from ${test.golden}`] : ['error', 'could not be run'];
  const outcome = `    ${openTag(tag as string, { message: message as string })}${escapeXml(details)}</${tag}>`;
  return `  ${openTag('testcase', attributes)}\n${outcome}\n  </testcase>\n`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
