import { dirname, resolve } from 'node:path';
import { readText } from '../document/read-text.js';
import { DocumentError } from '../error/flow-error.js';
import { findRun } from '../journal/find-run.js';
import { readEntry } from '../journal/history.js';
import { recordOf } from '../journal/record-of.js';
import { type RecordedRun, readJournal } from '../journal/recorded-run.js';
import { fileText } from '../playbook/file-text.js';
import { isHtmlTemplate } from '../playbook/output-format.js';
import { readPartials } from '../playbook/partials.js';
import type { OutputSpec } from '../playbook/playbook.js';
import { makeDeterministic } from '../report/deterministic-record.js';
import { equipOutputs } from '../report/load-own-helpers.js';
import { writeOutputs } from '../report/write-outputs.js';
import type { Call, Command } from './command.js';
import { EachPrinter } from './each-printer.js';
import { EXIT } from './exit-code.js';
import { writeDiagnostics } from './explain-error.js';
import { journalHome } from './project-folder.js';
import { DETERMINISTIC_FLAG, formatFrom, OUTPUT_FLAGS } from './shared-flags.js';

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
    const output = call.flags.text('output');
    const path = output === undefined ? null : resolve(terminal.folder, output);
    const specs = specsOf(run, call).map((spec) => ({ spec, path }));
    const planned = await equipOutputs(specs, run.frozen.playbook.helpers);
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

/** What is rendered: the reports that were printed, those of files where none was, or the one asked for. */
function specsOf({ frozen }: RecordedRun, { flags, terminal }: Call): OutputSpec[] {
  const { outputs } = frozen.playbook;
  const template = flags.text('template');
  const asked = formatFrom(flags);
  if (template !== undefined) {
    const file = resolve(terminal.folder, template);
    const read = readPartials(fileText(template, readText(file)), dirname(file));
    if (read.mistakes.length > 0) throw new DocumentError(read.mistakes);
    return [{ format: asked ?? (isHtmlTemplate(template) ? 'html' : 'md'), template: read.template }];
  }
  if (asked !== undefined) {
    const same = outputs.find(({ format }) => format === asked);
    return [{ format: asked, ...(same?.template && { template: same.template }) }];
  }
  const printed = outputs.filter(({ file }) => file === undefined);
  const chosen = printed.length > 0 ? printed : outputs;
  return flags.text('output') === undefined ? chosen : chosen.slice(0, 1);
}
