import type { FlagValues } from './flag-values.js';
import type { Interrupts } from './interrupts.js';
import type { Terminal } from './terminal.js';

/** A flag, as the help shows it and as it is parsed. */
export interface Flag {
  /** `--limit <hosts>` takes a value, `--yes` is a switch; a short form goes first: `-o, --output <file>`. */
  form: string;
  /** What it does: a phrase without a full stop. */
  text: string;
  /** May be given several times, each adding a value. */
  repeats?: boolean;
  /** The only values it takes. */
  choices?: readonly string[];
}

/** Flags that belong together: `Which hosts`. */
export interface FlagGroup {
  subject: string;
  flags: Flag[];
}

/** What stands after the command's name: `<playbook>`, `[file...]`. */
export interface Operand {
  form: string;
  text: string;
  /** The only values it takes. */
  choices?: readonly string[];
}

/** A line to type, and what comes of it. */
export interface Example {
  line: string;
  text: string;
}

/** One command of flow: all that its help and its parser need, and what it does. Its name and purpose are in `commands.ts`. */
export interface Command {
  /** More than the purpose, for the help: one or two sentences. */
  about?: string;
  operands: Operand[];
  flags: FlagGroup[];
  examples: Example[];
  /** @returns the exit status */
  run(call: Call): Promise<number>;
}

/** One call of a command. */
export interface Call {
  operands: string[];
  flags: FlagValues;
  terminal: Terminal;
  interrupts: Interrupts;
}
