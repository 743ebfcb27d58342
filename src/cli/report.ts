import { dirname, resolve } from 'node:path';
import { readText } from '../document/read-text.js';
import { DocumentError, UsageError } from '../error/flow-error.js';
import { findRun } from '../journal/find-run.js';
import { readEntry } from '../journal/history.js';
import { recordOf } from '../journal/record-of.js';
import { type RecordedRun, readJournal } from '../journal/recorded-run.js';
import { fileText } from '../playbook/file-text.js';
import { FORMATS, formatOfFile, isHtmlTemplate, type OutputFormat } from '../playbook/output-format.js';
import { readPartials } from '../playbook/partials.js';
import type { OutputSpec, OutputText } from '../playbook/playbook.js';
import { makeDeterministic } from '../report/deterministic-record.js';
import { equipOutputs } from '../report/load-own-helpers.js';
import type { PlannedOutput } from '../report/plan-outputs.js';
import { writeOutputs } from '../report/write-outputs.js';
import type { Call, Command } from './command.js';
import { EachPrinter } from './each-printer.js';
import { EXIT } from './exit-code.js';
import { writeDiagnostics } from './explain-error.js';
import { journalHome } from './project-folder.js';
import { DETERMINISTIC_FLAG, OUTPUT_FLAGS } from './shared-flags.js';

/** `flow report`: the report of a run once more, or another one of the same results. */
export const report: Command = {
  about: 'The very text that the run has printed, or (where all of it went to files) written. Nothing is sent.',
  operands: [{ form: '<run>', text: 'an id, the beginning of one, last, last~1, or a name' }],
  flags: [
    {
      subject: 'Another report',
      flags: [
        ...OUTPUT_FLAGS,
        DETERMINISTIC_FLAG,
        { form: '--template <file>', text: "a Handlebars template instead of the playbook's" },
      ],
    },
  ],
  examples: [
    { line: 'flow report last', text: 'the report of the newest run' },
    { line: 'flow report before --template audit.hbs -o audit.md', text: 'its results in another form, in a file' },
  ],
  async run(call) {
    const { terminal } = call;
    const folder = findRun(journalHome(terminal.folder, terminal.env), call.operands[0] ?? '');
    const { id, state } = readEntry(folder);
    const run = readJournal(folder);
    if (state === 'running' && !run.end) {
      terminal.err.write(`the run ${id} still goes on: what has no result yet is told as cancelled\n`);
    }
    const planned = await equipOutputs(reportsOf(run, call), run.frozen.playbook.helpers);
    const print = (text: string) => terminal.out.write(text, { isMasked: true });
    const isDeterministic = call.flags.has('deterministic') || run.frozen.playbook.deterministic === true;
    const record = isDeterministic ? makeDeterministic(recordOf(run, 'inventory')) : recordOf(run);
    const each = new EachPrinter(planned, { names: { ...record, run: { id: record.run.id ?? '' } }, print });
    if (planned.some(({ spec }) => spec.each)) {
      const told = isDeterministic ? record : recordOf(run, 'completed');
      for (const result of told.results) each.tell(result);
    }
    const written = writeOutputs(planned, record, { print, before: each.kept });
    const errors = [...each.errors, ...written.errors];
    for (const { diagnostic } of errors) writeDiagnostics(terminal.err, [diagnostic]);
    return errors.length > 0 ? EXIT.raised : EXIT.ok;
  },
};

/** What is rendered, and where to: the reports that were printed, those of files where none was, or the ones asked for. */
function reportsOf(run: RecordedRun, call: Call): PlannedOutput[] {
  const { outputs } = run.frozen.playbook;
  const { flags, terminal } = call;
  const files = flags.list('output');
  const given = FORMATS.find((known) => known === flags.text('format'));
  if (files.length > 1 && given)
    throw new UsageError('--format: each --output says its format by its ending; leave one of them out');
  const printed = outputs.filter(({ file }) => file === undefined);
  const usual = printed.length > 0 ? printed : outputs;
  const template = readTemplate(call);
  const specIn = (asked: OutputFormat | undefined): OutputSpec | undefined => {
    if (template) return { format: asked ?? template.format, template: template.text };
    if (!asked) return usual[0];
    const same = outputs.find(({ format }) => format === asked);
    return { format: asked, ...(same?.template && { template: same.template }) };
  };
  if (files.length === 0) {
    const asked = template || given ? [specIn(given)] : usual;
    return asked.flatMap((spec) => (spec ? [{ spec, path: null }] : []));
  }
  return files.flatMap((file) => {
    const spec = specIn(given ?? formatOfFile(file));
    return spec ? [{ spec, path: resolve(terminal.folder, file) }] : [];
  });
}

/** The template that `--template` names, and the format that its name says. @throws {DocumentError} for mistakes in it */
function readTemplate({ flags, terminal }: Call): { text: OutputText; format: OutputFormat } | undefined {
  const template = flags.text('template');
  if (template === undefined) return undefined;
  const file = resolve(terminal.folder, template);
  const read = readPartials(fileText(template, readText(file)), dirname(file));
  if (read.mistakes.length > 0) throw new DocumentError(read.mistakes);
  return { text: read.template, format: isHtmlTemplate(template) ? 'html' : 'md' };
}
