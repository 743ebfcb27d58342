import { formatCount } from '../../error/format-count.js';
import { formatDuration } from '../../error/format-duration.js';
import type { SettledState } from '../../task/result.js';
import { countOf, STATE_ORDER } from '../../task/summarize-run.js';
import { formatDate } from '../../template/text-forms.js';
import type { ReportContext } from '../report-context.js';
import { html, type Markup } from './markup.js';

/** What each way to end means, for somebody who was not there. */
const STATUS: Readonly<Record<ReportContext['run']['status'], string>> = {
  finished: 'Finished',
  failed: 'Failed',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
};

/** Title, how it ended, and the futures by state: as numbers, and as one bar. */
export function writeSummary({ playbook, run, counts }: ReportContext): Markup {
  const states = STATE_ORDER.filter((state) => (counts[state] ?? 0) > 0);
  return html`<p class="status ${run.status}">${STATUS[run.status]}</p>
<h1>${playbook.name}</h1>
${playbook.description !== '' && html`<p class="lead">${playbook.description}</p>`}
${run.duration_ms !== null && html`<p class="when">${formatDate(run.started)} · ${formatDuration(run.duration_ms)}</p>`}
<dl class="counts">
<div><dt>${counts.hosts === 1 ? 'host' : 'hosts'}</dt><dd>${formatCount(counts.hosts)}</dd></div>
${counts.futures !== counts.hosts && html`<div><dt>tasks</dt><dd>${formatCount(counts.futures)}</dd></div>`}
${states.map((state) => html`<div class="${state}"><dt>${state}</dt><dd>${formatCount(counts[state] ?? 0)}</dd></div>`)}
</dl>
${writeBar(states, counts)}`;
}

/** How the futures share one line; what is not nothing is never too thin to be seen. */
function writeBar(states: readonly SettledState[], counts: ReportContext['counts']): Markup {
  const shares = states.map((state) => ({ state, width: Math.max(6, (1000 * (counts[state] ?? 0)) / counts.futures) }));
  const whole = shares.reduce((sum, { width }) => sum + width, 0);
  let x = 0;
  const bars = shares.map(({ state, width }) => {
    const bar = html`<rect class="${state}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="8"/>`;
    x += width;
    return bar;
  });
  const label = states.map((state) => `${formatCount(counts[state] ?? 0)} ${state}`).join(', ');
  return html`<svg class="share" viewBox="0 0 ${whole.toFixed(1)} 8" preserveAspectRatio="none" role="img" aria-label="${label}">${bars}</svg>`;
}

/** Where the page comes from. */
export function writeFacts({ playbook, run, counts }: ReportContext): Markup {
  return html`<p>${countOf(counts.futures, 'result')} of <code>${playbook.file}</code>${run.id !== null && html`, run <code>${run.id}</code>, from ${formatDate(run.started)} to ${formatDate(run.finished)}`}. Written by flow; it needs no network, and loads nothing.</p>`;
}
