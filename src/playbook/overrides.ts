import { resolve } from 'node:path';
import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import { compileExpression } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import { FORMATS, formatOfFile, type OutputFormat } from './output-format.js';
import { EXECUTORS, type OutputSpec, type Playbook, type PlaybookOverrides } from './playbook.js';

/**
 * Refuses a variable of the command line that the playbook neither declares nor speaks of: misspelt, it would leave the default
 * in force without a word.
 *
 * @throws {UsageError} with the nearest name
 */
export function checkVariables(
  given: Record<string, unknown>,
  declared: Record<string, unknown>,
  texts: readonly string[],
): void {
  for (const name of Object.keys(given)) {
    // `vars.ntp`, `vars["ntp"]`, `vars.[ntp]`; not `vars.ntp2`
    const mention = new RegExp(`\\bvars(?:\\.|\\.?\\[["']?)${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
    if (Object.hasOwn(declared, name) || texts.some((text) => mention.test(text))) continue;
    const proposal = proposeName(name, Object.keys(declared));
    throw new UsageError(`the playbook has no such variable${proposal ? `\n  ${proposal}` : ''}`, {
      option: `vars.${name}`,
    });
  }
}

/** Puts the command line's words in the place of the playbook's. @throws {UsageError} for a value that cannot be */
export function applyOverrides(playbook: Playbook, overrides: PlaybookOverrides): Playbook {
  const changed: Playbook = { ...playbook };
  if (overrides.concurrency !== undefined)
    changed.concurrency = { ...playbook.concurrency, hosts: checkConcurrency(overrides.concurrency) };
  if (overrides.executor !== undefined) changed.executor = choose('executor', overrides.executor, { known: EXECUTORS });
  if (overrides.order !== undefined)
    changed.order = choose('order', overrides.order, { known: ['inventory', 'completed'] });
  if (overrides.deterministic) changed.deterministic = true;
  if (changed.deterministic) changed.order = 'inventory';
  if (overrides.inventory?.length)
    changed.inventory = { kind: 'files', paths: overrides.inventory.map(fromWorkingFolder) };
  if (overrides.select !== undefined) changed.select = { source: checkSelect(overrides.select) };
  if (overrides.format !== undefined || overrides.outputs?.length)
    changed.outputs = overrideOutputs(playbook.outputs, overrides);
  return changed;
}

function checkConcurrency(hosts: number): number {
  if (Number.isInteger(hosts) && hosts >= 1 && hosts <= 10_000) return hosts;
  throw new UsageError(`expected a whole number from 1 to 10000, got ${hosts}`, { option: 'concurrency' });
}

function choose<Name extends string>(option: string, value: string, { known }: { known: readonly Name[] }): Name {
  const found = known.find((name) => name === value);
  if (found !== undefined) return found;
  const proposal = proposeName(value, known);
  throw new UsageError(`expected ${known.join(' or ')}, got "${value}"${proposal ? `; ${proposal}` : ''}`, { option });
}

function checkSelect(source: string): string {
  try {
    compileExpression(source, 'select');
    return source;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const proposal = error.proposal ? `\n  ${error.proposal}` : '';
    const caret = `${' '.repeat(error.offset)}${'^'.repeat(error.length)}`;
    throw new UsageError(`${error.message}\n  ${source}\n  ${caret}${proposal}`, { option: 'select' });
  }
}

/** Asked for one format or for certain files, these reports alone come: the playbook's own are not where the asker looks for them. */
function overrideOutputs(
  outputs: readonly OutputSpec[],
  { outputs: files = [], format }: PlaybookOverrides,
): OutputSpec[] {
  const [first = { format: 'md' as const }, ...others] = outputs;
  if (files.length > 1 && format !== undefined) throw new UsageError('', { option: 'format', remedy: 'one-format' });
  const specIn = (chosen: OutputFormat): OutputSpec => {
    const same = outputs.find((candidate) => candidate.format === chosen);
    return { ...(same?.template ? { template: same.template } : {}), format: chosen };
  };
  const given = format === undefined ? undefined : choose('format', format, { known: FORMATS });
  if (given && files.length === 0) return [specIn(given)];
  const written = files.map((file): OutputSpec => {
    const chosen = given ?? formatOfFile(file);
    return { ...(chosen ? specIn(chosen) : first), file: { text: literalPath(file), option: 'outputs' } };
  });
  const isFirstElsewhere = files.length === 1 && !given && !formatOfFile(files[0] ?? '');
  return isFirstElsewhere ? [...written, ...others] : written;
}

function fromWorkingFolder(path: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : resolve(path);
}

/** A path as it was typed, as a template that gives it back even where it looks like one. */
export function literalPath(path: string): string {
  return resolve(path).replace(/\{\{/g, '\\{{');
}
