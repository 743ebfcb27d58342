import { DocumentError } from '../../error/flow-error.js';
import { proposeName } from '../../error/nearest.js';
import { PYTHON_SPACE, PYTHON_WORD, trimEnd } from './python-text.js';
import { readRule } from './read-rule.js';
import { LONGEST_NAME, readValue } from './read-value.js';
import type { Template, TemplateRule, TemplateValue } from './template.js';
import { TemplateFindings, type TemplateLine } from './template-findings.js';

const COMMENT = new RegExp(`^${PYTHON_SPACE}*#`);
const STATE_NAME = new RegExp(`^${PYTHON_WORD}+$`, 'u');
const ACTION_WORDS = ['Continue', 'Next', 'Error', 'Clear', 'Clearall', 'Record', 'NoRecord'];

/**
 * Reads a TextFSM template: values, a blank line, then states with their rules, each ended by a blank line.
 *
 * @param file  what diagnostics call it
 * @throws {DocumentError} with everything that is wrong; the reference implementation refuses the same templates
 * @see github.com/google/textfsm/wiki/TextFSM, and textfsm/parser.py of version 1.1.0 where that is silent
 */
export function readTemplate(file: string, text: string): Template {
  const findings = new TemplateFindings(file);
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line, index): TemplateLine => ({ number: index + 1, text: trimEnd(line) }));
  const gap = lines.findIndex((line) => line.text === '');
  const head = gap < 0 ? lines : lines.slice(0, gap);
  const values = readValues(findings, head.filter(isCode));
  const states = readStates(findings, lines.slice(head.length), values);
  if (findings.diagnostics.length > 0) throw new DocumentError(findings.diagnostics);
  return { file, values, states };
}

function isCode({ text }: TemplateLine): boolean {
  return !COMMENT.test(text);
}

function readValues(findings: TemplateFindings, lines: readonly TemplateLine[]): TemplateValue[] {
  const values: TemplateValue[] = [];
  for (const line of lines) {
    if (!line.text.startsWith('Value ')) {
      const proposal = values.length > 0 ? 'put a blank line between the values and the first state' : undefined;
      findings.add(line, 'expected `Value [options] NAME (regex)`', { proposal });
      if (STATE_NAME.test(line.text) || line.text.startsWith(' ')) break;
      continue;
    }
    const value = readValue(findings, line);
    if (value && values.some(({ name }) => name === value.name))
      findings.add(line, `there are two values "${value.name}"`);
    else if (value) values.push(value);
  }
  return values;
}

/** A state while it is read. */
interface Draft {
  line: TemplateLine;
  rules: { line: TemplateLine; rule: TemplateRule }[];
}

function readStates(
  findings: TemplateFindings,
  lines: readonly TemplateLine[],
  values: readonly TemplateValue[],
): ReadonlyMap<string, readonly TemplateRule[]> {
  const groups = new Map(values.map(({ name, regex }) => [name, regex.replace(/^\(/, () => `(?P<${name}>`)]));
  // What follows from a wrong value is not told of every rule that names it.
  const hasAllValues = findings.diagnostics.length === 0;
  const drafts = new Map<string, Draft>();
  let current: Draft | undefined;
  for (const line of lines) {
    if (line.text === '') current = undefined;
    else if (!isCode(line)) continue;
    else if (!current) {
      current = { line, rules: [] };
      checkStateName(findings, line, drafts);
      if (!drafts.has(line.text)) drafts.set(line.text, current);
    } else if (!/^(?: {1,2}|\t)\^/.test(line.text)) {
      const proposal = 'a state is ended by a blank line';
      findings.add(line, 'expected a rule: one or two blanks or a tab, then ^', { proposal });
    } else if (hasAllValues) {
      const rule = readRule(findings, line, groups);
      if (rule) current.rules.push({ line, rule });
    }
  }
  checkStates(findings, drafts);
  drafts.delete('End');
  return new Map([...drafts].map(([name, { rules }]) => [name, rules.map(({ rule }) => rule)]));
}

function checkStateName(findings: TemplateFindings, line: TemplateLine, drafts: ReadonlyMap<string, Draft>): void {
  const name = line.text;
  if (!STATE_NAME.test(name) || [...name].length > LONGEST_NAME) {
    const proposal = /^\s+\^/.test(name) ? 'a blank line ends a state: remove the one above' : undefined;
    findings.add(line, `expected the name of a state: letters, digits and _, ${LONGEST_NAME} at most`, { proposal });
  } else if (ACTION_WORDS.includes(name))
    findings.add(line, `"${name}" is an action, and cannot be the name of a state`);
  else if (drafts.has(name)) findings.add(line, `there are two states "${name}"`);
}

function checkStates(findings: TemplateFindings, drafts: ReadonlyMap<string, Draft>): void {
  if (!drafts.has('Start'))
    findings.addToWhole(
      'expected a state called Start, got none',
      'write `Start` on a line of its own, its rules below it',
    );
  for (const name of ['End', 'EOF']) {
    const [first] = drafts.get(name)?.rules ?? [];
    if (first) findings.add(first.line, `the state ${name} has no rules: there is nothing left to read`);
  }
  const known = [...drafts.keys()].filter((name) => name !== 'End');
  for (const { rules } of drafts.values()) {
    for (const { line, rule } of rules) {
      const { next, lineAction } = rule;
      if (lineAction === 'Error' || next === undefined || next === 'End' || next === 'EOF' || known.includes(next))
        continue;
      const offset = line.text.lastIndexOf(next);
      const proposal = proposeName(next, known);
      findings.add(line, `there is no state "${next}"`, { offset, length: next.length, proposal });
    }
  }
}
