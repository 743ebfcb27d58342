import Handlebars from 'handlebars/dist/handlebars.min.js';
import { isTooLong, TOO_LONG } from '../error/too-long.js';
import { HELPERS } from './helpers.js';
import { type BlockData, findName, type LookupSite, routeLookups, routeTexts, writeText } from './lookups.js';
import { placeOf } from './names.js';
import { explainParseFailure, type ParseFailure } from './parse-error.js';
import { expandPartials, mentionsOf, type PartialMention, type Partials } from './partials.js';
import { checkStatements, refuseUnescaped } from './statements.js';
import type { Location, ProgramNode } from './syntax.js';
import { placeAtStart, TemplateError } from './template-error.js';

const GET = '$get';
const PUT = '$put';
/** Made with the first template: most workers have none. */
let engine: typeof Handlebars | undefined;

/** A template, and those that it may take in. */
interface HandlebarsSource {
  text: string;
  partials?: Partials;
  /** Names of the user's own helpers, and once they are loaded what they do. */
  helperNames?: readonly string[];
  helpers?: UserHelpers;
}

/** Helpers of the user's own, by name. */
export type UserHelpers = Readonly<Record<string, (...values: unknown[]) => unknown>>;

/** Parses a template, puts its partials in their places, and checks what can be known without a context. @throws {TemplateError} */
export function parseHandlebars(
  { text, partials, helperNames }: HandlebarsSource,
  syntax: 'text' | 'html' = 'text',
): ProgramNode {
  const program = parseAlone(text);
  // Without any, that there are none is told with the statement.
  if (partials)
    expandPartials(program, text, { partials, parse: (name) => parseAlone(partials[name]?.text ?? '', name) });
  checkStatements(program, helperNames);
  if (syntax === 'html') refuseUnescaped(program);
  return program;
}

/** The partials that a template takes in by itself. @throws {TemplateError} when it does not parse */
export function partialsOf(text: string): PartialMention[] {
  return mentionsOf(parseAlone(text));
}

function parseAlone(text: string, source?: string): ProgramNode {
  try {
    return engineOnce().parse(text, source === undefined ? {} : { srcName: source }) as unknown as ProgramNode;
  } catch (error) {
    const { message, proposal, ...place } = explainParseFailure(error as ParseFailure, text);
    const { line, column, length } = place;
    throw new TemplateError(message, { line, column, length, ...(source !== undefined && { source }) }, proposal);
  }
}

/**
 * Compiles a template into a function. Handlebars' own name lookups are replaced by {@link findName}, which is strict
 * about names among a helper's values too, sees own properties only, and can say where and what to write instead.
 *
 * @throws {TemplateError} now for a mistake in the template, and from the function for an unknown name
 */
export function compileHandlebars(source: HandlebarsSource, syntax: 'text' | 'html'): (context: unknown) => string {
  const program = parseHandlebars(source, syntax);
  const sites = routeLookups(program, GET);
  routeTexts(program, PUT);
  const render = engineOnce().compile(program, {
    noEscape: syntax === 'text',
    // Lines of blocks alone have been taken away when their text was parsed; that of a partial has others around it by now.
    ignoreStandalone: true,
    knownHelpersOnly: true,
    knownHelpers: {
      log: false,
      [GET]: true,
      [PUT]: true,
      ...Object.fromEntries([...Object.keys(HELPERS), ...(source.helperNames ?? [])].map((name) => [name, true])),
    } as never,
  });
  const own = Object.fromEntries(
    (source.helperNames ?? []).map((name) => {
      const known = source.helpers?.[name];
      const give = known ?? (() => fail(`the helper "${name}" is not loaded`));
      return [name, (...values: unknown[]) => callAt(give, values)];
    }),
  );
  return (context) => {
    try {
      return render(context, {
        data: { sites },
        helpers: own,
        allowProtoPropertiesByDefault: false,
        allowProtoMethodsByDefault: false,
      });
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      throw new TemplateError(describe(error), placeAtStart());
    }
  };
}

function engineOnce(): typeof Handlebars {
  engine ??= makeEngine();
  return engine;
}

function makeEngine(): typeof Handlebars {
  const made = Handlebars.create();
  made.unregisterHelper('log');
  for (const [name, { call }] of Object.entries(HELPERS)) {
    if (call) made.registerHelper(name, (...values: unknown[]) => callAt(call, values));
  }
  made.registerHelper(GET, (base: unknown, site: number, { data }: { data: BlockData & { sites: LookupSite[] } }) => {
    return findName(base, data.sites[site], data);
  });
  made.registerHelper(PUT, (value: unknown, { loc }: { loc: Location }) => writeText(value, loc));
  keepPlaces(made);
  return made;
}

/** Calls a helper; Handlebars adds a last argument, which says where the call stands. */
function callAt(call: (...values: unknown[]) => unknown, values: unknown[]): unknown {
  try {
    return call(...values.slice(0, -1));
  } catch (error) {
    const { loc } = values.at(-1) as { loc?: Location };
    throw new TemplateError(describe(error), loc ? placeOf(loc) : placeAtStart());
  }
}

function fail(message: string): never {
  throw new Error(message);
}

function describe(error: unknown): string {
  if (isTooLong(error)) return `the text would be ${TOO_LONG}`;
  return error instanceof Error ? error.message : String(error);
}

/** The parser knows where it stopped, but throws a text only; have it throw the place as well. */
function keepPlaces(made: typeof Handlebars): void {
  const { Parser } = made as unknown as { Parser: { parseError: (message: string, place: unknown) => never } };
  Parser.parseError = (message, place) => {
    throw Object.assign(new Error(message), { place });
  };
}
