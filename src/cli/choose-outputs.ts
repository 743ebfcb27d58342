import { extname, resolve } from 'node:path';
import type { OutputFormat, OutputSpec } from '../playbook/playbook.js';
import type { Call } from './command.js';

/** The flags that say where the report goes. */
export const OUTPUT_FLAGS = [
  { form: '-o, --output <file>', text: 'writes the report there instead of to standard output' },
  { form: '--format <format>', text: 'prints the built-in report of that format', choices: ['md', 'txt', 'json'] },
];

/**
 * Applies `--format` and `--output` to the outputs of a playbook. Both speak of the report that goes to standard output
 * (there is one more if every report goes to a file); reports with a file of their own are written as ever.
 *
 * `--output report.json` means JSON without `--format` having to say so; likewise `.txt` and `.md`.
 */
export function chooseOutputs(outputs: readonly OutputSpec[], { flags, terminal }: Pick<Call, 'flags' | 'terminal'>): OutputSpec[] {
  const path = flags.text('output');
  const format = readFormat(flags.text('format')) ?? readFormat(extname(path ?? '').slice(1));
  if (path === undefined && format === undefined) return [...outputs];
  const printed = outputs.filter((output) => !output.file);
  const written = outputs.filter((output) => output.file);
  const chosen: OutputSpec[] = printed.length > 0 ? printed.slice(0, 1) : [{ format: format ?? 'md' }];
  const file = path === undefined ? {} : { file: { text: resolve(terminal.folder, path) } };
  const changed = chosen.map((output) => ({ ...applyFormat(output, format, flags.text('format') !== undefined), ...file }));
  return [...changed, ...(path === undefined ? [] : printed.slice(1)), ...written];
}

/** A template is left out when it was written for another format, or when `--format` asks for the built-in report. */
function applyFormat(output: OutputSpec, format: OutputFormat | undefined, isAskedFor: boolean): OutputSpec {
  if (format === undefined || (format === output.format && !isAskedFor)) return output;
  return { format };
}

function readFormat(text: string | undefined): OutputFormat | undefined {
  return text === 'md' || text === 'txt' || text === 'json' ? text : undefined;
}
