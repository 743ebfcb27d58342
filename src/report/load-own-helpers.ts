import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readText } from '../document/read-text.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import type { OwnHelpers } from '../playbook/own-helpers.js';
import type { OutputSpec, OutputText } from '../playbook/playbook.js';
import type { UserHelpers } from '../template/template.js';

/**
 * Loads the user's own helpers: only those who render reports do, before anything connects.
 *
 * @throws {DocumentError} when the module cannot be loaded, with the place in it, or does not export a function under a name that it seemed to
 */
export async function loadOwnHelpers({ file, names }: OwnHelpers): Promise<UserHelpers> {
  const module = await importModule(file);
  const helpers = new Map<string, (...values: unknown[]) => unknown>();
  for (const name of names) {
    const value = module[name];
    if (typeof value !== 'function') throw new DocumentError([diagnose(file, `"${name}" is no function`)]);
    helpers.set(name, (...values) => call(file, name, () => value(...values)));
  }
  return Object.fromEntries(helpers);
}

/** Gives the templates of outputs the helpers of the user's own, where there are any. @throws {DocumentError} as {@link loadOwnHelpers} does */
export async function equipOutputs<Of extends { spec: OutputSpec }>(outputs: Of[], own?: OwnHelpers): Promise<Of[]> {
  if (!own) return outputs;
  const helpers = await loadOwnHelpers(own);
  const equip = (text: OutputText): OutputText => ({ ...text, helperNames: own.names, helpers });
  return outputs.map((output) => {
    const { template, each } = output.spec;
    const texts = { ...(template && { template: equip(template) }), ...(each && { each: equip(each) }) };
    return { ...output, spec: { ...output.spec, ...texts } };
  });
}

function call(file: string, name: string, work: () => unknown): unknown {
  let value: unknown;
  try {
    value = work();
  } catch (error) {
    const place = placeIn(file, error);
    const where = place ? `${path.basename(file)}:${place.line}:${place.column}` : path.basename(file);
    throw new Error(`the helper "${name}" failed: ${messageOf(error)} (${where})`);
  }
  if (value instanceof Promise) {
    value.catch(() => {});
    throw new Error(`the helper "${name}" gives a promise, and a template cannot wait`);
  }
  return value;
}

async function importModule(file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const place = error instanceof SyntaxError ? await checkSyntax(file) : placeIn(file, error);
    throw new DocumentError([diagnose(file, `it cannot be loaded: ${messageOf(error)}`, place)]);
  }
}

interface Place {
  line: number;
  column: number;
}

/** `at file:///p/helpers.mjs:4:6` in a stack. */
function placeIn(file: string, error: unknown): Place | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const start = stack.indexOf(`${pathToFileURL(file).href}:`);
  const [, line, column] = /^:(\d+):(\d+)/.exec(stack.slice(start + pathToFileURL(file).href.length)) ?? [];
  return start >= 0 && line && column ? { line: Number(line), column: Number(column) } : undefined;
}

/** An error of syntax does not say where it is; Node's own check of the file prints the line, and a caret under the sign. */
function checkSyntax(file: string): Promise<Place | undefined> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', file], { env: {} }, (_error, _stdout, stderr) => {
      const lines = stderr.split('\n');
      const line = /:(\d+)$/.exec(lines[0] ?? '')?.[1];
      const caret = lines.find((each) => /^\s*\^+\s*$/.test(each));
      resolve(line === undefined ? undefined : { line: Number(line), column: (caret?.indexOf('^') ?? 0) + 1 });
    });
  });
}

function diagnose(file: string, message: string, place: Place = { line: 1, column: 1 }): Diagnostic {
  const sourceLine = readText(file).split('\n')[place.line - 1] ?? '';
  return {
    file,
    position: { file, ...place, length: 1 },
    sourceLine,
    message: `helpers: ${message}`,
    severity: 'error',
  };
}

function messageOf(error: unknown): string {
  return printableLine(error instanceof Error ? error.message : String(error));
}
