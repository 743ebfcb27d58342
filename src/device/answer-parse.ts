import { readText } from '../document/read-text.js';
import { DeviceError } from '../error/flow-error.js';
import { describeMissing, parseOutput } from '../parse/parse-output.js';
import type { ParseSpec } from '../parse/parse-spec.js';
import { compileTemplate, findTemplates, type TemplateWish } from '../parse/textfsm/parse-textfsm.js';

/**
 * How an answer becomes data: `textfsm` by the template that fits platform and command, Netmiko's `use_textfsm`; `{ textfsm }` by the
 * template in that file; `json`; or the named groups of a regular expression, those of each match with the flag `g`.
 */
export type AnswerParse = 'textfsm' | 'json' | { textfsm: string } | RegExp;

/**
 * Finds what reads the answers to a command, before it is typed.
 *
 * @returns a function that makes data of an answer; it throws {DeviceError} `parse` for one that does not fit
 * @throws {DeviceError} `parse` when there is no template; {DocumentError} for a wrong one; {TypeError} for what is no way to parse
 */
export function parserOf(parse: AnswerParse, wish: TemplateWish): (answer: string) => unknown {
  const spec = specOf(parse);
  if (spec.kind === 'textfsm' && !spec.template && !findTemplates(wish)) throw failed(describeMissing(wish), '');
  return (answer) => {
    const outcome = parseOutput(answer, spec, wish);
    if (outcome.kind === 'failed') throw failed(outcome.message, answer);
    return outcome.value;
  };
}

function specOf(parse: AnswerParse): ParseSpec {
  if (parse === 'textfsm') return { kind: 'textfsm' };
  if (parse === 'json') return { kind: 'json', path: [] };
  if (parse instanceof RegExp) return regexOf(parse);
  if (typeof parse?.textfsm !== 'string')
    throw new TypeError("parse: expected 'textfsm', 'json', { textfsm: 'FILE' } or a regular expression");
  const file = parse.textfsm;
  const text = readText(file);
  compileTemplate(file, text);
  return { kind: 'textfsm', template: { file, text } };
}

function regexOf({ source, flags }: RegExp): ParseSpec {
  // With an empty alternative it fits anything, and shows its groups.
  if (!new RegExp(`${source}|`, flags).exec('')?.groups)
    throw new TypeError(
      `parse: expected a regular expression with named groups, such as (?<name>...), got /${source}/`,
    );
  return { kind: 'regex', pattern: source, flags, types: {} };
}

function failed(message: string, answer: string): DeviceError {
  return new DeviceError('parse', message, { phase: 'check', last: answer });
}
