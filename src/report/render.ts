import { checkChoice, wrongArgument } from '../error/arguments.js';
import { FORMATS, type OutputFormat } from '../playbook/output-format.js';
import type { OutputSpec, OutputText } from '../playbook/playbook.js';
import type { Result, RunRecord } from '../task/result.js';
import { compileTemplate, type TemplateSource } from '../template/template.js';
import { csvRows } from './csv-report.js';
import { gatherPieces } from './gather-pieces.js';
import { renderHtml } from './html/page.js';
import { jsonPieces } from './json-report.js';
import { jsonLines } from './jsonl-report.js';
import { junitPieces } from './junit-report.js';
import { renderMarkdown } from './markdown-report.js';
import { makeCleaner, makeReportContext, makeRow } from './report-context.js';
import { pointingAt } from './report-error.js';
import { renderWithTableRows } from './table-rows.js';
import { renderText } from './text-report.js';

/**
 * Renders the report of a run: the output's own template, or the built-in one of its format.
 *
 * Every text has its control characters made visible before a template sees it, but in `json` and `jsonl`, where a template
 * gets the texts as they came, to be written with the `json` helper. In `html` and `junit` values are escaped. In `md` a value in a
 * table row cannot end the row; see `renderWithTableRows`.
 *
 * @returns the report, with a line end at its end
 * @throws {ReportError} `template` when the template fails, with its place; {TypeError} for another format, or what is no record
 */
export function renderReport(record: RunRecord, spec: Pick<OutputSpec, 'format' | 'template'>): string {
  if (!Array.isArray(record?.results)) throw wrongArgument('renderReport', 'the record of a run, awaited', record);
  checkChoice('format', spec?.format, FORMATS);
  const { format, template } = spec;
  if (template) {
    const context = makeReportContext(record, { raw: format === 'json' || format === 'jsonl' });
    const place = { key: 'output.template', file: record.playbook.file, format };
    return endLine(renderTemplate(template, context, place));
  }
  switch (format) {
    case 'md':
      return renderMarkdown(makeReportContext(record));
    case 'txt':
      return renderText(makeReportContext(record));
    case 'html':
      return renderHtml(record);
    case 'json':
    case 'jsonl':
    case 'csv':
    case 'junit':
      return [...PIECES[format](record)].join('');
    default:
      return format satisfies never;
  }
}

/** Characters of output in one result that fit into one text, however they are escaped. */
const LONGEST_PIECE = 64_000_000;

/**
 * Renders a report in pieces, where that can be done: one in `json`, `jsonl`, `csv` or `junit` may be longer than one text can be.
 *
 * @returns what gives the pieces, from the first one each time it is asked
 * @throws {ReportError} as {@link renderReport} does
 */
export function reportPieces(record: RunRecord, spec: Pick<OutputSpec, 'format' | 'template'>): Iterable<string> {
  const fits = ({ output, diff }: Result) => (output?.length ?? 0) + (diff?.length ?? 0) <= LONGEST_PIECE;
  const pieces = spec.template ? undefined : PIECES[spec.format];
  if (!pieces || !record.results.every(fits)) return [renderReport(record, spec)];
  return { [Symbol.iterator]: () => gatherPieces(pieces(record)) };
}

/** The built-in reports that are made result by result. */
const PIECES = {
  json: jsonPieces,
  jsonl: jsonLines,
  csv: csvRows,
  junit: junitPieces,
  md: undefined,
  txt: undefined,
  html: undefined,
};

/** What `output.each` sees beside the names of the result itself. */
export interface EachContext {
  run?: { id: string };
  playbook: { name: string; file: string; description?: string };
  vars?: Record<string, unknown>;
  /** Of the output; `md` unless given. */
  format?: OutputFormat;
}

/**
 * Renders `output.each` for one result that has just come in. The template sees the names of a result (`host.name`, `task`,
 * `output`, ...), the same once more as `result`, and `run`, `playbook`, `vars`.
 *
 * @returns the text, with a line end at its end; '' stays ''
 * @throws {ReportError} `template` when the template fails, with its place
 */
export function renderEach(
  result: Result,
  template: OutputText,
  { run, playbook, vars, format = 'md' }: EachContext,
): string {
  const row = makeRow(result, makeCleaner());
  const context = {
    ...row,
    result: row,
    run: { id: '', ...run },
    playbook: { description: '', ...playbook },
    vars: vars ?? {},
  };
  const text = renderTemplate(template, context, { key: 'output.each', file: playbook.file, format });
  return text === '' ? '' : endLine(text);
}

/** Where a template stands, and what it is to give. */
interface TemplateUse {
  key: string;
  file: string;
  format: OutputFormat;
}

/** In HTML and XML what is put in is escaped; in Markdown it cannot end the row of a table. */
function renderTemplate(template: OutputText, context: unknown, { key, file, format }: TemplateUse): string {
  const syntax = format === 'html' || format === 'junit' ? 'html' : 'text';
  const render = (source: TemplateSource) => compileTemplate(source, syntax)(context);
  const isMarkdown = format === 'md';
  return pointingAt(template, key, file, () => (isMarkdown ? renderWithTableRows(template, render) : render(template)));
}

function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
