import { structuredPatch } from 'diff';
import { maskSecrets } from './mask-secrets.js';
import type { Platform } from './platform.js';

const CONTEXT_LINES = 3;
/** A change of more lines than this is not worth its computing: it is no change but another configuration. */
const MOST_CHANGES = 5_000;

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
  const volatile = platform.volatile.map((pattern) => new RegExp(pattern, 'g'));
  const texts = [before, after].map((text) => settleText(text, volatile)) as [string, string];
  if (texts[0] === texts[1]) return '';
  const patch = structuredPatch('', '', ...texts, undefined, undefined, {
    context: CONTEXT_LINES,
    maxEditLength: MOST_CHANGES,
  });
  if (!patch) return `more than ${MOST_CHANGES} lines differ\n`;
  const hunks = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines.map((line) => `${line.slice(0, 1)}${maskSecrets(platform, line.slice(1))}`),
  ]);
  return `${['--- running configuration before', '+++ running configuration after', ...hunks].join('\n')}\n`;
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
