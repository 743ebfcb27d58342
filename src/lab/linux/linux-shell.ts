import type { DeviceFacts, DeviceSeed } from '../device-facts.js';
import { type Keyboard, output, type Reply, type Shell, type ShellLogin } from '../personalities/personality.js';
import { PROGRAM_NAMES, type ProgramResult, runProgram } from './programs.js';
import { parseShellLine, type SimpleCommand } from './shell-line.js';

const OK: ProgramResult = { text: '', status: 0 };
/** Lines that only prepare the shell: assignments, `stty`, `export`, `bind`, `set`, `unset`, `exit`. */
const SETUP = /^\s*(?:[A-Za-z_]\w*=|(?:stty|export|bind|set|unset|unalias|exit|logout)\b)/;

/** One login on a simulated Linux machine. */
export class LinuxShell implements Shell {
  readonly keyboard: Keyboard = {
    joinsCrLf: false,
    scrollsSideways: false,
    ctrlZ: false,
    showsInterrupt: true,
    echoes: true,
  };
  readonly #login: ShellLogin;
  readonly #seed: DeviceSeed;
  readonly #facts: DeviceFacts;
  readonly #variables: Map<string, string>;
  readonly #home: string;
  #folder: string;
  #status = 0;
  #isLeaving = false;

  constructor(login: ShellLogin, seed: DeviceSeed, facts: DeviceFacts) {
    this.#login = login;
    this.#seed = seed;
    this.#facts = facts;
    this.#home = `/home/${login.username}`;
    this.#folder = this.#home;
    this.#variables = new Map([
      ['PS1', '\\u@\\h:\\w\\$ '],
      ['PS2', '> '],
      ['USER', login.username],
      ['HOME', this.#home],
      ['SHELL', '/bin/bash'],
      ['LANG', 'C.UTF-8'],
    ]);
  }

  greeting(): string {
    return this.#seed.motd === undefined ? '' : `${this.#seed.motd}\n`;
  }

  prompt(): string {
    const marks: Record<string, string> = {
      u: this.#login.username,
      h: this.#seed.name,
      w: this.#shortFolder(),
      $: '$',
      n: '\n',
    };
    return (this.#variables.get('PS1') ?? '').replace(/\\([uhw$n])/g, (all, mark: string) => marks[mark] ?? all);
  }

  run(line: string): Reply {
    const commands = parseShellLine(line, (name) =>
      name === '?' ? String(this.#status) : (this.#variables.get(name) ?? ''),
    );
    if (!commands) return this.#readOn(line);
    let text = '';
    let input = '';
    for (const command of commands) {
      if (!this.#isDue(command)) continue;
      const result = this.#runCommand(command, input);
      this.#status = result.status;
      input = command.isPiped ? result.text : '';
      if (!command.isPiped) text += result.text;
      if (this.#isLeaving) return { kind: 'close', text: `${text}logout\n` };
    }
    return output(text);
  }

  isSetup(line: string): boolean {
    return SETUP.test(line);
  }

  rejection(line: string): string {
    return `-bash: ${line.trim().split(/\s+/)[0]}: command not found\n`;
  }

  interrupt(): void {
    this.#status = 130;
  }

  complete(line: string): string | undefined {
    const [first, second] = PROGRAM_NAMES.filter((name) => name.startsWith(line));
    return line === '' || first === undefined || second !== undefined ? undefined : `${first} `;
  }

  closed(): void {}

  /** An open quote: the shell asks for the rest with its second prompt. */
  #readOn(line: string): Reply {
    return {
      kind: 'question',
      question: this.#variables.get('PS2') ?? '',
      reads: 'line',
      answer: (more) => (more === undefined ? output('') : this.run(`${line}\n${more}`)),
    };
  }

  #isDue({ condition }: SimpleCommand): boolean {
    if (condition === 'always') return true;
    return (condition === 'success') === (this.#status === 0);
  }

  #runCommand({ words, assignments }: SimpleCommand, input: string): ProgramResult {
    const [name, ...args] = words;
    if (name === undefined) {
      for (const [variable, value] of assignments) this.#variables.set(variable, value);
      return OK;
    }
    return this.#runBuiltin(name, args) ?? this.#runProgram(name, args, input);
  }

  #runProgram(name: string, args: string[], input: string): ProgramResult {
    const context = {
      host: this.#seed.name,
      username: this.#login.username,
      folder: this.#folder,
      now: this.#seed.now(),
      facts: this.#facts,
      input,
    };
    return runProgram(name, args, context) ?? { text: this.rejection(name), status: 127 };
  }

  #runBuiltin(name: string, args: string[]): ProgramResult | undefined {
    switch (name) {
      case 'exit':
      case 'logout':
        this.#isLeaving = true;
        return OK;
      case 'export':
        for (const [, variable = '', value = ''] of args.flatMap((arg) => [/^(\w+)=(.*)$/s.exec(arg) ?? []])) {
          if (variable) this.#variables.set(variable, value);
        }
        return OK;
      case 'unset':
        for (const variable of args) this.#variables.delete(variable);
        return OK;
      case 'stty':
        this.#setTerminal(args);
        return OK;
      case 'cd':
        this.#folder =
          args[0] === undefined || args[0] === '~'
            ? this.#home
            : args[0].startsWith('/')
              ? args[0]
              : `${this.#folder}/${args[0]}`;
        return OK;
      case 'set':
      case 'bind':
      case 'unalias':
      case ':':
        return OK;
      default:
        return undefined;
    }
  }

  #setTerminal(args: string[]): void {
    const { screen } = this.#login;
    for (const [index, arg] of args.entries()) {
      if (arg === '-echo') this.keyboard.echoes = false;
      else if (arg === 'echo') this.keyboard.echoes = true;
      else if (arg === 'cols' || arg === 'columns') screen.columns = Number(args[index + 1]);
      else if (arg === 'rows') screen.rows = Number(args[index + 1]);
    }
  }

  #shortFolder(): string {
    return this.#folder.startsWith(this.#home) ? `~${this.#folder.slice(this.#home.length)}` : this.#folder;
  }
}
