import type { TemplateSource } from '../template/template.js';
import { TemplateError } from '../template/template-error.js';

/** Put around a value of a row before rendering, and taken away after: no device can guess it. */
let madeMark: string | undefined;

function mark(): string {
  madeMark ??= `\u{fdd0}${process.getBuiltinModule('node:crypto').randomUUID()}\u{fdd0}`;
  return madeMark;
}

// `{{output}}` and `{{line output}}`; not `{{#if x}}`, `{{else}}`, `{{/if}}`, `{{! note}}`, `{{~x}}`, `{{{x}}}`, `\{{x}}`
// nor `{{cell output}}`, which is safe already.
const VALUE = /(?<!\\)\{\{(?![{#/^!>~&*]|\s*else\b|\s*cell\s)(?:"[^"]*"|'[^']*'|[^{}"'])*(?<!~)\}\}(?!\})/g;

/**
 * Keeps the rows of Markdown tables whole: in a line of a template that begins with `|`, what a value brings along that
 * would end the cell or the row, or be taken for markup, is written so that it is not (`\|`, `<br>`, `&lt;`). Everything else stays as it is; whoever wants
 * a text to be shown to the letter writes `{{cell output}}` or `{{code output}}`.
 *
 * @param template  Handlebars source, with its partials
 * @param render    renders a source; a {@link TemplateError} of it is thrown on with its place in `template`
 */
export function renderWithTableRows(template: TemplateSource, render: (source: TemplateSource) => string): string {
  const { text, partials = {} } = template;
  const marked = markRows(text);
  const markedPartials = Object.fromEntries(
    Object.entries(partials).map(([name, partial]) => [name, { text: markRows(partial.text) }]),
  );
  try {
    const [head = '', ...rest] = render({ ...template, text: marked, partials: markedPartials }).split(mark());
    return rest.reduce((whole, part, index) => whole + (index % 2 === 0 ? keepInCell(part) : part), head);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { line, length, source } = error;
    const lines = (source === undefined ? marked : (markedPartials[source]?.text ?? '')).split('\n');
    const column = unmarkedColumn(lines[line - 1] ?? '', error.column);
    const place = { line, column, length, ...(source !== undefined && { source }) };
    throw new TemplateError(error.message, place, error.proposal);
  }
}

function markRows(text: string): string {
  const lines = text.split('\n');
  return lines.map((line) => (isRow(line) ? line.replace(VALUE, `${mark()}$&${mark()}`) : line)).join('\n');
}

/** `| {{a}} |` is one; `{{a}} | {{b}}` is not. */
function isRow(line: string): boolean {
  return /^\s*\|/.test(line);
}

/** `<img src=x>` and `[text](address)` are shown as they came; `10 < 20` and `[0]` need nothing. */
function keepInCell(text: string): string {
  return text
    .trim()
    .replace(/<(?=[a-zA-Z/!?])/g, '&lt;')
    .replace(/\[(?=[^\]\n]*\]\()/g, '\\[')
    .replace(/(?<!\\)\|/g, '\\|')
    .replace(/\r\n|\r|\n/g, '<br>');
}

function unmarkedColumn(line: string, column: number): number {
  const marksBefore = line.slice(0, column - 1).split(mark()).length - 1;
  return column - marksBefore * mark().length;
}
