import type { DeviceFacts, DeviceSeed } from '../device-facts.js';
import { type Keyboard, output, type Reply, type Shell, type ShellLogin } from '../personalities/personality.js';
import { PROGRAM_NAMES, type ProgramResult, runProgram } from './programs.js';
import { parseShellLine, type SimpleCommand } from './shell-line.js';

const OK: ProgramResult = { text: '', status: 0 };
/** Lines that only prepare the shell: assignments, `stty`, `export`, `bind`, `set`, `unset`, `exit`. */
/** The two ways to a shell as root. */
const SUDO = /^sudo (?:-s|su)$/;
const SUDO_TRIES = 3;
const SETUP = /^\s*(?:[A-Za-z_]\w*=|(?:stty|export|bind|set|unset|unalias|exit|logout)\b)/;

/** What a Linux machine is made of: facts, and prompts other than bash's own, where `{user}` and `{host}` are filled in. */
export interface LinuxMachine {
  facts: DeviceFacts;
  prompts?: { exec?: string | undefined; privileged?: string | undefined };
}

const PROMPT = '\\u@\\h:\\w\\$ ';

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
  readonly #machine: LinuxMachine;
  #variables: Map<string, string>;
  /** Variables of the shells that this one was started from by `sudo`. */
  readonly #outer: Map<string, string>[] = [];
  readonly #home: string;
  #folder: string;
  #status = 0;
  #isLeaving = false;

  constructor(login: ShellLogin, seed: DeviceSeed, machine: LinuxMachine) {
    this.#login = login;
    this.#seed = seed;
    this.#machine = machine;
    this.#home = `/home/${login.username}`;
    this.#folder = this.#home;
    this.#variables = new Map([
      ['PS1', machine.prompts?.exec ?? PROMPT],
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
      u: this.#username,
      h: this.#seed.name,
      w: this.#shortFolder(),
      $: this.#isRoot ? '#' : '$',
      n: '\n',
    };
    const prompt = this.#variables.get('PS1') ?? '';
    return prompt
      .replaceAll('{user}', this.#username)
      .replaceAll('{host}', this.#seed.name)
      .replace(/\\([uhw$n])/g, (all, mark: string) => marks[mark] ?? all)
      .replace(/\$\?/g, String(this.#status));
  }

  run(line: string): Reply {
    if (SUDO.test(line.trim())) return this.#askForSudo(1);
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
    return SETUP.test(line) || SUDO.test(line.trim());
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

  get #isRoot(): boolean {
    return this.#outer.length > 0;
  }

  get #username(): string {
    return this.#isRoot ? 'root' : this.#login.username;
  }

  /** `sudo -s`: asks for the user's own secret, and starts a shell with variables of its own. */
  #askForSudo(tries: number): Reply {
    return {
      kind: 'question',
      question: `${tries > 1 ? 'Sorry, try again.\n' : ''}[sudo] password for ${this.#login.username}: `,
      reads: 'secret',
      answer: (text) => {
        if (text === undefined) return output('');
        if (text !== this.#seed.secret) {
          return tries < SUDO_TRIES
            ? this.#askForSudo(tries + 1)
            : output(`sudo: ${SUDO_TRIES} incorrect password attempts\n`);
        }
        this.#outer.push(this.#variables);
        this.#variables = new Map([
          ...this.#variables,
          ['USER', 'root'],
          ['PS1', this.#machine.prompts?.privileged ?? PROMPT],
        ]);
        return output('');
      },
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
      username: this.#username,
      folder: this.#folder,
      now: this.#seed.now(),
      facts: this.#machine.facts,
      input,
    };
    return runProgram(name, args, context) ?? { text: this.rejection(name), status: 127 };
  }

  #runBuiltin(name: string, args: string[]): ProgramResult | undefined {
    switch (name) {
      case 'exit':
      case 'logout': {
        const outer = this.#outer.pop();
        if (outer) this.#variables = outer;
        else this.#isLeaving = true;
        return outer ? { text: 'exit\n', status: 0 } : OK;
      }
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
