import { relative, resolve } from 'node:path';
import { joinPointer } from '../document/pointer.js';
import { readText } from '../document/read-text.js';
import { DocumentError } from '../error/flow-error.js';
import type { CaptureType, ParseSpec } from '../parse/parse-spec.js';
import { compileTemplate } from '../parse/textfsm/parse-textfsm.js';
import type { Findings } from './findings.js';
import { isMap } from './values.js';

/**
 * Reads `parse` of a task: how its output becomes data. A TextFSM template is read and checked as well.
 *
 * @param folder  the playbook's, absolute
 */
export function readParse(findings: Findings, task: string, folder: string): ParseSpec | undefined {
  const pointer = `${task}/parse`;
  const value = findings.valueAt(pointer);
  if (value === undefined) return undefined;
  checkCommand(findings, task, pointer);
  if (value === 'textfsm') return { kind: 'textfsm', position: findings.position(pointer) };
  if (value === 'json') return { kind: 'json', path: [] };
  if (!isMap(value) || !checkKeys(findings, pointer, value)) return undefined;
  if (value.json !== undefined) return { kind: 'json', path: readPath(value.json) };
  if (typeof value.textfsm === 'string')
    return readTemplateFile(findings, `${pointer}/textfsm`, resolve(folder, value.textfsm));
  return typeof value.regex === 'string' ? readRegex(findings, pointer, { ...value, regex: value.regex }) : undefined;
}

/** Only a command has an output that is all of the device's. */
function checkCommand(findings: Findings, task: string, pointer: string): void {
  const value = findings.valueAt(task);
  if (!isMap(value) || Object.hasOwn(value, 'command') || Object.hasOwn(value, 'commands')) return;
  const kind = ['config', 'copy'].find((key) => Object.hasOwn(value, key));
  if (kind)
    findings.add(pointer, `only the output of a command can be parsed, and this is a task with ${kind}`, {
      target: 'key',
    });
}

function checkKeys(findings: Findings, pointer: string, value: Record<string, unknown>): boolean {
  const given = ['textfsm', 'regex', 'json'].filter((key) => Object.hasOwn(value, key));
  const expected = 'expected one of textfsm, regex and json';
  const own = ['flags', 'types'].filter((key) => Object.hasOwn(value, key));
  if (given.length === 0 && (own.length > 0 || Object.keys(value).length === 0))
    findings.add(pointer, `${expected}, got none of them`);
  for (const key of given.slice(1))
    findings.add(`${pointer}/${key}`, `${expected}, got ${given.join(' and ')}`, { target: 'key' });
  const isOther = given.length > 0 && !given.includes('regex');
  if (isOther) for (const key of own) findings.add(`${pointer}/${key}`, `only a regex has ${key}`, { target: 'key' });
  return given.length === 1;
}

/** What is wrong inside of the template is told in its own file. */
function readTemplateFile(findings: Findings, pointer: string, path: string): ParseSpec | undefined {
  const file = relative('', path) || path;
  try {
    const text = readText(file);
    compileTemplate(file, text);
    return { kind: 'textfsm', template: { file, text }, position: findings.position(pointer) };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    for (const diagnostic of error.diagnostics) {
      if (diagnostic.position || diagnostic.file !== file) findings.addDiagnostic(diagnostic);
      else findings.add(pointer, `${diagnostic.file}: ${diagnostic.message}`, { proposal: diagnostic.proposal });
    }
    return undefined;
  }
}

function readPath(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : String(value).split('.');
}

function readRegex(
  findings: Findings,
  pointer: string,
  { regex: pattern, flags = '', types = {} }: { regex: string; flags?: unknown; types?: unknown },
): ParseSpec | undefined {
  if (typeof flags !== 'string' || !isMap(types)) return undefined;
  if (!/^[gimsuv]*$/.test(flags) || !canCompile('', flags)) {
    findings.add(`${pointer}/flags`, `expected some of g, i, m, s, u and v, each once, got "${flags}"`);
    return undefined;
  }
  const groups = groupsOf(findings, `${pointer}/regex`, pattern, flags);
  if (!groups) return undefined;
  if (groups.length === 0) {
    findings.add(`${pointer}/regex`, 'expected named groups, got none: nothing would be taken from the output', {
      proposal: 'write (?<name>...) around what is wanted',
    });
  }
  for (const name of Object.keys(types)) {
    if (!groups.includes(name))
      findings.add(`${pointer}/types${joinPointer([name])}`, `the pattern has no group "${name}"`, { target: 'key' });
  }
  return { kind: 'regex', pattern, flags, types: types as Record<string, CaptureType> };
}

function groupsOf(findings: Findings, pointer: string, pattern: string, flags: string): string[] | undefined {
  try {
    // With an empty alternative it matches anything, and tells its groups.
    return Object.keys(new RegExp(`${pattern}|`, flags).exec('')?.groups ?? {});
  } catch (error) {
    const [, reason = 'it cannot be read'] = /: ([^:]*)$/.exec((error as Error).message) ?? [];
    const python = /\(\?P[<=]/.exec(pattern);
    const proposal = python ? { proposal: 'in JavaScript a named group is written (?<name>...)' } : {};
    findings.add(pointer, `not a regular expression: ${reason}`, proposal);
    return undefined;
  }
}

function canCompile(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}
