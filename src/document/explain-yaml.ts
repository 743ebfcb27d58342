import type { YamlMistake } from './build-tree.js';
import { explainFromLines, explainOpening, wordAt } from './explain-line.js';
import { DEEPEST, type YamlFailure } from './yaml.js';

/** What a reason of the parser means in the words of someone who writes YAML by hand. */
interface Explanation {
  /** Found in the parser's reason. */
  reason: RegExp;
  message: string;
  proposal?: string;
}

const EXPLANATIONS: readonly Explanation[] = [
  { reason: /^tab characters/, message: 'a tab cannot indent', proposal: 'use spaces' },
  {
    reason: /^deficient indentation/,
    message: 'this line is indented less than the text, list or map that is still open above it',
    proposal: 'close the quote or bracket above, or indent this line more',
  },
  {
    reason: /single quoted scalar$/,
    message: "the text in '...' does not end",
    proposal: "close it with '",
  },
  { reason: /double quoted scalar$/, message: 'the text in "..." does not end', proposal: 'close it with "' },
  {
    reason: /within a flow collection$/,
    message: 'the list [...] or map {...} does not end',
    proposal: 'close it with ] or }',
  },
  { reason: /^missed comma/, message: 'expected a comma, or the end of the list or map' },
  { reason: /^expected the node content/, message: 'expected a value before this comma' },
  {
    reason: /^unknown escape|^expected hexadecimal/,
    message: 'unknown escape in "..."',
    proposal: "write \\\\ for a backslash, or use '...', where a backslash is itself",
  },
  {
    reason: /^bad indentation of a sequence/,
    message: 'this line is indented neither like the list items above nor like their content',
  },
  { reason: /^bad explicit indentation/, message: 'the indentation after | or > must be 1 to 9' },
  {
    reason: /^repeat of a chomping|^repeat of an indentation|^a line break is expected/,
    message: 'only +, - or a digit may follow | or >, and the text begins on the next line',
    proposal: 'put text that begins with | or > in quotes',
  },
  {
    reason: /^expected ':' after/,
    message: 'expected `key: value`, and there is no colon',
    proposal: 'write a colon and a blank after the key',
  },
  { reason: /^a whitespace character is expected after/, message: 'expected a blank after the colon' },
  { reason: /multiline key/, message: 'expected a colon: a key must stand on one line with its colon' },
  {
    reason: /anchor node must contain/,
    message: 'expected a name after &',
    proposal: 'put text that begins with & in quotes',
  },
  {
    reason: /alias node must contain/,
    message: 'expected a name after *',
    proposal: 'put text that begins with * in quotes',
  },
  { reason: /^alias node should not/, message: 'an alias (*name) can have neither tag nor anchor' },
  { reason: /^duplication of a(?:n anchor| tag) property/, message: 'a value can have one tag and one anchor only' },
  { reason: /^nesting exceeded/, message: `lists and maps are nested more than ${DEEPEST} deep` },
  {
    reason: /^the stream contains non-printable|^expected valid JSON character|^null byte/,
    message: 'a character here cannot be printed',
    proposal: 'remove it, or write it as an escape in "..."',
  },
  {
    reason: /^cannot merge mappings|^abnormal merge/,
    message: '<<: expected a map, an alias of one, or a list of at most 100 of those',
  },
  { reason: /^merge keys exceeded/, message: 'merges (<<) make this document too large to be read' },
  {
    reason: /tag suffix|tag handle|^tag name|verbatim tag|^unknown \w+ tag/,
    message: 'unknown tag',
    proposal: 'put text that begins with "!" in quotes',
  },
  { reason: /YAML version/, message: 'expected %YAML 1.2' },
  {
    reason: /directive/,
    message: 'the line that begins with % is no known directive',
    proposal: 'put text that begins with % in quotes',
  },
];

/** Puts the parser's complaint into words of ours, at a place that helps to mend it. */
export function explainYaml(failure: YamlFailure, source: string): YamlMistake {
  const start = Math.min(failure.offset, source.length);
  const reason = failure.message;
  const nearby = explainFromLines(reason, source, start) ?? explainOpening(reason, source, start);
  if (nearby) return nearby;
  const badValue = /^cannot resolve a node with !<(?:tag:yaml\.org,2002:)?(.*)> explicit tag$/.exec(reason);
  if (badValue) return { ...wordAt(source, start), message: `the value does not fit its tag !!${badValue[1]}` };
  const known = EXPLANATIONS.find((explanation) => explanation.reason.test(reason));
  const span = { start, end: start + 1 };
  return known
    ? { ...span, message: known.message, proposal: known.proposal }
    : { ...span, message: `not YAML: ${reason}` };
}
