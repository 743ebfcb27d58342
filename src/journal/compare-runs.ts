import { makeOutputDiff, type OutputDiff } from '../device/config-diff.js';
import { findPlatform } from '../device/load-platform.js';
import type { Platform } from '../device/platform.js';
import { futureKey } from '../task/future-key.js';
import type { Outcome, RunChange, RunComparison } from '../task/run-change.js';
import { type FutureReading, readingsOf, stateOf } from './record-of.js';
import { type RecordedRun, type ResultReader, withResults } from './recorded-run.js';

/** A platform that is gone by now is compared as it stands. */
const NOTHING_VOLATILE: Pick<Platform, 'volatile'> = { volatile: [] };

/**
 * Compares two runs, future by future: what came of each, and its output without what changes by itself on its platform. Hosts with the same
 * change stand together. Two outputs are in memory at a time.
 *
 * @param platformDirs  folders with platforms of the user's own
 * @throws {JournalError} when an output is gone
 */
export function compareRuns(before: RecordedRun, after: RecordedRun, platformDirs: string[]): RunComparison {
  const diffs = new OutputDiffs(platformDirs);
  const sides = [before, after].map((run) => new Map(readingsOf(run).map((reading) => [futureKey(reading), reading])));
  const [old, now] = sides as [Map<string, FutureReading>, Map<string, FutureReading>];
  const keys = inOrder(after, before);
  const groups = new Map<string, RunChange>();
  let differing = 0;
  withResults(before, (oldResults) =>
    withResults(after, (newResults) => {
      for (const key of keys) {
        const change = compareFuture([old.get(key), oldResults], [now.get(key), newResults], diffs);
        if (!change) continue;
        differing++;
        const { hosts, ...rest } = change;
        const group = groups.get(JSON.stringify(rest));
        if (group) group.hosts.push(...hosts);
        else groups.set(JSON.stringify(rest), change);
      }
    }),
  );
  return {
    before: nameOf(before),
    after: nameOf(after),
    compared: keys.length,
    differing,
    changes: [...groups.values()],
  };
}

type Side = readonly [reading: FutureReading | undefined, results: ResultReader];

function compareFuture(before: Side, after: Side, diffs: OutputDiffs): RunChange | undefined {
  const reading = after[0] ?? before[0];
  if (!reading) return undefined;
  const [old, now] = [outcomeOf(before[0]), outcomeOf(after[0])];
  const diff = diffOf(before, after, diffs);
  if (diff === '' && old?.state === now?.state && old?.code === now?.code) return undefined;
  return { task: reading.task, hosts: [reading.host], ...(old && { before: old }), ...(now && { after: now }), diff };
}

function outcomeOf(reading: FutureReading | undefined): Outcome | undefined {
  if (!reading) return undefined;
  const { state, code } = stateOf(reading);
  return { state, code };
}

function diffOf([before, oldResults]: Side, [after, newResults]: Side, diffs: OutputDiffs): string {
  if (!before?.entry || !after?.entry) return '';
  const [old, now] = [oldResults.read(before.entry), newResults.read(after.entry)];
  if (old.output === null || now.output === null) return '';
  return diffs.of(now.host.platform)(old.output, now.output);
}

/** How outputs of each platform are compared; those of one that is gone by now as they stand. */
class OutputDiffs {
  readonly #platformDirs: string[];
  readonly #byPlatform = new Map<string, OutputDiff>();

  constructor(platformDirs: string[]) {
    this.#platformDirs = platformDirs;
  }

  of(platform: string): OutputDiff {
    const known = this.#byPlatform.get(platform);
    if (known) return known;
    const made = makeOutputDiff(findPlatform(platform, this.#platformDirs) ?? NOTHING_VOLATILE);
    this.#byPlatform.set(platform, made);
    return made;
  }
}

/** Every future of either run by task, then host: in the order of the later run, what only the earlier one had behind. */
function inOrder(after: RecordedRun, before: RecordedRun): string[] {
  const tasks = [...new Set([...after.tasks, ...before.tasks])];
  const hosts = [...new Set([...after.hosts, ...before.hosts])];
  const known = new Set([after, before].flatMap((run) => readingsOf(run).map(futureKey)));
  return tasks.flatMap((task) => hosts.map((host) => futureKey({ host, task }))).filter((key) => known.has(key));
}

function nameOf({ frozen }: RecordedRun): string {
  return frozen.as ?? frozen.id;
}
