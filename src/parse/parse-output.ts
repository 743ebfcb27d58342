import { DocumentError } from '../error/flow-error.js';
import { parseJson } from './parse-json.js';
import { parseRegex } from './parse-regex.js';
import type { ParseOutcome, ParseSpec } from './parse-spec.js';
import { compileTemplate, findTemplates, parseTextFsm, type TemplateWish } from './textfsm/parse-textfsm.js';
import { OutOfTime, timeFor, withinTime } from './within-time.js';

/**
 * Makes data of the output of a device. Nothing in an output can break it: what does not fit is `failed`, and what would run for
 * ever is stopped.
 *
 * @param output  whole, "\n" ends
 * @param wish    what a TextFSM template is found by
 */
export function parseOutput(output: string, spec: ParseSpec, wish: TemplateWish): ParseOutcome {
  try {
    return withinTime(timeFor(output), () => parseBy(output, spec, wish));
  } catch (error) {
    if (error instanceof DocumentError) return { kind: 'failed', message: error.message };
    // RangeError is thrown where a pattern would have to remember more than there is room for.
    if (!(error instanceof OutOfTime || error instanceof RangeError)) throw error;
    const what =
      error instanceof OutOfTime ? 'does not come to an end in time on' : 'repeats a group too often on a line of';
    return { kind: 'failed', message: `a pattern ${what} this output: write it with less repetition` };
  }
}

function parseBy(output: string, spec: ParseSpec, wish: TemplateWish): ParseOutcome {
  switch (spec.kind) {
    case 'textfsm': {
      const found = spec.template ? [compileTemplate(spec.template.file, spec.template.text)] : findTemplates(wish);
      const [first, ...others] = found ?? [];
      return first ? parseTextFsm(output, [first, ...others]) : { kind: 'failed', message: describeMissing(wish) };
    }
    case 'regex':
      return parseRegex(output, spec);
    case 'json':
      return parseJson(output, spec.path);
    default:
      return spec satisfies never;
  }
}

/** That there is no template, which is not that an output cannot be parsed. */
export function describeMissing({ platforms, command }: Pick<TemplateWish, 'platforms' | 'command'>): string {
  return `there is no TextFSM template for "${command}" on ${platforms[0] ?? 'an unknown platform'}`;
}
