import { maskSecrets } from '../device/mask-secrets.js';
import type { Platform } from '../device/platform.js';
import { type Mask, makeMask, maskTexts } from '../error/mask.js';
import { printable, printableLine } from '../error/printable.js';
import type { HostNews } from '../task/event.js';
import type { Recording } from '../task/recording.js';
import type { Check, ErrorReport, Result } from '../task/result.js';

/** The longest `last`: one as long has been cut, most likely. */
const LAST_LENGTH = 200;

/**
 * Masks secrets in a result before anybody is shown it: those that are known, and what the platform recognises as one in the
 * text of its devices (keys, hashes, communities). What it recognises in one text of a result is masked in all of them.
 *
 * @param result  its host is left as it is
 */
export function cleanResult(result: Result, mask: Mask, platform: Pick<Platform, 'secrets'>): Result {
  const found = new Set<string>();
  const hide = (text: string | null) => text && mask(maskSecrets(platform, text, found));
  const [command, output, diff] = [hide(result.command), hide(result.output), hide(result.diff)];
  const clean: Result = {
    ...result,
    command,
    output,
    diff,
    parsed: result.parsed === null ? null : maskTexts(result.parsed, mask),
    checks: cleanChecks(result.checks, (text) => mask(maskSecrets(platform, text, found))),
    error: result.error && cleanReport(result.error, (text) => mask(maskSecrets(platform, text, found))),
  };
  return found.size === 0 ? clean : maskWhole(clean, makeMask(found));
}

/** Masks secrets in what was spoken, as {@link cleanResult} does; what the platform recognises in one text is masked in all. */
export function cleanRecording(recording: Recording, mask: Mask, platform: Pick<Platform, 'secrets'>): Recording {
  const found = new Set<string>();
  const clean = maskTexts(recording, (text) => mask(maskSecrets(platform, text, found)));
  return found.size === 0 ? clean : maskTexts(clean, makeMask(found));
}

function maskWhole(result: Result, mask: Mask): Result {
  const hide = (text: string | null) => text && mask(text);
  return {
    ...result,
    command: hide(result.command),
    output: hide(result.output),
    diff: hide(result.diff),
    parsed: maskTexts(result.parsed, mask),
    checks: cleanChecks(result.checks, mask),
    error: result.error && cleanReport(result.error, mask),
  };
}

function cleanChecks(checks: readonly Check[], mask: Mask): Check[] {
  return checks.map((check) => ({
    ...check,
    rule: mask(check.rule),
    message: check.message && printable(mask(check.message)),
  }));
}

/** Masks secrets in what a device or a package said of a failure, and makes it printable. */
export function cleanReport(report: ErrorReport, mask: Mask): ErrorReport {
  return {
    ...report,
    message: printable(mask(report.message)),
    hint: report.hint === null ? null : printable(mask(report.hint)),
    last: report.last === null ? null : printable(mask(dropCut(report.last))),
  };
}

/** Without the line (or word) that was cut in two: half a secret is not known for one. */
function dropCut(last: string): string {
  if (last.length < LAST_LENGTH) return last;
  const end = last.search(last.includes('\n') ? /\n/ : /\s/);
  return end < 0 ? last : last.slice(end + 1);
}

/** Steps are few words told over and over: each is cleaned once. */
const steps = new WeakMap<Mask, Map<string, string>>();
const MOST_STEPS = 1_000;

function cleanStep(step: string, mask: Mask): string {
  const known = steps.get(mask) ?? new Map<string, string>();
  steps.set(mask, known);
  let clean = known.get(step);
  if (clean === undefined) {
    clean = printableLine(mask(step));
    if (known.size < MOST_STEPS) known.set(step, clean);
  }
  return clean;
}

/** The same for what is told while a host is at work. */
export function cleanNews(
  event: Extract<HostNews, { type: 'step' | 'notice' }>,
  mask: Mask,
): Extract<HostNews, { type: 'step' | 'notice' }> {
  switch (event.type) {
    case 'step':
      return { ...event, step: cleanStep(event.step, mask) };
    case 'notice':
      return { ...event, message: printableLine(mask(event.message)) };
    default:
      return event satisfies never;
  }
}
