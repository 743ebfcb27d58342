// A window with lines of text as an SVG: what terminal.mjs and editor.mjs draw with.

const CELL = { width: 8.4, height: 19 };
const MARGIN = 18;
const BAR = 34;
const FONT = "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

export const COLORS = {
  text: '#d7dce5',
  quiet: '#7f8899',
  red: '#ff7b72',
  green: '#7ee787',
  yellow: '#e3b341',
  blue: '#79c0ff',
  cyan: '#76e3ea',
  page: '#11151c',
  bar: '#1b212c',
  box: '#232b38',
  chosen: '#2f4b78',
};

/**
 * @param lines  each a list of `{text, color}`
 * @param extra  more SVG, drawn above the text; `place(column, row)` gives coordinates
 */
export function drawWindow({ title, lines, columns, extra = () => '' }) {
  const width = Math.round(columns * CELL.width + 2 * MARGIN);
  const height = Math.round(BAR + lines.length * CELL.height + 2 * MARGIN);
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map((fill, i) => `<circle cx="${20 + i * 20}" cy="17" r="6" fill="${fill}"/>`);
  const texts = lines.map((line, row) => drawLine(line, place(0, row)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">
<rect width="${width}" height="${height}" rx="10" fill="${COLORS.page}"/>
<path d="M0 ${BAR}V10a10 10 0 0 1 10-10h${width - 20}a10 10 0 0 1 10 10v${BAR - 10}z" fill="${COLORS.bar}"/>
${dots.join('')}
<text x="${width / 2}" y="22" text-anchor="middle" font-family="system-ui, sans-serif" font-size="13" fill="${COLORS.quiet}">${escape(title)}</text>
<g font-family="${FONT}" font-size="14">
${texts.join('\n')}
${extra({ place, cell: CELL })}
</g>
</svg>
`;
}

/** The left end of a cell's base line. */
function place(column, row) {
  return { x: MARGIN + column * CELL.width, y: BAR + MARGIN + (row + 0.72) * CELL.height };
}

/** Each word has its own place and length, so that columns stand below each other in any font. */
export function drawLine(pieces, { x, y }) {
  let at = 0;
  const drawn = [];
  for (const { text, color = COLORS.text, weight } of pieces) {
    const bold = weight ? ` font-weight="${weight}"` : '';
    for (const { 0: word, index } of text.matchAll(/\S+/g)) {
      const left = (x + (at + index) * CELL.width).toFixed(1);
      const length = (word.length * CELL.width).toFixed(1);
      drawn.push(`<text x="${left}" y="${y.toFixed(1)}" textLength="${length}" fill="${color}"${bold}>${escape(word)}</text>`);
    }
    at += text.length;
  }
  return drawn.join('');
}

export function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
