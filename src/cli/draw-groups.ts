import { groupOutputs, type OutputGroup } from '../compare/group-outputs.js';
import type { Normalisation } from '../compare/normalise.js';
import { printable, printableLine } from '../error/printable.js';
import { readingsOf } from '../journal/record-of.js';
import { type RecordedRun, withResults } from '../journal/recorded-run.js';
import { countOf } from '../task/summarize-run.js';

/**
 * Draws a run with equal outputs once, task by task: the majority with its hosts, then each outlier as what makes it another.
 *
 * @param normalise  what does not count as a difference
 * @throws {JournalError} when an output is gone
 */
export function drawGroups(run: RecordedRun, normalise: readonly Normalisation[]): string {
  return withResults(run, (results) =>
    run.tasks
      .map((task) => {
        const entries = readingsOf(run).flatMap(({ entry }) => (entry?.task === task ? [entry] : []));
        const groups = groupOutputs(
          entries.map((entry) => results.read(entry)),
          { normalise },
        );
        return [printableLine(task), ...groups.map((group) => drawGroup(group, groups.length))].join('\n\n');
      })
      .join('\n\n'),
  ).concat('\n');
}

function drawGroup({ hosts, state, code, isMajority, diff, output }: OutputGroup, groups: number): string {
  const isAlone = isMajority && groups === 1;
  const outcome = state === 'finished' ? '' : ` ${code === null ? state : `${state} (${code})`}`;
  const difference = diff === null ? '' : ' (differs from the first)';
  const names = hosts.map(printableLine).join(', ');
  const title = `  ${isAlone ? 'all ' : ''}${countOf(hosts.length, 'host')}${outcome}: ${names}${difference}`;
  const text = printable(diff ?? output).trimEnd();
  return text === '' ? title : `${title}\n${text.replace(/^(?=.)/gm, '    ')}`;
}
