import type { SavedFile } from '../report-context.js';
import { summarizeSaved } from '../summarize-saved.js';
import { html } from './markup.js';
import type { Section } from './page.js';
import { writeTable } from './table.js';

/** More files than this are folded. */
const MOST_OPEN = 25;

/** Files in which outputs were kept: what is new or has changed by its name, what is as it was only counted. */
export function writeSaved(saved: readonly SavedFile[]): Section[] {
  if (saved.length === 0) return [];
  const rows = saved.filter(({ change }) => change !== 'unchanged');
  const table = writeTable(
    ['Host', 'File', 'Change'],
    rows.map(({ host, file, change }) => [host, html`<code>${file}</code>`, change]),
  );
  const shown = rows.length > MOST_OPEN ? html`<details><summary>their names</summary>${table}</details>` : table;
  const body = html`<p>${summarizeSaved(saved)}.</p>\n${rows.length > 0 && shown}`;
  return [{ id: 'saved', title: 'Saved files', body }];
}
