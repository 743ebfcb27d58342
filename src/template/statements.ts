import { proposeName } from '../error/nearest.js';
import { BLOCK_HELPERS, HELPERS } from './helpers.js';
import { placeOf } from './names.js';
import type { BlockNode, CallNode, Location, MustacheNode, ProgramNode, ValueNode } from './syntax.js';
import { TemplateError } from './template-error.js';
import { helperName } from './visit-names.js';

const DATA_NAMES = ['@index', '@key', '@first', '@last', '@root'];

/** Checks that a template uses only what flow's templates have, with as many values as it takes. @throws {TemplateError} at the first mistake. @param own  helpers of the user's own */
export function checkStatements(program: ProgramNode, own: readonly string[] = []): void {
  for (const statement of program.body) {
    switch (statement.type) {
      case 'MustacheStatement':
        checkMustache(statement, own);
        break;
      case 'BlockStatement':
        checkBlock(statement, own);
        break;
      case 'ContentStatement':
      case 'CommentStatement':
        break;
      case 'PartialStatement':
        throw mistake('partials ({{> ...}}) are for the templates of outputs', statement.loc);
      case 'PartialBlockStatement':
        throw mistake('blocks around partials ({{#> ...}}) are not part of the language', statement.loc);
      case 'Decorator':
      case 'DecoratorBlock':
        throw mistake('decorators ({{* ...}}) are not part of the language', statement.loc);
      default:
        statement satisfies never;
    }
  }
}

/** Refuses `{{{x}}}` and `{{&x}}`, which would let what a device says become markup. @throws {TemplateError} at the first one */
export function refuseUnescaped(program: ProgramNode): void {
  for (const statement of program.body) {
    if (statement.type === 'BlockStatement') {
      if (statement.program) refuseUnescaped(statement.program);
      if (statement.inverse) refuseUnescaped(statement.inverse);
    }
    if (statement.type === 'MustacheStatement' && !statement.escaped)
      throw mistake('a value without escaping could become markup', statement.loc, 'write {{ and }}');
  }
}

function checkMustache(statement: MustacheNode, own: readonly string[]): void {
  if (statement.params.length === 0 && !statement.hash) {
    if (statement.path.type !== 'PathExpression')
      throw mistake(`expected a name between {{ and }}`, statement.path.loc);
    checkValue(statement.path, own);
  } else {
    checkCall(statement, statement.loc, own);
  }
}

function checkBlock(block: BlockNode, own: readonly string[]): void {
  const name = helperName(block.path);
  if (!BLOCK_HELPERS.includes(name)) {
    const written = String(block.path.original);
    const proposal = HELPERS[name]
      ? `write {{#if (${HELPERS[name].usage})}}`
      : (proposeName(written, BLOCK_HELPERS) ??
        `a block begins with one of ${BLOCK_HELPERS.map((helper) => `{{#${helper}}}`).join(', ')}`);
    throw mistake(`{{#${written}}} is no block`, block.path.loc, proposal);
  }
  checkCall(block, block.path.loc, own);
  if (block.program) checkStatements(block.program, own);
  if (block.inverse) checkStatements(block.inverse, own);
}

function checkCall(call: MustacheNode | BlockNode | CallNode, loc: Location, own: readonly string[]): void {
  const name = helperName(call.path);
  if (own.includes(name)) {
    checkValues(call, name, own);
    return;
  }
  const helper = HELPERS[name];
  if (!helper || (call.type !== 'BlockStatement' && BLOCK_HELPERS.includes(name))) {
    const written = 'original' in call.path ? String(call.path.original) : name;
    const callable = [...own, ...Object.keys(HELPERS)].filter((known) => !BLOCK_HELPERS.includes(known));
    throw mistake(`unknown helper "${written}"`, call.path.loc, proposeName(written, callable));
  }
  const [fewest, most] = helper.takes;
  if (call.params.length < fewest || call.params.length > most) {
    const count = fewest === most ? `${fewest}` : `${fewest} to ${most}`;
    throw mistake(
      `"${name}" takes ${count} ${most === 1 ? 'value' : 'values'}, got ${call.params.length}`,
      loc,
      `write {{${helper.usage}}}`,
    );
  }
  checkValues(call, name, own);
}

function checkValues(call: MustacheNode | BlockNode | CallNode, name: string, own: readonly string[]): void {
  if (call.hash) throw mistake(`"${name}" takes no ${call.hash.pairs[0]?.key ?? 'name'}=...`, call.hash.loc);
  for (const value of call.params) checkValue(value, own);
}

function checkValue(value: ValueNode, own: readonly string[]): void {
  if (value.type === 'SubExpression') checkCall(value, value.loc, own);
  if (value.type !== 'PathExpression' || !value.data) return;
  const name = `@${value.parts[0] ?? ''}`;
  if (!DATA_NAMES.includes(name)) throw mistake(`unknown name "${name}"`, value.loc, proposeName(name, DATA_NAMES));
}

function mistake(message: string, loc: Location, proposal?: string): TemplateError {
  return new TemplateError(message, placeOf(loc), proposal);
}
