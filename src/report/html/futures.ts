import { formatDuration } from '../../error/format-duration.js';
import { countOf, STATE_ORDER } from '../../task/summarize-run.js';
import { describeState } from '../failure-groups.js';
import type { ReportContext } from '../report-context.js';
import { html, type Markup } from './markup.js';
import type { Section } from './page.js';
import { writeTable } from './table.js';

/**
 * The futures on a common time line and in a list, with one filter for both: filled by the script of the page. Without scripts a
 * table stands in their place.
 *
 * @param leftOut  outputs that did not fit into the page
 */
export function writeFutures({ results, counts, run }: ReportContext, leftOut: number): Section {
  const states = STATE_ORDER.filter((state) => (counts[state] ?? 0) > 0);
  const table = writeTable(
    ['Host', 'Task', 'State', ...(run.duration_ms === null ? [] : ['Time'])],
    results.map((row) => [
      row.host.name,
      row.task,
      describeState(row) || row.state,
      ...(run.duration_ms === null ? [] : [formatDuration(row.duration_ms)]),
    ]),
  );
  const body = html`<div class="live" hidden>
<form class="filter" role="search" id="filter">
<label>Find <input type="search" id="find" placeholder="host, task, output, error" autocomplete="off" spellcheck="false"></label>
<fieldset><legend>States</legend>${states.map((state) => html`<label class="toggle ${state}"><input type="checkbox" value="${state}" checked> ${state} <span class="quiet">${counts[state]}</span></label>`)}</fieldset>
<label>Order <select id="order"><option value="report">as run</option><option value="slowest">slowest first</option><option value="host">by name</option></select></label>
<output id="found" for="find" aria-live="polite"></output>
</form>
${run.duration_ms !== null && writeTimeline(run.duration_ms)}
<h3 id="results">All results</h3>
<div id="list"></div>
<p><button type="button" id="more">Show more</button></p>
${leftOut > 0 && html`<p class="quiet">${countOf(leftOut, 'output')} did not fit into this page; flow show tells them.</p>`}
</div>
<noscript>${table}</noscript>
`;
  return { id: 'futures', title: 'Futures', body };
}

function writeTimeline(durationMs: number): Markup {
  return html`<h3 id="timeline">Timeline <span class="quiet">${formatDuration(durationMs)}, a bar for each host</span></h3>
<div class="tools" role="group" aria-label="Zoom"><button type="button" id="zoom-out" aria-label="Zoom out">−</button><button type="button" id="zoom-in" aria-label="Zoom in">+</button><button type="button" id="zoom-all">All</button><div id="legend"></div></div>
<div id="lanes" tabindex="0" role="list" aria-labelledby="timeline"></div>`;
}
