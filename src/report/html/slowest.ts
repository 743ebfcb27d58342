import { formatDuration } from '../../error/format-duration.js';
import type { ReportContext, ReportHost } from '../report-context.js';
import { html } from './markup.js';
import type { Section } from './page.js';
import { writeTable } from './table.js';

/** So many are shown, of at least twice as many. */
const MOST = 10;

/** The hosts that took longest, and with what; nothing where there are few. */
export function writeSlowest({ hosts }: ReportContext): Section[] {
  const timed = hosts.map(timeHost).filter(({ total }) => total > 0);
  if (timed.length < 3) return [];
  const slowest = timed.sort((a, b) => b.total - a.total).slice(0, MOST);
  const longest = slowest[0]?.total ?? 1;
  const body = writeTable(
    ['Host', 'Time', '', 'Most of it'],
    slowest.map(({ name, total, part, partMs }) => [
      name,
      formatDuration(total),
      html`<svg class="span" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="${((100 * total) / longest).toFixed(1)}" height="8"/></svg>`,
      `${part} (${formatDuration(partMs)})`,
    ]),
  );
  return [{ id: 'slowest', title: timed.length > MOST ? 'Slowest hosts' : 'Time by host', body }];
}

function timeHost({ name, results }: ReportHost) {
  const parts = results.flatMap(({ task, phases, duration_ms }): [string, number][] => {
    const { command: _, ...login } = phases;
    const spent = Object.values(login).reduce((sum, ms) => sum + ms, 0);
    return [...Object.entries(login), [task, Math.max(0, duration_ms - spent)]];
  });
  const [part = '', partMs = 0] = parts.reduce<[string, number]>(
    (most, each) => (each[1] > most[1] ? each : most),
    ['', 0],
  );
  return { name, total: results.reduce((sum, { duration_ms }) => sum + duration_ms, 0), part, partMs };
}
