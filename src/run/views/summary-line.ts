import { printableLine } from '../../error/printable.js';
import { wrapToWidth } from '../../error/text-width.js';
import type { RunStatus } from '../../task/result.js';
import { summarizeRun } from '../../task/summarize-run.js';
import type { FleetState } from './fleet-state.js';
import type { Paint, Tone } from './paint.js';

/**
 * The one line a run leaves behind: `✔ Clock: 3 hosts: 3 finished in 1.2 s`.
 *
 * @param options.columns  it is broken into several at this width; absent: never
 */
export function drawSummary(state: FleetState, paint: Paint, options: { nowMs: number; columns?: number }): string[] {
  const { finished, settled, hosts, startedMs } = state;
  const counts = { ...(finished?.counts ?? { ...settled, hosts }), unknown: settled.unknown };
  const [mark, tone, word] = judge(finished?.status ?? null);
  const name = printableLine(state.playbook);
  const summary = summarizeRun(counts, (finished?.atMs ?? options.nowMs) - startedMs);
  const line = [mark, ...(name ? [`${name}:`] : []), ...(word ? [`${word},`] : []), summary].join(' ');
  const lines = options.columns === undefined ? [line] : wrapToWidth(line, options.columns, { indent: 2 });
  return lines.map((part) => paint(tone, part));
}

function judge(status: RunStatus | null): [mark: string, tone: Tone, word: string] {
  switch (status) {
    case 'finished':
      return ['✔', 'good', ''];
    case 'failed':
      return ['✖', 'bad', ''];
    case 'stopped':
      return ['■', 'warning', 'stopped'];
    case 'interrupted':
      return ['■', 'warning', 'interrupted'];
    case null:
      return ['■', 'warning', 'ended early'];
    default:
      return status satisfies never;
  }
}
