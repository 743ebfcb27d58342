import { formatCount } from '../../error/format-count.js';
import { countOf } from '../../task/summarize-run.js';
import type { ComplianceEntry, ComplianceRule } from '../compliance.js';
import { html, type Markup } from './markup.js';
import type { Section } from './page.js';
import { writeTable } from './table.js';

/** Hosts that meet every expectation are named below the matrix, rather than in rows of their own, where there are more of them than this. */
const MOST_GOOD = 30;

/** Which host meets which rule, the hosts that do not first; nothing where nothing is expected. */
export function writeExpectations(rules: readonly ComplianceRule[]): Section[] {
  if (rules.length === 0) return [];
  const hosts = [...entriesByHost(rules)];
  const good = hosts.filter(([, entries]) => entries.every((entry) => entry?.outcome === 'pass'));
  const bad = hosts.filter(([, entries]) => !entries.every((entry) => entry?.outcome === 'pass'));
  const shown = good.length > MOST_GOOD ? bad : [...bad, ...good];
  const several = new Set(rules.map(({ task }) => task)).size > 1;
  const matrix = writeTable(
    ['Host', ...rules.map(({ task, rule }) => (several ? `${task}: ${rule}` : rule))],
    shown.map(([host, entries]) => [host, ...rules.map((_, column) => writeOutcome(entries[column]))]),
  );
  const body = html`<p>${formatCount(good.length)} of ${countOf(hosts.length, 'host')} meet every expectation.</p>
${shown.length > 0 && html`<div class="matrix">${matrix}</div>`}
${shown.length < hosts.length && html`<details><summary>${countOf(good.length, 'host')} that meet every expectation</summary><p class="names">${good.map(([host]) => host).join(', ')}</p></details>`}`;
  return [{ id: 'expectations', title: 'Expectations', body }];
}

/** What came of each rule, in the order of the rules; a host that has no such task has nothing there. */
function entriesByHost(rules: readonly ComplianceRule[]): Map<string, (ComplianceEntry | undefined)[]> {
  const byHost = new Map<string, (ComplianceEntry | undefined)[]>();
  for (const [column, { hosts }] of rules.entries()) {
    for (const entry of hosts) {
      const entries = byHost.get(entry.host) ?? rules.map(() => undefined);
      entries[column] = entry;
      byHost.set(entry.host, entries);
    }
  }
  return byHost;
}

/** A sign, a word and, where it failed, the reason: not by colour alone. */
function writeOutcome(entry: ComplianceEntry | undefined): Markup {
  switch (entry?.outcome) {
    case 'pass':
      return html`<span class="outcome pass">✓ pass</span>`;
    case 'fail':
      return html`<span class="outcome fail">✗ fail</span>${entry.message && html`<br><span class="quiet">${entry.message}</span>`}`;
    default:
      return html`<span class="quiet">not judged</span>`;
  }
}
