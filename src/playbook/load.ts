import { dirname, resolve } from 'node:path';
import { checkSchema } from '../document/check-schema.js';
import { type Document, readDocument } from '../document/document.js';
import { checkOptions, checkTexts, optionNames, wrongArgument } from '../error/arguments.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { hideLines } from '../error/hidden-lines.js';
import { readBatches } from './batches.js';
import { contextShapes } from './context-shapes.js';
import { readSelect } from './expressions.js';
import { Findings } from './findings.js';
import { possibleNames } from './foreach.js';
import { hideSecretsOfPlaybook } from './hidden-secrets.js';
import { readInventorySource } from './inventory-source.js';
import { readConcurrency, readFailurePolicy, readLockoutAfter, readPace, readRetry, readTimeouts } from './limits.js';
import { resolveNeeds } from './needs.js';
import { readOutputs } from './outputs.js';
import { applyOverrides, checkVariables } from './overrides.js';
import { readOwnHelpers } from './own-helpers.js';
import { EXECUTORS, type Playbook, type PlaybookOverrides, type QueuePlace } from './playbook.js';
import { checkReferences } from './references.js';
import { readTasks } from './tasks.js';
import { isMap } from './values.js';

/** What a playbook is loaded with beside its file. */
export interface LoadOptions {
  overrides?: PlaybookOverrides;
}

const OVERRIDES = optionNames<PlaybookOverrides>({
  vars: true,
  concurrency: true,
  executor: true,
  order: true,
  deterministic: true,
  inventory: true,
  select: true,
  outputs: true,
  format: true,
});

/**
 * Loads a playbook: its schema, then all that a schema cannot say.
 *
 * @returns the playbook, with every default filled in and every short form written out
 * @throws {DocumentError} with every mistake found, in the order of the file
 * @throws {UsageError} when an override cannot be, {TypeError} for one that there is not
 */
export function loadPlaybook(file: string, options: LoadOptions = {}): Playbook {
  if (typeof file !== 'string') throw wrongArgument('loadPlaybook', 'the path of a playbook', file);
  checkOptions(options, ['overrides']);
  const { overrides = {} } = options;
  checkOptions(overrides, OVERRIDES);
  const { vars = {} } = overrides;
  if (typeof vars !== 'object') throw wrongArgument('overrides.vars', 'an object', vars);
  checkTexts('overrides.inventory', overrides.inventory ?? []);
  checkTexts('overrides.outputs', overrides.outputs ?? []);
  return readPlaybook(readDocument(file), options);
}

/** The same of a document that has been read already. */
export function readPlaybook(document: Document, options: LoadOptions = {}): Playbook {
  const { playbook, mistakes } = draftPlaybook(document, options);
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  hideLines(playbook.warnings);
  return hideSecretsOfPlaybook(playbook);
}

/** A playbook as far as it could be read, and every mistake in it, in the order of the file. */
export interface PlaybookDraft {
  playbook: Playbook;
  mistakes: Diagnostic[];
}

/**
 * Reads a playbook even where it has mistakes, so that what it names can be checked as well. Of the overrides, those that have to be
 * valid for that are left out then.
 *
 * @throws {DocumentError} when it is no map at all
 * @throws {UsageError} when an override cannot be
 */
export function draftPlaybook(document: Document, { overrides = {} }: LoadOptions = {}): PlaybookDraft {
  const findings = new Findings(document, checkSchema(document, 'playbook'));
  const root = findings.valueAt('');
  if (!isMap(root)) throw new DocumentError(findings.errors);
  checkVersion(findings);
  const playbook = readKeys(findings, root, overrides.vars ?? {});
  const mistakes = findings.errors;
  if (mistakes.length > 0) {
    const { inventory = [] } = overrides;
    return { playbook: applyOverrides(playbook, { inventory }), mistakes };
  }
  const templates = playbook.outputs.flatMap(({ template, each, file }) =>
    [template, each, file].map((text) => text?.text ?? ''),
  );
  checkVariables(overrides.vars ?? {}, isMap(root.vars) ? root.vars : {}, [document.source, ...templates]);
  const read = { ...playbook, warnings: findings.warnings, ...(Object.keys(overrides).length > 0 && { overrides }) };
  return { playbook: applyOverrides(read, overrides), mistakes };
}

function readKeys(findings: Findings, root: Record<string, unknown>, overridden: Record<string, unknown>): Playbook {
  const { document } = findings;
  const folder = dirname(resolve(document.file));
  const name = typeof root.name === 'string' ? root.name : '';
  // A misspelt mode has been reported; that a configuration needs another one would only follow from it.
  const mode = root.mode === undefined || root.mode === 'read' ? 'read' : 'change';
  const vars = { ...(isMap(root.vars) ? root.vars : {}), ...overridden };
  const timeouts = readTimeouts(findings);
  const select = readSelect(findings);
  const pace = readPace(findings);
  const inventory = readInventorySource(findings, folder);
  const placed = resolveNeeds(
    findings,
    readTasks(findings, name, { timeouts, retry: readRetry(findings, '/retry'), mode, folder, vars }),
  );
  const tasks = placed.map(({ task }) => task);
  const shapes = contextShapes(
    vars,
    tasks.map((task) => task.name),
    tasks.flatMap(possibleNames),
  );
  const helpers = readOwnHelpers(findings, folder);
  checkReferences(findings, placed, { shapes, vars });
  return {
    file: document.file,
    document,
    folder,
    name,
    ...(typeof root.description === 'string' ? { description: root.description } : {}),
    mode,
    ...(inventory ? { inventory } : {}),
    ...(select ? { select } : {}),
    vars,
    concurrency: readConcurrency(findings),
    ...(pace ? { pace } : {}),
    lockoutAfter: readLockoutAfter(findings),
    queue: readQueue(root),
    executor: EXECUTORS.find((kind) => kind === root.executor) ?? 'auto',
    order: root.order === 'completed' && root.deterministic !== true ? 'completed' : 'inventory',
    deterministic: root.deterministic === true,
    enable: typeof root.enable === 'boolean' ? root.enable : 'auto',
    timeouts,
    onFailure: readFailurePolicy(findings),
    batches: readBatches(findings),
    tasks,
    ...(helpers ? { helpers } : {}),
    outputs: readOutputs(findings, { folder, shapes, helperNames: helpers?.names ?? [] }),
    warnings: [],
  };
}

function readQueue({ queue }: Record<string, unknown>): QueuePlace {
  if (!isMap(queue)) return {};
  const { url, route } = queue;
  return { ...(typeof url === 'string' && { url }), ...(typeof route === 'string' && { route }) };
}

function checkVersion(findings: Findings): void {
  const version = findings.valueAt('/version');
  if (version === undefined || version === 1) return;
  findings.add(
    '/version',
    `this flow knows version 1 of the language, and the playbook is written in version ${JSON.stringify(version)}`,
  );
}
