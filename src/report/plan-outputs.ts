import path from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import type { OutputSpec, OutputText } from '../playbook/playbook.js';
import { compileTemplate } from '../template/template.js';
import { realPathOf } from './real-path.js';
import { pointingAt, ReportError } from './report-error.js';

/** Where one report goes. */
export interface PlannedOutput {
  spec: OutputSpec;
  /** Absolute; null for standard output. */
  path: string | null;
}

/** What the template of a file name sees; all of it is known before anything connects. */
export interface OutputNames {
  run: { id: string; started: string };
  playbook: { name: string; file: string };
  vars: Record<string, unknown>;
}

/** A file that a run reads, and no report may replace. */
export interface ReadFile {
  /** Absolute; it need not exist. */
  path: string;
  /** What it is to the user: `the inventory`. */
  role: string;
}

/** Where reports may go. */
export interface OutputBounds {
  /** The playbook's folder, absolute. */
  folder: string;
  /** Files that the run reads beside the playbook; symbolic links are followed. */
  reads: readonly ReadFile[];
}

/**
 * Decides before a run where its reports will go, so that a mistake is known before anything connects.
 *
 * A path is relative to the playbook's folder and stays inside of it, whatever the values in it, unless the template
 * itself begins with `/`: then it stays below the folder written before the first `{{`.
 *
 * @throws {DocumentError} every output that leaves its folder, is written twice, or would replace a file that the run reads
 */
export function planOutputs(
  outputs: readonly OutputSpec[],
  { folder, reads }: OutputBounds,
  names: OutputNames,
): PlannedOutput[] {
  const problems: Diagnostic[] = [];
  const owners = new Map<string, string>(reads.map((file) => [realPathOf(file.path), file.role]));
  owners.set(realPathOf(path.resolve(folder, path.basename(names.playbook.file))), 'the playbook itself');
  const planned = outputs.map((spec): PlannedOutput => {
    if (!spec.file) return { spec, path: null };
    const found = planPath(spec.file, folder, names);
    if (typeof found !== 'string') {
      problems.push(found);
      return { spec, path: null };
    }
    const real = realPathOf(found);
    const owner = owners.get(real);
    if (owner) problems.push(diagnoseOutput(spec.file, names.playbook.file, `"${shown(spec.file)}" is ${owner}`));
    else owners.set(real, 'written by another output of this playbook already');
    return { spec, path: found };
  });
  if (problems.length > 0) throw new DocumentError(problems);
  return planned;
}

function planPath(file: OutputText, folder: string, names: OutputNames): string | Diagnostic {
  const written = render(file, names);
  if (typeof written !== 'string') return written;
  if (written.trim() === '' || /[\\/]$/.test(written))
    return diagnoseOutput(file, names.playbook.file, `expected the path of a file, got "${printableLine(written)}"`);
  if (/[\u0000-\u001f\u007f]/.test(written)) {
    return diagnoseOutput(
      file,
      names.playbook.file,
      `expected a path without control characters, got "${printableLine(written)}"`,
    );
  }
  const root = path.isAbsolute(file.text) ? literalFolder(file.text) : folder;
  const absolute = path.resolve(root, written);
  const inside = path.relative(root, absolute);
  if (inside === '' || inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside)) {
    return diagnoseOutput(
      file,
      names.playbook.file,
      `"${printableLine(written)}" leaves the folder ${root}`,
      'write an absolute path if you mean it',
    );
  }
  return absolute;
}

/** `/srv/reports/{{vars.site}}/a.md` → `/srv/reports` */
function literalFolder(text: string): string {
  return path.dirname(`${text.split('{{', 1)[0] ?? ''}x`);
}

function render(file: OutputText, names: OutputNames): string | Diagnostic {
  try {
    return pointingAt(file, 'output.file', names.playbook.file, () => compileTemplate(file)(names));
  } catch (error) {
    if (error instanceof ReportError) return error.diagnostic;
    throw error;
  }
}

/** A mistake in where a report goes, at its place in the playbook or under its option. */
export function diagnoseOutput(file: OutputText, playbookFile: string, problem: string, proposal?: string): Diagnostic {
  const { option } = file;
  if (option) return { file: option, option, message: problem, ...(proposal && { proposal }), severity: 'error' };
  const message = `output.file: ${problem}`;
  if (file.diagnose) return file.diagnose(0, file.text.length, message, proposal);
  const place = file.position ? { position: file.position, file: file.position.file } : { file: playbookFile };
  return { ...place, message, ...(proposal === undefined ? {} : { proposal }), severity: 'error' };
}

function shown(file: OutputText): string {
  return printableLine(file.text);
}
