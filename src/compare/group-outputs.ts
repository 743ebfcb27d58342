import { type MaskedHost, type Normalisation, normaliseOutput } from './normalise.js';
import { unifiedDiff } from './text-diff.js';

/** An outlier that differs in more lines than this from the majority is shown whole. */
const MOST_CHANGES = 1_000;

/** A result, or a row of a report, of one task. */
export interface OutputRow {
  host: MaskedHost;
  /** `finished`, or why not. */
  state: string;
  error: { code: string } | null;
  output: string | null;
}

/** Hosts with the same output. */
export interface OutputGroup {
  /** As it came; with `normalise`, what was chosen is masked in it. */
  output: string;
  /** Names, in the order given. */
  hosts: string[];
  state: string;
  /** Why it is not finished: `auth`; null where it is. */
  code: string | null;
  /** Most hosts that finished have this output; of equals, the first. */
  isMajority: boolean;
  /**
   * What makes it another than the majority's, as a unified diff without file names; null for the majority, for what has not finished, and
   * where more than 1,000 lines differ: then `output` tells.
   */
  diff: string | null;
}

/**
 * Puts hosts with the same output of one task together: the majority first, then the outliers by their number of hosts, then what has not finished.
 * An output that is not known to be whole is never in one group with one that is.
 *
 * @param options.normalise  what does not count as a difference; nothing unless given
 */
export function groupOutputs(
  rows: readonly OutputRow[],
  options: { normalise?: readonly Normalisation[] } = {},
): OutputGroup[] {
  const { normalise = [] } = options;
  const groups = new Map<string, OutputGroup>();
  for (const { host, state, error, output } of rows) {
    const text = normaliseOutput(output ?? '', host, normalise);
    const code = error?.code ?? null;
    const key = `${state}\n${code ?? ''}\n${text}`;
    const group = groups.get(key);
    if (group) group.hosts.push(host.name);
    else groups.set(key, { output: text, hosts: [host.name], state, code, isMajority: false, diff: null });
  }
  const bySize = [...groups.values()].sort((a, b) => b.hosts.length - a.hosts.length);
  const [majority, ...outliers] = bySize.filter(({ state }) => state === 'finished');
  const others = bySize.filter(({ state }) => state !== 'finished');
  if (!majority) return others;
  return [
    { ...majority, isMajority: true },
    ...outliers.map((group) => ({ ...group, diff: diffAgainst(majority, group) })),
    ...others,
  ];
}

function diffAgainst(majority: OutputGroup, { output }: OutputGroup): string | null {
  return unifiedDiff(majority.output, output, MOST_CHANGES) ?? null;
}
