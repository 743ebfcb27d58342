import { formatCount } from '../../error/format-count.js';
import type { Check } from '../../task/result.js';
import { countOf } from '../../task/summarize-run.js';
import type { ReportContext, ReportHost } from '../report-context.js';
import { html, type Markup } from './markup.js';
import type { Section } from './page.js';
import { writeTable } from './table.js';

/** A rule of `expect`, of the task that it is written in. */
interface Rule {
  task: string;
  rule: string;
}

/** Hosts that hold to every rule are named below the matrix, rather than in rows of their own, where there are more of them than this. */
const MOST_GOOD = 30;

/** Which host holds to which rule, the hosts that do not first; nothing where nothing is expected. */
export function writeExpectations({ hosts, results }: ReportContext): Section[] {
  const rules = new Map<string, Rule>();
  for (const { task, checks } of results)
    for (const { rule } of checks) rules.set(keyOf({ task, rule }), { task, rule });
  if (rules.size === 0) return [];
  const judged = hosts.map((host) => ({ host, checks: checksOf(host) })).filter(({ checks }) => checks.size > 0);
  const good = judged.filter(({ checks }) => [...checks.values()].every(({ outcome }) => outcome === 'pass'));
  const bad = judged.filter((each) => !good.includes(each));
  const shown = good.length > MOST_GOOD ? bad : [...bad, ...good];
  const several = new Set([...rules.values()].map(({ task }) => task)).size > 1;
  const names = [...rules.values()].map(({ task, rule }) => (several ? `${task}: ${rule}` : rule));
  const matrix = writeTable(
    ['Host', ...names],
    shown.map(({ host, checks }) => [host.name, ...[...rules.keys()].map((key) => writeOutcome(checks.get(key)))]),
  );
  const body = html`<p>${formatCount(good.length)} of ${countOf(judged.length, 'host')} meet every expectation.</p>
${shown.length > 0 && matrix}
${shown.length < judged.length && html`<details><summary>${countOf(good.length, 'host')} that meet every expectation</summary><p class="names">${good.map(({ host }) => host.name).join(', ')}</p></details>`}`;
  return [{ id: 'expectations', title: 'Expectations', body }];
}

function checksOf({ results }: ReportHost): Map<string, Check> {
  return new Map(
    results.flatMap(({ task, checks }) => checks.map((check) => [keyOf({ task, rule: check.rule }), check] as const)),
  );
}

function keyOf({ task, rule }: Rule): string {
  return JSON.stringify([task, rule]);
}

/** A sign, a word and, where it failed, the reason: not by colour alone. */
function writeOutcome(check: Check | undefined): Markup {
  switch (check?.outcome) {
    case 'pass':
      return html`<span class="outcome pass">✓ pass</span>`;
    case 'fail':
      return html`<span class="outcome fail">✗ fail</span>${check.message && html`<br><span class="quiet">${check.message}</span>`}`;
    default:
      return html`<span class="quiet">not judged</span>`;
  }
}
