import { proposeName } from '../error/nearest.js';
import { placeOf } from './names.js';
import type { BlockNode, Location, PartialNode, PathNode, ProgramNode, ValueNode } from './syntax.js';
import { TemplateError, type TemplatePlace } from './template-error.js';

/** Templates that others take in with `{{> name}}`, by name. */
export type Partials = Readonly<Record<string, { text: string }>>;

/** So many are taken in by one report; they may take in others, and each twice as many. */
const MOST_TAKEN_IN = 1_000;

/** One mention of a partial. */
export interface PartialMention {
  name: string;
  place: TemplatePlace;
}

/** What expanding needs to know. */
interface Expansion {
  partials: Partials;
  /** Parses the text of a partial. */
  parse: (name: string) => ProgramNode;
  /** Names of the partials that this one is taken in by, from the outermost. */
  within: string[];
  /** Taken in so far. */
  count: { taken: number };
}

/** The partials that a program takes in, from first to last. @throws {TemplateError} for one without a plain name */
export function mentionsOf(program: ProgramNode): PartialMention[] {
  return program.body.flatMap((statement): PartialMention[] => {
    if (statement.type === 'PartialStatement') return [{ name: nameOf(statement), place: placeOf(statement.loc) }];
    if (statement.type !== 'BlockStatement') return [];
    return [statement.program, statement.inverse].flatMap((each) => (each ? mentionsOf(each) : []));
  });
}

/**
 * Puts partials in the places where they are taken in, as if they had been written there: `{{> name}}` sees what stands around it, and
 * `{{> name value}}` is `{{#with value}}` around it. Their nodes know which partial they are of.
 *
 * @throws {TemplateError} for a partial that is not there, takes in itself, or stands in a row of a table
 */
export function expandPartials(
  program: ProgramNode,
  text: string,
  { partials, parse }: Pick<Expansion, 'partials' | 'parse'>,
): void {
  expand(program, text, { partials, parse, within: [], count: { taken: 0 } });
}

function expand(program: ProgramNode, text: string, expansion: Expansion): void {
  program.body = program.body.flatMap((statement) => {
    if (statement.type === 'BlockStatement') {
      if (statement.program) expand(statement.program, text, expansion);
      if (statement.inverse) expand(statement.inverse, text, expansion);
    }
    return statement.type === 'PartialStatement' ? takeIn(statement, text, expansion) : [statement];
  });
}

function takeIn(node: PartialNode, text: string, expansion: Expansion): ProgramNode['body'] {
  const { partials, parse, within, count } = expansion;
  const name = nameOf(node);
  const partial = Object.hasOwn(partials, name) ? partials[name] : undefined;
  if (!partial) throw mistake(node, `there is no partial "${name}"`, proposeName(name, Object.keys(partials)));
  if (within.includes(name)) throw mistake(node, `the partial takes in itself: ${[...within, name].join(' → ')}`);
  if (++count.taken > MOST_TAKEN_IN) throw mistake(node, `more than ${MOST_TAKEN_IN} partials are taken in`);
  if (isInRow(node, text)) {
    throw mistake(node, 'a partial cannot stand within a row of a table', 'put the whole row into it');
  }
  const program = parse(name);
  expand(program, partial.text, { ...expansion, within: [...within, name] });
  const [value, ...others] = node.params;
  if (others.length > 0 || node.hash)
    throw mistake(node, `a partial takes one value at most`, `write {{> ${name} VALUE}}`);
  if (!value) return program.body;
  return [withValue(value, program, node.loc)];
}

/** `{{#with value}}` around a program, as the parser would have made it. */
function withValue(value: ValueNode, program: ProgramNode, loc: Location): BlockNode {
  const path: PathNode = { type: 'PathExpression', data: false, depth: 0, parts: ['with'], original: 'with', loc };
  const strip = { open: false, close: false };
  const strips = { openStrip: strip, closeStrip: strip };
  return { type: 'BlockStatement', path, params: [value], program, loc, ...strips };
}

function nameOf(node: PartialNode): string {
  const { name } = node;
  if (name.type === 'SubExpression') throw mistake(node, 'a partial is taken in by its name, and not by a value');
  return String(name.original);
}

/** Values of a row are kept in their cells by where its line begins; what a partial brings along could not be. */
function isInRow({ loc }: PartialNode, text: string): boolean {
  const line = text.split('\n')[loc.start.line - 1] ?? '';
  return /^\s*\|/.test(line.slice(0, loc.start.column));
}

function mistake(node: PartialNode, message: string, proposal?: string): TemplateError {
  return new TemplateError(message, placeOf(node.loc), proposal);
}
