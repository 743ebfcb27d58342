import { formatCount } from '../../error/format-count.js';
import { type FailureGroup, groupFailures } from '../failure-groups.js';
import type { ReportContext, ReportRow } from '../report-context.js';
import { html, type Markup, preformatted } from './markup.js';
import type { Section } from './page.js';
import { writeTable } from './table.js';

/** More failures for one reason than this are folded. */
const MOST_OPEN = 25;

/** What was raised, by reason, each with what can be done about it; nothing where nothing was. */
export function writeFailures(failures: readonly ReportRow[]): Section[] {
  if (failures.length === 0) return [];
  const groups = groupFailures(failures);
  return [{ id: 'failures', title: 'Failures', body: html`${groups.map(writeGroup)}` }];
}

function writeGroup({ code, meaning, hint, rows }: FailureGroup): Markup {
  const table = writeTable(
    ['Host', 'Message', 'Task', 'Address'],
    rows.map((row) => [row.host.name, writeMessage(row), row.task, row.host.address]),
  );
  const folded = html`<details><summary>${formatCount(rows.length)} failures</summary>${table}</details>`;
  return html`<article class="failure">
<h3><span class="chip raised">${code}</span> ${meaning} <span class="quiet">× ${formatCount(rows.length)}</span></h3>
<p class="hint"><strong>Hint</strong> ${writeHint(hint)}</p>
${rows.length > MOST_OPEN ? folded : table}
</article>
`;
}

/** What stands between backticks in a hint is a key or a value. */
function writeHint(hint: string): Markup {
  return html`${hint.split('`').map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}`;
}

function writeMessage({ error, state }: ReportRow): Markup {
  const last = error?.last;
  return html`${error?.message ?? state}${last && html`<details><summary>last received</summary>${preformatted(last)}</details>`}`;
}

/** How hosts are reached that should not be. */
export function writeWarnings(warnings: ReportContext['warnings']): Section[] {
  if (warnings.length === 0) return [];
  const body = writeTable(
    ['Host', 'Warning'],
    warnings.map(({ host, message }) => [host, message]),
  );
  return [{ id: 'warnings', title: 'Warnings', body }];
}
