import { loadPlatform } from '../device/load-platform.js';
import { namesOfPlatform } from '../device/platform.js';
import { readText } from '../document/read-text.js';
import { UsageError } from '../error/flow-error.js';
import { jsonText } from '../error/json-text.js';
import { printable, printableLine } from '../error/printable.js';
import { describeMissing, parseOutput } from '../parse/parse-output.js';
import type { ParseSpec } from '../parse/parse-spec.js';
import { compileTemplate, findTemplates } from '../parse/textfsm/parse-textfsm.js';
import type { Call, Command } from './command.js';
import { EXIT } from './exit-code.js';
import { templateDirsFrom } from './shared-flags.js';
import { drawTable } from './table.js';

/** Bytes. Devices say more than anybody writes into a document. */
const LARGEST_OUTPUT = 256 * 1024 * 1024;

/** `flow parse`: what a TextFSM template makes of an output that lies in a file. */
export const parse: Command = {
  about:
    'The template for --platform and --command is taken from the folder in NTC_TEMPLATES_DIR, else\nfrom flow itself. A task with `parse: textfsm` gives the same rows; where no line fits the template,\nwhich is said here and gives no rows, it is raised.',
  operands: [{ form: '<file>', text: 'the output of the device; - for standard input' }],
  flags: [
    {
      subject: 'Which template',
      flags: [
        { form: '--platform <name>', text: 'the platform of the device, as an inventory has it' },
        { form: '--command <command>', text: 'what was typed' },
        { form: '--template <file>', text: 'a TextFSM template of yours instead' },
      ],
    },
    {
      subject: 'What comes out',
      flags: [{ form: '--format <format>', text: 'a list of rows, or a table to look at', choices: ['json', 'table'] }],
    },
  ],
  examples: [
    { line: 'flow parse --platform cisco_ios --command "show version" version.txt', text: 'rows as JSON' },
    {
      line: 'flow parse --template clock.textfsm --format table clock.txt',
      text: 'while a template of your own is written',
    },
  ],
  async run(call) {
    const { operands, flags, terminal } = call;
    const [file = ''] = operands;
    const { spec, wish } = readWish(call);
    const output = file === '-' ? await readStandardInput() : readText(file, { largestBytes: LARGEST_OUTPUT });
    const outcome = parseOutput(output, spec, wish);
    if (outcome.kind === 'failed') {
      terminal.err.write(`${printableLine(file)}: ${printable(outcome.message)}\n`);
      if (outcome.value === undefined) return EXIT.raised;
    }
    const rows = outcome.value as Record<string, unknown>[];
    terminal.out.write(flags.text('format') === 'table' ? drawRows(rows) : `${jsonText(rows, 2)}\n`);
    return EXIT.ok;
  },
};

/** Not by its path, which a socket does not have. */
async function readStandardInput(): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new UsageError('expected UTF-8 on standard input');
  }
}

function readWish({ flags, terminal }: Call) {
  const [template, platform, command] = [flags.text('template'), flags.text('platform'), flags.text('command')];
  const templateDirs = templateDirsFrom({ terminal });
  if (template !== undefined) {
    if (platform !== undefined || command !== undefined)
      throw new UsageError('--template takes the place of --platform and --command: give it alone');
    const text = readText(template);
    compileTemplate(template, text);
    const spec: ParseSpec = { kind: 'textfsm', template: { file: template, text } };
    return { spec, wish: { platforms: [], command: '', templateDirs } };
  }
  if (platform === undefined || command === undefined)
    throw new UsageError('expected --platform and --command, or --template: which template is to be used?');
  const spec: ParseSpec = { kind: 'textfsm' };
  const wish = { platforms: platformNames(platform), command, templateDirs };
  if (!findTemplates(wish))
    throw new UsageError(
      `${describeMissing(wish)}\n  set NTC_TEMPLATES_DIR to a folder of ntc-templates, or give --template`,
    );
  return { spec, wish };
}

/** Folders of templates know platforms that flow does not speak. */
function platformNames(name: string): string[] {
  try {
    return namesOfPlatform(name, loadPlatform(name));
  } catch {
    return [name];
  }
}

function drawRows(rows: readonly Record<string, unknown>[]): string {
  const [first] = rows;
  if (!first) return 'no rows\n';
  const names = Object.keys(first);
  const show = (cell: unknown): string => {
    if (Array.isArray(cell)) return cell.map(show).join(', ');
    return typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell ?? '');
  };
  return drawTable(
    names.map((name) => name.toUpperCase()),
    rows.map((row) => names.map((name) => show(row[name]))),
  );
}
