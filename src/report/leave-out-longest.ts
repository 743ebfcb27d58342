import type { Result, RunRecord } from '../task/result.js';

/** Characters of output that fit into every kind of report, however they are escaped. */
const MOST_TOGETHER = 50_000_000;

/**
 * A record of which a report can be made where the whole is longer than one text can be: the longest outputs are left out, and
 * their tasks, as nobody gets to see what they said, are `incomplete`.
 */
export function leaveOutLongest(record: RunRecord): RunRecord {
  const lengths = record.results.map(({ output, diff }) => (output?.length ?? 0) + (diff?.length ?? 0));
  let together = lengths.reduce((sum, length) => sum + length, 0);
  const leftOut = new Set<number>();
  for (const index of [...lengths.keys()].sort((a, b) => (lengths[b] as number) - (lengths[a] as number))) {
    if (together <= MOST_TOGETHER) break;
    leftOut.add(index);
    together -= lengths[index] as number;
  }
  const lost = [...leftOut].filter((index) => record.results[index]?.state === 'finished').length;
  const { run, results } = record;
  const counts = { ...run.counts, finished: run.counts.finished - lost, raised: run.counts.raised + lost };
  const status = lost > 0 && run.status === 'finished' ? 'failed' : run.status;
  return {
    ...record,
    run: { ...run, status, counts },
    results: results.map((result, index) => (leftOut.has(index) ? withoutOutput(result, lengths[index] ?? 0) : result)),
  };
}

function withoutOutput(result: Result, length: number): Result {
  const error = result.error ?? {
    code: 'incomplete',
    phase: 'command',
    message: `the output of ${length} characters is left out: the report would be longer than one text can be`,
    hint: 'ask for less: a filter, a part of it, or fewer hosts in one run',
    last: null,
  };
  const state = result.state === 'finished' ? 'raised' : result.state;
  return { ...result, state, output: null, diff: null, parsed: null, complete: false, error };
}
