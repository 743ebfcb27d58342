import { Argument, CommanderError, Option, Command as Parser } from 'commander';
import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import type { Command, Flag } from './command.js';
import { COMMANDS, type CommandEntry } from './commands.js';
import { EXIT } from './exit-code.js';
import { FlagValues } from './flag-values.js';
import { describeCommand, describeFlow } from './help.js';
import type { Interrupts } from './interrupts.js';
import type { Terminal } from './terminal.js';

/** Where a program runs, and what it answers when asked for its version. */
export interface ProgramContext {
  terminal: Terminal;
  interrupts: Interrupts;
  version: string;
}

/**
 * Finds the command that the words name, and runs it.
 *
 * @param words  the command line without the program's name
 * @returns the exit status
 * @throws {UsageError} when a command, a flag or an operand is not right
 */
export async function runProgram(
  words: readonly string[],
  { terminal, interrupts, version }: ProgramContext,
): Promise<number> {
  const [first = 'help', ...rest] = words;
  const wantsHelp = first === 'help' || first === '--help' || first === '-h';
  const name = wantsHelp ? rest[0] : first;
  if (name === undefined) {
    terminal.out.write(describeFlow(COMMANDS, version));
    return EXIT.ok;
  }
  const entry = findEntry(name);
  const command = await entry.load();
  if (wantsHelp || asksForHelp(rest)) {
    terminal.out.write(describeCommand(entry, command));
    return EXIT.ok;
  }
  return command.run({ ...parse(entry, { command, words: rest }), terminal, interrupts });
}

/** Help is asked for anywhere before `--`. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? words.length : end).some((word) => word === '--help' || word === '-h');
}

function findEntry(name: string): CommandEntry {
  const entry = COMMANDS.find((candidate) => candidate.name === name);
  if (entry) return entry;
  if (name.startsWith('-')) {
    throw new UsageError(`${name}: expected a command first, as in \`flow run ${name} …\`; \`flow help\` lists them`);
  }
  const names = COMMANDS.map((candidate) => candidate.name);
  throw new UsageError(
    `there is no command "${name}"\n  ${proposeName(name, names) ?? '`flow help` lists the commands'}`,
  );
}

/** Reads flags and operands; commander does the work, and its errors become ours. */
function parse(entry: CommandEntry, call: { command: Command; words: readonly string[] }) {
  const parser = new Parser(entry.name)
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  const flags = call.command.flags.flatMap((group) => group.flags);
  const options = flags.map(makeOption);
  for (const option of options) parser.addOption(option);
  for (const operand of call.command.operands) parser.addArgument(new Argument(operand.form));
  parser.allowExcessArguments(false);
  try {
    parser.parse(call.words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw explainUsage(error, { entry, command: call.command, options });
    throw error;
  }
  const values = new Map(options.map((option) => [option.name(), valueGiven(option, parser)]));
  return { operands: parser.args, flags: new FlagValues(values) };
}

/** A switch that takes something away (`--no-journal`) is true when it was given, as any other is. */
function valueGiven(option: Option, parser: Parser): unknown {
  const value: unknown = parser.getOptionValue(option.attributeName());
  return option.negate ? value === false : value;
}

function makeOption(flag: Flag): Option {
  const option = new Option(flag.form);
  if (flag.choices) option.choices(flag.choices);
  if (flag.repeats) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  return option;
}

/** What of a call is needed to explain what is wrong with it. */
interface FailedCall {
  entry: CommandEntry;
  command: Command;
  options: readonly Option[];
}

function explainUsage(error: CommanderError, { entry, command, options }: FailedCall): UsageError {
  const subject = quotedIn(error.message);
  const help = `  \`flow ${entry.name} --help\` shows how it is used`;
  switch (error.code) {
    case 'commander.unknownOption': {
      const flag = subject.replace(/=.*$/s, '');
      const proposal = proposeName(
        flag,
        options.map((option) => option.long ?? ''),
      );
      return new UsageError(`\`flow ${entry.name}\` has no flag ${flag}\n${proposal ? `  ${proposal}` : help}`);
    }
    case 'commander.optionMissingArgument':
      return new UsageError(`${longForm(subject)}: expected a value after it\n${help}`);
    case 'commander.missingArgument':
      return new UsageError(`\`flow ${entry.name}\` needs ${formOf(subject, command)}\n${help}`);
    case 'commander.excessArguments':
      return new UsageError(`\`flow ${entry.name}\` takes ${operandsOf(command)}\n${help}`);
    case 'commander.invalidArgument': {
      const flag = longForm(subject);
      const given = /argument '(.*?)' is invalid/s.exec(error.message)?.[1] ?? '';
      const known = command.flags.flatMap((group) => group.flags).find(({ form }) => longForm(form) === flag);
      const choices = known?.choices ?? [];
      const expected = `expected ${choices.join(', ').replace(/, ([^,]*)$/, ' or $1')}`;
      const proposal = proposeName(given, choices);
      const wanted = `${flag}: ${expected}, got "${given}"`;
      return new UsageError(proposal ? `${wanted}\n  ${proposal}` : wanted);
    }
    default:
      return new UsageError(`${error.message.replace(/^error: /, '')}\n${help}`);
  }
}

/** The first quoted words of a message: `error: unknown option '--foo'` gives `--foo`. */
function quotedIn(message: string): string {
  return /'(.*?)'/s.exec(message)?.[1] ?? '';
}

/** `-o, --output <file>` gives `--output`. */
function longForm(form: string): string {
  return /--[\w-]+/.exec(form)?.[0] ?? form;
}

/** `<playbook...>` of `playbook`. */
function formOf(operand: string, { operands }: Command): string {
  return operands.find(({ form }) => form.replace(/[<>.]/g, '') === operand)?.form ?? operand;
}

function operandsOf(command: Command): string {
  if (command.operands.length === 0) return 'only flags';
  return `no more than ${command.operands.map((operand) => operand.form).join(' ')}`;
}
