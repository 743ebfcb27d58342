import { formatCount } from '../error/format-count.js';
import { printable } from '../error/printable.js';
import type { Outcome, RunChange, RunComparison } from '../task/run-change.js';
import { countOf } from '../task/summarize-run.js';
import { fencedText, plainText } from './markdown-text.js';

/** Writes what differs between two runs as Markdown: by task, each change once with its hosts. */
export function renderChanges({ before, after, compared, differing, changes }: RunComparison): string {
  const tasks = [...new Set(changes.map(({ task }) => task))];
  const summary = `${countOf(compared, 'future')} compared, ${differing === 0 ? 'none differs' : `${formatCount(differing)} of them ${differing === 1 ? 'differs' : 'differ'}`}`;
  const sections = tasks.flatMap((task) => [
    `## ${plainText(printable(task))}`,
    ...changes.filter((change) => change.task === task).map(writeChange),
  ]);
  return `${[`# Changes from ${plainText(before)} to ${plainText(after)}`, summary, ...sections].join('\n\n')}\n`;
}

function writeChange({ hosts, before, after, diff }: RunChange): string {
  const hasChanged = before?.state !== after?.state || before?.code !== after?.code;
  const outcome = hasChanged ? `: ${nameOutcome(before)} → ${nameOutcome(after)}` : '';
  const title = `### ${hosts.map((host) => plainText(printable(host))).join(', ')}${outcome}`;
  return diff === '' ? title : `${title}\n\n${fencedText(printable(diff).trimEnd(), 'diff')}`;
}

/** `finished`, `raised (auth)`, `not there`. */
function nameOutcome(outcome: Outcome | undefined): string {
  if (!outcome) return 'not there';
  return outcome.code === null ? outcome.state : `${outcome.state} (${outcome.code})`;
}
