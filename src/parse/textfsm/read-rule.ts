import { proposeName } from '../../error/nearest.js';
import { compilePattern, type Pattern } from '../python-regex/pattern.js';
import { PatternError } from '../python-regex/tree.js';
import { PYTHON_SPACE, PYTHON_WORD, trim } from './python-text.js';
import type { TemplateRule } from './template.js';
import type { TemplateFindings, TemplateLine } from './template-findings.js';

/** `^Version ${VERSION} -> Record`; the last blank with an arrow behind it divides. */
const ARROW = new RegExp(`^(?<match>.*)${PYTHON_SPACE}->(?<action>.*)$`, 'su');
const STATE = `(?:${PYTHON_SPACE}+(?<next>${PYTHON_WORD}+|".*"))?`;
const RECORD = '(?<record>Clearall|Clear|Record|NoRecord)';
/** ` Continue.Record`, ` Error "what is wrong"`; ` Record Start`; ` Start`. */
const ACTIONS = [
  new RegExp(`^${PYTHON_SPACE}+(?<line>Continue|Next|Error)(?:\\.${RECORD})?${STATE}$`, 'su'),
  new RegExp(`^${PYTHON_SPACE}+${RECORD}${STATE}$`, 'su'),
  new RegExp(`^${STATE}$`, 'su'),
];

/**
 * Reads a rule: `  ^regex -> LineAction.RecordAction State`.
 *
 * @param values  name → its regular expression as a named group
 * @returns undefined where it is wrong
 */
export function readRule(
  findings: TemplateFindings,
  line: TemplateLine,
  values: ReadonlyMap<string, string>,
): TemplateRule | undefined {
  const text = trim(line.text);
  const start = line.text.indexOf(text);
  const divided = ARROW.exec(text)?.groups;
  const match = divided?.match ?? text;
  const pattern = readMatch(findings, line, { match, start, values });
  const action = readAction(findings, line, divided?.action);
  if (!pattern || !action) return undefined;
  return { line: line.number, pattern, ...action };
}

function readAction(
  findings: TemplateFindings,
  line: TemplateLine,
  text: string | undefined,
): Pick<TemplateRule, 'lineAction' | 'recordAction' | 'next'> | undefined {
  if (text === undefined) return { lineAction: 'Next', recordAction: 'NoRecord', next: undefined };
  const offset = line.text.length - text.length + (text.length - text.trimStart().length);
  const groups = ACTIONS.map((pattern) => pattern.exec(text)).find((found) => found !== null)?.groups;
  if (!groups) {
    const [word = ''] = /[A-Za-z]+/.exec(text) ?? [];
    const proposal = proposeName(word, ['Continue', 'Next', 'Error', 'Record', 'NoRecord', 'Clear', 'Clearall']);
    findings.add(line, `expected an action and a state (Next.Record State), got ${JSON.stringify(trim(text))}`, {
      offset,
      proposal,
    });
    return undefined;
  }
  const lineAction = (groups.line ?? 'Next') as TemplateRule['lineAction'];
  const recordAction = (groups.record ?? 'NoRecord') as TemplateRule['recordAction'];
  const { next } = groups;
  if (lineAction === 'Continue' && next !== undefined) {
    findings.add(
      line,
      `expected nothing behind Continue, got "${next}": it goes on with the same line in the same state`,
      {
        offset,
      },
    );
    return undefined;
  }
  if (lineAction !== 'Error' && next?.startsWith('"')) {
    findings.add(line, `expected the name of a state, got ${next}: only Error has a message`, { offset });
    return undefined;
  }
  return { lineAction, recordAction, next };
}

/** Puts values into a rule and compiles it; what is wrong is shown in the rule as it is written. */
function readMatch(
  findings: TemplateFindings,
  line: TemplateLine,
  { match, start, values }: { match: string; start: number; values: ReadonlyMap<string, string> },
): Pattern | undefined {
  const filled = values.size === 0 ? { regex: match, pieces: [] } : fillIn(findings, line, { match, start, values });
  if (!filled) return undefined;
  try {
    return compilePattern(filled.regex);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const reached = [...filled.regex].slice(0, error.offset).join('').length;
    const piece = filled.pieces.findLast(({ filledAt }) => filledAt <= reached);
    const shift = piece ? reached - piece.filledAt : reached;
    const isInValue = piece !== undefined && shift < piece.filledLength;
    const offset = piece ? piece.writtenAt + (isInValue ? 0 : piece.writtenLength + shift - piece.filledLength) : shift;
    const message = `not a regular expression of Python: ${error.message}`;
    findings.add(line, message, { offset: start + offset, length: isInValue ? piece.writtenLength : 1 });
    return undefined;
  }
}

/** A value in a rule: as it is written, and as it is filled in. */
interface Piece {
  writtenAt: number;
  writtenLength: number;
  filledAt: number;
  filledLength: number;
}

/** Replaces `${NAME}` and `$NAME` by the value, and `$$` by `$`, as Python's `string.Template` does. */
function fillIn(
  findings: TemplateFindings,
  line: TemplateLine,
  { match, start, values }: { match: string; start: number; values: ReadonlyMap<string, string> },
): { regex: string; pieces: Piece[] } | undefined {
  const pieces: Piece[] = [];
  let regex = '';
  let written = 0;
  let isRight = true;
  for (const found of match.matchAll(/\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)\}|)/gi)) {
    const [whole, dollar, bare, braced] = found;
    const name = bare ?? braced;
    const filled = dollar ?? (name === undefined ? undefined : values.get(name));
    if (filled === undefined) {
      const place = { offset: start + found.index, length: whole.length };
      const proposal = name === undefined ? 'the end of a line is written $$' : proposeName(name, values.keys());
      const message = name === undefined ? 'expected ${NAME} or $$ here' : `there is no value "${name}"`;
      findings.add(line, message, { ...place, proposal });
      isRight = false;
    }
    regex += match.slice(written, found.index);
    const filledLength = filled?.length ?? 0;
    pieces.push({ writtenAt: found.index, writtenLength: whole.length, filledAt: regex.length, filledLength });
    regex += filled ?? '';
    written = found.index + whole.length;
  }
  return isRight ? { regex: regex + match.slice(written), pieces } : undefined;
}
