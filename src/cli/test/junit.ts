import type { Verdict } from './verdict.js';

/** What XML 1.0 has no way to write. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The verdicts as a JUnit report: what differs is a failure, what could not be run an error. Times in seconds. */
export function junitOf(verdicts: readonly Verdict[]): string {
  const failures = verdicts.filter(({ state }) => state === 'differs').length;
  const errors = verdicts.filter(({ state }) => state === 'invalid').length;
  const seconds = verdicts.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const head = `name="flow test" tests="${verdicts.length}" failures="${failures}" errors="${errors}" time="${seconds.toFixed(3)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite ${head}>\n${verdicts.map(caseOf).join('')}</testsuite>\n`;
}

function caseOf({ test, state, details, durationMs }: Verdict): string {
  const head = `  <testcase classname="flow" name="${escapeXml(test.playbook)}" file="${escapeXml(test.playbook)}" time="${(durationMs / 1000).toFixed(3)}"`;
  if (state === 'equal' || state === 'written') return `${head}/>\n`;
  const [tag, message] =
    state === 'differs' ? ['failure', `differs from ${test.golden}`] : ['error', 'could not be run'];
  return `${head}>\n    <${tag} message="${escapeXml(message as string)}">${escapeXml(details)}</${tag}>\n  </testcase>\n`;
}

function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, '\ufffd').replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}
