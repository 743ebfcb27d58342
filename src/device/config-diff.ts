import { type DiffHunk, findHunks, hunkHeading } from '../compare/text-diff.js';
import { maskSecrets } from './mask-secrets.js';
import type { Platform } from './platform.js';

/** A change of more lines than this is not worth its computing: it is no change but another configuration. */
const MOST_CHANGES = 5_000;

/**
 * Compares two outputs of a command, parts that change by themselves (the platform's `volatile`) left out.
 *
 * @returns lines that begin with `-`, `+` or a blank, with three lines around each change and `@@` between the places, "\n" ends;
 *          '' when they are the same. Places have no line numbers, so that the same change on two devices is the same text
 */
export function diffOutputs(before: string, after: string, platform: Pick<Platform, 'volatile'>): string {
  if (before === after) return '';
  const hunks = compareSettled(before, after, platform);
  if (typeof hunks === 'string') return hunks;
  return hunks.map(({ lines }) => `@@\n${lines.join('\n')}\n`).join('');
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
  const found = compareSettled(before, after, platform);
  if (typeof found === 'string') return found;
  const hunks = found.flatMap((hunk) => [
    hunkHeading(hunk),
    ...hunk.lines.map((line) => `${line.slice(0, 1)}${maskSecrets(platform, line.slice(1))}`),
  ]);
  return `${['--- running configuration before', '+++ running configuration after', ...hunks].join('\n')}\n`;
}

/** The places that differ; a text where there is none (''), or too much for comparing. */
function compareSettled(before: string, after: string, { volatile }: Pick<Platform, 'volatile'>): DiffHunk[] | string {
  const patterns = volatile.map((pattern) => new RegExp(pattern, 'g'));
  const [old, now] = [before, after].map((text) => settleText(text, patterns)) as [string, string];
  if (old === now) return '';
  return findHunks(old, now, MOST_CHANGES) ?? `more than ${MOST_CHANGES} lines differ\n`;
}

/**
 * A line that is volatile as a whole is left out, and with it the separator behind it where it stood between two of them (IOS
 * writes `!` around the time of the last change); of another line the volatile part becomes `…`.
 */
function settleText(text: string, volatile: readonly RegExp[]): string {
  const kept: string[] = [];
  let hasLeftOut = false;
  for (const line of text.split('\n')) {
    const settled = volatile.reduce((rest, pattern) => rest.replace(pattern, '…'), line).trimEnd();
    const isVolatile = settled === '…' && line.trimEnd() !== settled;
    if (isVolatile || (hasLeftOut && settled === (kept.at(-1) ?? ''))) hasLeftOut = true;
    else {
      hasLeftOut = false;
      kept.push(settled);
    }
  }
  return `${kept.join('\n')}\n`;
}
