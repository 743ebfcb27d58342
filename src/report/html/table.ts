import { html, type Markup, type Piece } from './markup.js';

/** A table that scrolls by itself where the screen is narrow; the first column names the row. */
export function writeTable(header: readonly string[], rows: readonly (readonly Piece[])[]): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table: ${header.join(', ')}"><table>
<thead><tr>${header.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((piece) => html`<td>${piece}</td>`)}</tr>\n`)}</tbody>
</table></div>
`;
}
