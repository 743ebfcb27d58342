import type { OutputSpec, OutputText } from '../playbook/playbook.js';
import type { Result, RunRecord } from '../task/result.js';
import { compileTemplate } from '../template/template.js';
import { jsonPieces, renderJson } from './json-report.js';
import { renderMarkdown } from './markdown-report.js';
import { makeCleaner, makeReportContext, makeRow } from './report-context.js';
import { pointingAt } from './report-error.js';
import { renderWithTableRows } from './table-rows.js';
import { renderText } from './text-report.js';

/**
 * Renders the report of a run: the output's own template, or the built-in one of its format.
 *
 * In `md` and `txt` every text has its control characters made visible before a template sees it; in `json` a template
 * gets the texts as they came, to be written with the `json` helper. In `md` a value in a table row cannot end the row; see
 * {@link renderWithTableRows}.
 *
 * @returns the report, with a line end at its end
 * @throws {ReportError} `template` when the template fails, with its place
 */
export function renderReport(record: RunRecord, spec: Pick<OutputSpec, 'format' | 'template'>): string {
  const { format, template } = spec;
  if (template) {
    const context = makeReportContext(record, { raw: format === 'json' });
    const frame = format === 'md' ? renderWithTableRows : renderPlainly;
    return endLine(renderTemplate(template, context, { key: 'output.template', file: record.playbook.file, frame }));
  }
  switch (format) {
    case 'md':
      return renderMarkdown(makeReportContext(record));
    case 'txt':
      return renderText(makeReportContext(record));
    case 'json':
      return renderJson(record);
    default:
      return format satisfies never;
  }
}

/** Characters of output in one result that fit into one text, however they are escaped. */
const LONGEST_PIECE = 64_000_000;

/**
 * Renders a report in pieces, where that can be done: a report in `json` may be longer than one text can be.
 *
 * @returns what gives the pieces, from the first one each time it is asked
 * @throws {ReportError} as {@link renderReport} does
 */
export function reportPieces(record: RunRecord, spec: Pick<OutputSpec, 'format' | 'template'>): Iterable<string> {
  const fits = ({ output, diff }: Result) => (output?.length ?? 0) + (diff?.length ?? 0) <= LONGEST_PIECE;
  if (spec.format !== 'json' || spec.template || !record.results.every(fits)) return [renderReport(record, spec)];
  return { [Symbol.iterator]: () => jsonPieces(record) };
}

/** What `output.each` sees beside the names of the result itself. */
export interface EachContext {
  run?: { id: string };
  playbook: { name: string; file: string; description?: string };
  vars?: Record<string, unknown>;
}

/**
 * Renders `output.each` for one result that has just come in. The template sees the names of a result (`host.name`, `task`,
 * `output`, ...), the same once more as `result`, and `run`, `playbook`, `vars`.
 *
 * @returns the text, with a line end at its end; '' stays ''
 * @throws {ReportError} `template` when the template fails, with its place
 */
export function renderEach(result: Result, template: OutputText, { run, playbook, vars }: EachContext): string {
  const row = makeRow(result, makeCleaner());
  const context = {
    ...row,
    result: row,
    run: { id: '', ...run },
    playbook: { description: '', ...playbook },
    vars: vars ?? {},
  };
  const text = renderTemplate(template, context, {
    key: 'output.each',
    file: playbook.file,
    frame: renderWithTableRows,
  });
  return text === '' ? '' : endLine(text);
}

/** How a source becomes text, given what compiles and runs it. */
type Frame = (source: string, render: (source: string) => string) => string;

const renderPlainly: Frame = (source, render) => render(source);

function renderTemplate(
  template: OutputText,
  context: unknown,
  place: { key: string; file: string; frame: Frame },
): string {
  const { key, file, frame } = place;
  return pointingAt(template, key, file, () => frame(template.text, (text) => compileTemplate({ text })(context)));
}

function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
