import { type DiffHunk, findHunks, hunkHeading } from '../compare/text-diff.js';
import { maskSecrets } from './mask-secrets.js';
import type { Platform } from './platform.js';

/** A change of more lines than this is not worth its computing: it is no change but another configuration. */
const MOST_CHANGES = 5_000;

/** Compares two outputs of a command; see {@link makeOutputDiff}. */
export type OutputDiff = (before: string, after: string) => string;

/**
 * Makes what compares outputs of a platform, parts that change by themselves (its `volatile`) left out. Of many outputs that are much
 * alike it looks at each line once.
 *
 * @returns lines that begin with `-`, `+` or a blank, with three lines around each change and `@@` between the places, "\n" ends;
 *          '' when they are the same. Places have no line numbers, so that the same change on two devices is the same text
 */
export function makeOutputDiff({ volatile }: Pick<Platform, 'volatile'>): OutputDiff {
  const settle = rememberLines(makeSettle(volatile));
  return (before, after) => {
    if (before === after) return '';
    const hunks = compareSettled(before, after, settle);
    if (typeof hunks === 'string') return hunks;
    return hunks.map(({ lines }) => `@@\n${lines.join('\n')}\n`).join('');
  };
}

/**
 * Compares two readings of a running configuration. Parts that change by themselves (the platform's `volatile`) do not count,
 * and secrets are masked after comparing: a changed one is told, but not shown.
 *
 * @returns a unified diff with three lines around each change, "\n" ends; '' when nothing has changed
 */
export function diffConfigurations(
  before: string,
  after: string,
  platform: Pick<Platform, 'volatile' | 'secrets'>,
): string {
  const found = compareSettled(before, after, makeSettle(platform.volatile));
  if (typeof found === 'string') return found;
  const hunks = found.flatMap((hunk) => [
    hunkHeading(hunk),
    ...hunk.lines.map((line) => `${line.slice(0, 1)}${maskSecrets(platform, line.slice(1))}`),
  ]);
  return `${['--- running configuration before', '+++ running configuration after', ...hunks].join('\n')}\n`;
}

/** Whether two texts are the same but for what changes by itself (the platform's `volatile`). */
export function isSettledSame(before: string, after: string, { volatile }: Pick<Platform, 'volatile'>): boolean {
  if (before === after) return true;
  const settle = makeSettle(volatile);
  return settleText(before, settle) === settleText(after, settle);
}

/** The places that differ; a text where there is none (''), or too much for comparing. */
function compareSettled(before: string, after: string, settle: SettleLine): DiffHunk[] | string {
  const [old, now] = [before, after].map((text) => settleText(text, settle)) as [string, string];
  if (old === now) return '';
  return findHunks(old, now, MOST_CHANGES) ?? `more than ${MOST_CHANGES} lines differ\n`;
}

/** A line with `…` for what is volatile; undefined for one that is so as a whole. */
type SettleLine = (line: string) => string | undefined;

function makeSettle(volatile: readonly string[]): SettleLine {
  const patterns = volatile.map((pattern) => new RegExp(pattern, 'g'));
  return (line) => {
    const settled = patterns.reduce((rest, pattern) => rest.replace(pattern, '…'), line).trimEnd();
    return settled === '…' && line.trimEnd() !== settled ? undefined : settled;
  };
}

/** So many lines are remembered, none of them longer. */
const MOST_REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 200;

function rememberLines(settle: SettleLine): SettleLine {
  const known = new Map<string, string | undefined>();
  return (line) => {
    if (line.length > LONGEST_REMEMBERED) return settle(line);
    const settled = known.get(line);
    if (settled !== undefined || known.has(line)) return settled;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const found = settle(line);
    known.set(line, found);
    return found;
  };
}

/**
 * A line that is volatile as a whole is left out, and with it the separator behind it where it stood between two of them (IOS
 * writes `!` around the time of the last change).
 */
function settleText(text: string, settle: SettleLine): string {
  const kept: string[] = [];
  let hasLeftOut = false;
  for (const line of text.split('\n')) {
    const settled = settle(line);
    if (settled === undefined || (hasLeftOut && settled === (kept.at(-1) ?? ''))) hasLeftOut = true;
    else {
      hasLeftOut = false;
      kept.push(settled);
    }
  }
  return `${kept.join('\n')}\n`;
}
