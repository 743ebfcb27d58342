import { html, type Markup } from './markup.js';

/** A unified diff in colour; the signs at the beginning of its lines stay, for who does not see colours. */
export function writeDiff(diff: string): Markup {
  const lines = diff.replace(/\n+$/, '').split('\n');
  return html`<pre class="diff" tabindex="0" aria-label="Difference">${lines.map((line) => html`<span class="${kindOf(line)}">${line}\n</span>`)}</pre>`;
}

function kindOf(line: string): string {
  if (/^(?:\+\+\+ |--- |@@)/.test(line)) return 'place';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'same';
}
