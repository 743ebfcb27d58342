import { ERROR_CODES } from '../error/codes.js';
import type { Host } from '../inventory/host.js';
import type { JobOutcome } from '../task/host-job.js';
import type { Phases } from '../task/result.js';
import { countOf } from '../task/summarize-run.js';
import { drawTable } from './table.js';

/** One host and what became of its login; no outcome when it was never tried. */
export interface CheckedHost {
  host: Host;
  platform: string;
  outcome: JobOutcome | undefined;
}

/** Draws the logins of a check as a table with a summary, or as JSON. Ends with a line end. */
export function describeCheck(checked: readonly CheckedHost[], format: 'text' | 'json'): string {
  return format === 'json'
    ? `${JSON.stringify({ schema: 'flow/check@1', hosts: checked.map(publish) }, null, 2)}\n`
    : drawText(checked);
}

function drawText(checked: readonly CheckedHost[]): string {
  const rows = checked.map(({ host, platform, outcome }) => [
    host.name,
    addressOf(host),
    platform,
    ...describeOutcome(outcome),
  ]);
  const failed = checked.filter(({ outcome }) => outcome?.kind !== 'done').length;
  const hints = new Set(checked.flatMap(({ outcome }) => (outcome?.kind === 'failed' ? [hintOf(outcome)] : [])));
  const advice = [...hints].map((hint) => `  ${hint}\n`).join('');
  const summary = failed === 0 ? 'all reached' : `${checked.length - failed} reached, ${failed} not`;
  return `${drawTable(['HOST', 'ADDRESS', 'PLATFORM', 'LOGIN', 'PROMPT OR REASON', 'TIMES'], rows)}\n${countOf(checked.length, 'host')}: ${summary}\n${advice}`;
}

function describeOutcome(outcome: JobOutcome | undefined): [string, string, string] {
  if (!outcome) return ['not tried', '', ''];
  switch (outcome.kind) {
    case 'done':
      return ['ok', outcome.login?.prompt ?? '', describePhases(outcome.login?.phases ?? {})];
    case 'failed':
      return [outcome.error.code, outcome.error.message, describePhases(outcome.partial.phases ?? {})];
    default:
      return outcome satisfies never;
  }
}

/** `tcp 1 ms, kex 3 ms, auth 2 ms, prompt 5 ms` */
function describePhases(phases: Phases): string {
  const known = [
    ['tcp', phases.tcp],
    ['kex', phases.kex],
    ['auth', phases.auth],
    ['prompt', phases.prompt],
  ] as const;
  return known.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${Math.round(ms)} ms`])).join(', ');
}

function hintOf({ error }: Extract<JobOutcome, { kind: 'failed' }>): string {
  return `${error.code}: ${error.hint ?? ERROR_CODES[error.code].hint}`;
}

function addressOf({ address, port }: Host): string {
  return port === 22 ? address : `${address}:${port}`;
}

function publish({ host, platform, outcome }: CheckedHost): object {
  const { name, address, port } = host;
  const isReached = outcome?.kind === 'done';
  return {
    host: name,
    address,
    port,
    platform,
    reached: isReached,
    prompt: isReached ? (outcome.login?.prompt ?? null) : null,
    phases: (isReached ? outcome.login?.phases : outcome?.partial.phases) ?? {},
    error: outcome?.kind === 'failed' ? outcome.error : null,
  };
}
