import { basename } from 'node:path';
import { splitLines } from './python-text.js';
import { RecordBuilder, type Row } from './record-builder.js';
import { type Template, type TemplateRule, TemplateStop } from './template.js';

/** The rows of a template, and whether any of its rules fitted any line. */
export interface TemplateRun {
  header: string[];
  rows: Row[];
  hasMatched: boolean;
}

/**
 * Runs a template over a text, line by line: the first rule of the state that fits acts, and ends the line unless it says Continue.
 *
 * @returns rows in the order recorded, a value each in the order of the template
 * @throws {TemplateStop}
 */
export function runTemplate(template: Template, text: string): TemplateRun {
  const builder = new RecordBuilder(template.values);
  let state = 'Start';
  let rules = template.states.get(state) ?? [];
  let hasMatched = false;
  for (const [index, line] of splitLines(text).entries()) {
    for (const rule of rules) {
      const groups = rule.pattern.match(line);
      if (!groups) continue;
      hasMatched = true;
      for (const [name, captured] of groups) builder.assign(name, captured);
      record(builder, rule);
      if (rule.lineAction === 'Error')
        throw new TemplateStop(describeStop(template, rule, { line, number: index + 1 }));
      if (rule.lineAction === 'Continue') continue;
      if (rule.next !== undefined) {
        state = rule.next;
        rules = template.states.get(state) ?? rules;
      }
      break;
    }
    if (state === 'End' || state === 'EOF') break;
  }
  // The end of the text records, unless the template has an empty EOF state.
  if (state !== 'End' && !template.states.has('EOF')) builder.record();
  return { header: template.values.map(({ name }) => name), rows: builder.rows, hasMatched };
}

function record(builder: RecordBuilder, { recordAction }: TemplateRule): void {
  switch (recordAction) {
    case 'Record':
      builder.record();
      break;
    case 'Clear':
      builder.clear();
      break;
    case 'Clearall':
      builder.clearAll();
      break;
    case 'NoRecord':
      break;
    default:
      recordAction satisfies never;
  }
}

const LONGEST_SHOWN = 120;

function describeStop(
  template: Template,
  rule: TemplateRule,
  { line, number }: { line: string; number: number },
): string {
  const said = rule.next === undefined ? 'an error' : `the error ${rule.next}`;
  const shown = line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
  return `line ${number} of the output is ${said} in the template (${basename(template.file)}:${rule.line}): ${JSON.stringify(shown)}`;
}
