import { proposeName } from '../../error/nearest.js';
import { compilePattern } from '../python-regex/pattern.js';
import { PatternError } from '../python-regex/tree.js';
import type { TemplateValue, ValueOption } from './template.js';
import type { TemplateFindings, TemplateLine } from './template-findings.js';

/** Longest name of a value or a state. */
export const LONGEST_NAME = 48;

const OPTIONS: readonly string[] = ['Required', 'Filldown', 'Fillup', 'Key', 'List'] satisfies ValueOption[];

/**
 * Reads `Value [options] NAME (regex)`. The parts are divided by single blanks: a second one would be an empty part.
 *
 * @returns undefined where it is wrong
 */
export function readValue(findings: TemplateFindings, line: TemplateLine): TemplateValue | undefined {
  const parts = line.text.split(' ');
  if (parts.length < 3) {
    findings.add(line, 'expected `Value NAME (regex)`, got less', { proposal: 'for example: Value VERSION (\\S+)' });
    return undefined;
  }
  const hasOptions = !parts[2]?.startsWith('(');
  const options = hasOptions ? readOptions(findings, line, parts[1] ?? '') : [];
  const name = parts[hasOptions ? 2 : 1] ?? '';
  const before = parts.slice(0, hasOptions ? 3 : 2);
  const regex = parts.slice(before.length).join(' ');
  const offset = before.join(' ').length + 1;
  if ([...name].length > LONGEST_NAME) {
    findings.add(line, `expected a name of at most ${LONGEST_NAME} characters, got ${[...name].length}`, {
      offset: offset - 1 - name.length,
      length: name.length,
    });
    return undefined;
  }
  if (!isEnclosed(findings, line, { regex, offset }) || !options) return undefined;
  if (!options.includes('List')) return { name, options, regex };
  try {
    return { name, options, regex, nested: compilePattern(regex) };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    findings.add(line, `not a regular expression of Python: ${error.message}`, {
      offset: offset + error.offset,
      length: 1,
    });
    return undefined;
  }
}

function readOptions(findings: TemplateFindings, line: TemplateLine, text: string): ValueOption[] | undefined {
  const options: ValueOption[] = [];
  let offset = 'Value '.length;
  let isRight = true;
  for (const word of text.split(',')) {
    const place = { offset, length: word.length };
    offset += word.length + 1;
    if (!OPTIONS.includes(word)) {
      const proposal = proposeName(word, OPTIONS);
      const expected =
        'expected options (Required, Filldown, Fillup, Key, List), a name and a regular expression in ( )';
      findings.add(line, `${expected}, got ${word === '' ? 'two blanks' : `"${word}"`}`, { ...place, proposal });
      isRight = false;
    } else if (options.includes(word as ValueOption)) {
      findings.add(line, `the option ${word} is there twice`, place);
      isRight = false;
    } else options.push(word as ValueOption);
  }
  return isRight ? options : undefined;
}

/** The parentheses are counted as they stand, also those behind a backslash. */
function isEnclosed(
  findings: TemplateFindings,
  line: TemplateLine,
  { regex, offset }: { regex: string; offset: number },
): boolean {
  const count = (sign: string) => regex.split(sign).length - 1;
  const [opening, closing] = [count('('), count(')')];
  if (/^\([^\n]*\)$/.test(regex) && opening === closing) return true;
  const isPaired = /^\([^\n]*\)$/.test(regex);
  const message = isPaired
    ? `expected as many ( as ), got ${opening} and ${closing}, those behind a backslash counted`
    : `expected a regular expression in ( ), got ${regex === '' ? 'none' : JSON.stringify(regex)}`;
  findings.add(line, message, {
    offset,
    length: regex.length,
    proposal: isPaired ? 'write a single parenthesis as [\\x28] or [\\x29]' : undefined,
  });
  return false;
}
