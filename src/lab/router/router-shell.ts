import {
  type Keyboard,
  NOTHING,
  output,
  type Reply,
  type Screen,
  type Shell,
  type ShellLogin,
} from '../personalities/personality.js';
import { CommandTree, type Match } from './command-tree.js';
import { ConfigMode } from './config-mode.js';
import { filterOutput, parseFilter } from './output-filter.js';
import type { RouterDevice } from './router-device.js';
import type { ExecCommand, RouterDialect } from './router-dialect.js';

type ExecTree = CommandTree<ExecCommand>;

/** Trees are the same for all routers of a dialect, so each is built once. */
const TREES = new WeakMap<RouterDialect, { user: ExecTree; privileged: ExecTree }>();

const SETUP = /^(?:ter\w* |en\w*$|dis\w*$|exi\w*$|quit$|logo\w*$|do ter\w* )/;

/** One login on a router: its mode, and what lines do there. */
export class RouterShell implements Shell {
  readonly device: RouterDevice;
  readonly screen: Screen;
  readonly keyboard: Keyboard;
  /** The line of `show users` that is this login. */
  readonly lineNumber: number;
  readonly username: string;
  isPrivileged: boolean;
  /** Present while in configuration mode. */
  config: ConfigMode | undefined;

  constructor(device: RouterDevice, login: ShellLogin, lineNumber: number) {
    this.device = device;
    this.screen = login.screen;
    this.username = login.username;
    this.lineNumber = lineNumber;
    this.isPrivileged = device.seed.privilege === 15 || !device.dialect.hasUserMode;
    this.keyboard = {
      joinsCrLf: true,
      scrollsSideways: true,
      ctrlZ: true,
      showsInterrupt: false,
      echoes: true,
      ...(device.dialect.pager && { pager: device.dialect.pager }),
    };
  }

  greeting(): string {
    const motd = this.device.seed.motd ?? bannerText(this.device.config.find('banner motd'));
    return (motd === undefined ? '' : `\n${motd}\n`) + this.device.dialect.greeting;
  }

  prompt(): string {
    const { hostname, dialect } = this.device;
    if (this.config) return `${hostname.slice(0, dialect.configNameLength)}(${this.config.name})#${dialect.promptEnd}`;
    return hostname + (this.isPrivileged ? '#' : '>') + dialect.promptEnd;
  }

  run(line: string): Reply {
    return this.config ? this.config.run(line) : this.runExec(line, 0);
  }

  /** Runs a line as outside of configuration mode. @param offset  where it begins in what was typed (`do show clock`: 3) */
  runExec(line: string, offset: number, isPrivileged = this.isPrivileged): Reply {
    const bar = line.indexOf('|');
    const tree = this.#tree(isPrivileged);
    const whole = tree.match(line);
    if (bar === -1 || !isFilterable(tree, line, bar)) {
      return whole.kind === 'run' ? whole.run.run(this, whole.args) : output(this.explain(whole, line, offset));
    }
    const command = tree.match(line.slice(0, bar));
    const filter = parseFilter(line.slice(bar + 1));
    if (command.kind !== 'run') return output(this.explain(command, line, offset));
    if (!filter) return output(this.#invalid(line, offset + bar + 2));
    const reply = command.run.run(this, command.args);
    return reply.kind === 'output' ? output(filterOutput(reply.text, filter)) : reply;
  }

  /** What the router says of a line it cannot run. */
  explain(match: Exclude<Match<unknown>, { kind: 'run' }>, line: string, offset: number): string {
    const { errors } = this.device.dialect;
    switch (match.kind) {
      case 'incomplete':
        return errors.incomplete(line.trim());
      case 'ambiguous':
        return errors.ambiguous(line.trim());
      case 'invalid':
        return this.#invalid(line, offset + match.column);
      default:
        return match satisfies never;
    }
  }

  isSetup(line: string): boolean {
    return SETUP.test(`${line.trim().toLowerCase()}`) || (this.config !== undefined && /^end?$/i.test(line.trim()));
  }

  rejection(line: string): string {
    return this.#invalid(line, 0);
  }

  interrupt(): void {
    this.config = undefined;
  }

  help(line: string): string {
    const bare = line.replace(/^\s*do\s+/, '');
    const next = this.config && bare === line ? this.config.next(line) : this.#tree(this.isPrivileged).next(bare);
    if (!next || (next.words.length === 0 && !next.canEnd)) return '% Unrecognized command\n';
    const words = [...next.words, ...(next.canEnd ? ['<cr>'] : [])];
    if (/\S$/.test(line)) return `${words.join('  ')}\n\n`;
    return `${words.map((word) => `  ${word}`).join('\n')}\n\n`;
  }

  complete(line: string): string | undefined {
    if (!/\S$/.test(line)) return undefined;
    const next = this.config ? this.config.next(line) : this.#tree(this.isPrivileged).next(line);
    const [word] = next?.words ?? [];
    return word === undefined || next?.words.length !== 1 || !/^[a-z]/.test(word)
      ? undefined
      : `${line.replace(/\S+$/, '')}${word} `;
  }

  closed(): void {
    this.device.lines.delete(this.lineNumber);
  }

  enterConfig(): Reply {
    this.config = new ConfigMode(this);
    return output(this.device.dialect.configGreeting);
  }

  /** One level up; from the lowest the session ends. */
  leave(): Reply {
    if (!this.config) return { kind: 'close', text: '' };
    if (!this.config.closeSection()) this.config = undefined;
    return NOTHING;
  }

  #invalid(line: string, column: number): string {
    return this.device.dialect.errors.invalid(line.trim(), this.prompt().length + column);
  }

  #tree(isPrivileged: boolean): ExecTree {
    const { dialect } = this.device;
    const trees = TREES.get(dialect) ?? {
      user: new CommandTree(dialect.commands.filter((command) => !command.isPrivileged).map(asRun)),
      privileged: new CommandTree(dialect.commands.map(asRun)),
    };
    TREES.set(dialect, trees);
    return isPrivileged ? trees.privileged : trees.user;
  }
}

function asRun(command: ExecCommand): { pattern: string; run: ExecCommand } {
  return { pattern: command.pattern, run: command };
}

function isFilterable(tree: ExecTree, line: string, bar: number): boolean {
  const match = tree.match(line.slice(0, bar));
  return match.kind !== 'run' || match.run.isShow === true;
}

/** `banner motd ^C...^C` without its delimiters. */
function bannerText(line: string | undefined): string | undefined {
  return line?.slice('banner motd ^C'.length, -'^C'.length).replace(/^\n|\n$/g, '');
}
