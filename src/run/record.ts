import { type Mask, maskVariables } from '../error/mask.js';
import type { Playbook } from '../playbook/playbook.js';
import type { StopReason } from '../task/event.js';
import type { Future } from '../task/future.js';
import type { RunCounts, RunRecord, RunStatus, RunWarning } from '../task/result.js';
import type { Ledger } from './ledger.js';

/** How a run ended and when, in milliseconds since the epoch. */
export interface RunEnd {
  reason: StopReason | undefined;
  failures: number;
  startedAt: number;
  finishedAt: number;
  warnings: RunWarning[];
}

/** Makes the published record of a run, its results in the playbook's order: as in the inventory, or as they completed. */
export function makeRecord(
  of: { playbook: Playbook; runId: string; mask: Mask },
  ledger: Ledger,
  end: RunEnd,
): RunRecord {
  const { playbook, runId, mask } = of;
  const inOrder =
    playbook.order === 'completed' ? ledger.completed.map((id) => ledger.futures[id] as Future) : ledger.futures;
  return {
    schema: 'flow/run@1',
    run: {
      id: runId,
      status: statusOf(end, ledger.counts),
      started: new Date(end.startedAt).toISOString(),
      finished: new Date(end.finishedAt).toISOString(),
      duration_ms: Math.max(0, end.finishedAt - end.startedAt),
      counts: countsOf(ledger.counts),
    },
    playbook: {
      name: playbook.name,
      ...(playbook.description === undefined ? {} : { description: playbook.description }),
      file: playbook.file,
    },
    vars: maskVariables(playbook.vars, mask),
    ...(end.warnings.length > 0 && { warnings: end.warnings }),
    results: inOrder.map((future) => future.result),
  };
}

/** `stopped` is for `on_failure` alone; a run that ran out of time has failed. */
function statusOf({ reason, failures }: RunEnd, counts: RunCounts): RunStatus {
  switch (reason) {
    case 'interrupt':
      return 'interrupted';
    case 'failure':
    case 'batch':
      return 'stopped';
    case 'timeout':
    case 'journal':
      return 'failed';
    case undefined:
      return failures > 0 || counts.unknown ? 'failed' : 'finished';
    default:
      return reason satisfies never;
  }
}

function countsOf({ unknown, ...counts }: Required<RunCounts>): RunCounts {
  return unknown > 0 ? { ...counts, unknown } : counts;
}
