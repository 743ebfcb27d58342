import { createHash } from 'node:crypto';
import type { RunRecord } from '../../task/result.js';
import { makeReportContext } from '../report-context.js';
import { SCRIPT, STYLE } from './assets.js';
import { embedJson, gatherData } from './embed-data.js';
import { writeExpectations } from './expectations.js';
import { writeFailures, writeWarnings } from './failures.js';
import { writeFutures } from './futures.js';
import { html, Markup } from './markup.js';
import { writeChanges, writeOutputs } from './outputs.js';
import { writeSaved } from './saved.js';
import { writeSlowest } from './slowest.js';
import { writeFacts, writeSummary } from './summary.js';
import { TextPool } from './text-pool.js';

/** One part of the page. */
export interface Section {
  id: string;
  title: string;
  body: Markup;
}

/**
 * Writes the report as one HTML page that needs nothing else: no network, no other file. What a device said is text in it and nothing
 * else: it is escaped, and the page's own policy allows only its one script and its one style.
 *
 * Without scripts there are the summary, the failures, the outputs that many hosts share, and a table of all results.
 */
export function renderHtml(record: RunRecord): string {
  const context = makeReportContext(record);
  const pool = new TextPool();
  const sections: Section[] = [
    ...writeFailures(context.failures),
    ...writeWarnings(context.warnings),
    ...writeExpectations(context.compliance),
    ...writeOutputs(context, pool),
    ...writeChanges(context, pool),
    ...writeSaved(context.saved),
    ...writeSlowest(context),
  ];
  const data = gatherData(context, pool);
  const all = [...sections, writeFutures(context, pool.leftOut)];
  const { name } = context.playbook;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="flow">
<title>${name}: ${context.summary}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header class="page">
${writeSummary(context)}
<nav aria-label="Parts of this report"><ul>${all.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main id="main">
${all.map(({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>\n${body}</section>\n`)}
</main>
<footer class="page">${writeFacts(context)}</footer>
<script type="application/json" id="data">${new Markup(embedJson(data))}</script>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.source;
}

/** Nothing is loaded from anywhere, and nothing runs or styles but what flow wrote. */
function policy(): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(SCRIPT)}'`,
    `style-src '${hashOf(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
