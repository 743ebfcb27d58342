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
 * @param template  Handlebars source
 * @param render    renders a source; a {@link TemplateError} of it is thrown on with its place in `template`
 */
export function renderWithTableRows(template: string, render: (source: string) => string): string {
  const lines = template.split('\n');
  const marked = lines.map((line) => (isRow(line) ? line.replace(VALUE, `${mark()}$&${mark()}`) : line));
  try {
    const [head = '', ...rest] = render(marked.join('\n')).split(mark());
    return rest.reduce((text, part, index) => text + (index % 2 === 0 ? keepInCell(part) : part), head);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const column = unmarkedColumn(marked[error.line - 1] ?? '', error.column);
    throw new TemplateError(error.message, { line: error.line, column, length: error.length }, error.proposal);
  }
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
