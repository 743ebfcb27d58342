import type { Command, Flag } from '../command.js';
import { COMMANDS } from '../commands.js';
import { kindOf, suggestValues, type ValueContext } from './suggest-values.js';
import { plainWords, type Suggestion, suggestionsFor } from './suggestion.js';

const HELP: Suggestion = { word: '--help', text: 'flags and examples' };
const FIRST_WORDS: readonly Suggestion[] = [
  ...COMMANDS.map(({ name, purpose }) => ({ word: name, text: purpose })),
  { word: 'help', text: 'flags and examples of a command' },
];

/** Where completion is asked for. */
export type Surroundings = Pick<ValueContext, 'folder' | 'env'>;

/**
 * Proposes what could stand in the place of the last word.
 *
 * @param words  those behind `flow`, the last one as far as it is typed
 */
export async function suggest(words: readonly string[], surroundings: Surroundings): Promise<Suggestion[]> {
  const typed = words.at(-1) ?? '';
  const [name, ...before] = words.slice(0, -1);
  if (name === undefined) {
    return suggestionsFor(typed, typed.startsWith('-') ? plainWords(['--help', '--version']) : FIRST_WORDS);
  }
  if (name === 'help') return before.length === 0 ? suggestionsFor(typed, FIRST_WORDS.slice(0, -1)) : [];
  const entry = COMMANDS.find((candidate) => candidate.name === name);
  if (!entry) return [];
  const command = await entry.load();
  return suggestionsFor(typed, suggestFor(command, { before, typed, surroundings }));
}

/** Words of a command line behind the command, read as far as completion needs them. */
interface ReadWords {
  /** The flag whose value comes next. */
  open: Flag | undefined;
  isBehindFlags: boolean;
  given: Set<Flag>;
  operands: string[];
  values: { flag: Flag; value: string }[];
}

function suggestFor(
  command: Command,
  { before, typed, surroundings }: { before: string[]; typed: string; surroundings: Surroundings },
): Suggestion[] {
  const flags = command.flags.flatMap((group) => group.flags);
  const read = readWords(before, flags);
  const valuesNamed = (name: string) =>
    read.values.filter(({ flag }) => longForm(flag) === name).map(({ value }) => value);
  const operandKinds = read.operands.map((word, index): [string, string] => [
    kindOf(operandAt(command, index)?.form ?? ''),
    word,
  ]);
  const context = {
    ...surroundings,
    operands: new Map(operandKinds.reverse()),
    inventories: valuesNamed('--inventory'),
    platformDirs: valuesNamed('--platforms'),
  };
  if (read.open) return suggestValues(read.open, { ...context, typed });
  if (!read.isBehindFlags && typed.startsWith('-')) return suggestFlags(flags, read, context, typed);
  const operand = operandAt(command, read.operands.length);
  return operand ? suggestValues(operand, { ...context, typed }) : [];
}

function suggestFlags(
  flags: readonly Flag[],
  { given }: ReadWords,
  context: Omit<ValueContext, 'typed'>,
  typed: string,
): Suggestion[] {
  const [, name, value] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? [];
  if (name !== undefined && value !== undefined) {
    const flag = flags.find((candidate) => longForm(candidate) === name);
    if (!flag || !takesValue(flag)) return [];
    return suggestValues(flag, { ...context, typed: value }).map(({ word, text }) => ({
      word: `${name}=${word}`,
      text,
    }));
  }
  const open = flags.filter((flag) => flag.repeats || !given.has(flag));
  return [...open.map((flag) => ({ word: longForm(flag), text: flag.text })), HELP];
}

function readWords(words: readonly string[], flags: readonly Flag[]): ReadWords {
  const read: ReadWords = { open: undefined, isBehindFlags: false, given: new Set(), operands: [], values: [] };
  for (const word of words) {
    if (read.open) {
      read.values.push({ flag: read.open, value: word });
      read.open = undefined;
    } else if (read.isBehindFlags || !/^-./s.test(word)) read.operands.push(word);
    else if (word === '--') read.isBehindFlags = true;
    else readFlag(word, flags, read);
  }
  return read;
}

/** `--limit`, `--limit=R1`, `-l`, `-lR1`. */
function readFlag(word: string, flags: readonly Flag[], read: ReadWords): void {
  const [, name = '', value] = /^(--[\w-]+|-\w)=?(.+)?$/s.exec(word) ?? [];
  const flag = flags.find(({ form }) => form.split(/[ ,]+/).includes(name));
  if (!flag) return;
  read.given.add(flag);
  if (!takesValue(flag)) return;
  if (value === undefined) read.open = flag;
  else read.values.push({ flag, value });
}

/** The last operand may take all that follow. */
function operandAt({ operands }: Command, index: number) {
  const last = operands.at(-1);
  return operands[index] ?? (last?.form.includes('...') ? last : undefined);
}

function takesValue({ form }: Flag): boolean {
  return /[<[]/.test(form);
}

/** `-o, --output <file>` gives `--output`. */
function longForm({ form }: Flag): string {
  return /--[\w-]+/.exec(form)?.[0] ?? form;
}
