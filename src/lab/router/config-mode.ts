import { NOTHING, output, type Reply } from '../personalities/personality.js';
import { CommandTree, type Match } from './command-tree.js';
import { type ConfigRule, GLOBAL_RULES, SECTION_RULES, type Section } from './config-rules.js';
import { expandInterface } from './interface-name.js';
import type { RouterShell } from './router-shell.js';

type ConfigRun =
  | { kind: 'rule'; rule: ConfigRule }
  | { kind: 'do' }
  | { kind: 'no' }
  | { kind: 'end' }
  | { kind: 'exit' };
type ConfigTree = CommandTree<ConfigRun>;

const GLOBAL_TREE = makeTree(GLOBAL_RULES);
const SECTION_TREES = new Map<Section, ConfigTree>();

/** Configuration mode of one login: which section is open, and what lines write into the configuration. */
export class ConfigMode {
  readonly #shell: RouterShell;
  #open: { section: Section; header: string } | undefined;

  constructor(shell: RouterShell) {
    this.#shell = shell;
  }

  /** What stands in the prompt: `config`, `config-if`. */
  get name(): string {
    return this.#open?.section ?? 'config';
  }

  run(line: string): Reply {
    if (/^\s*!/.test(line)) return NOTHING; // a comment, as in a listing of the configuration
    const { showsInConfig } = this.#shell.device.dialect;
    if (showsInConfig && /^\s*sh(?:o|ow)? /.test(line)) return this.#shell.runExec(line, 0);
    const { match, isGlobal } = this.#match(line);
    if (match.kind !== 'run') return output(this.#shell.explain(match, line, 0));
    if (showsInConfig && match.run.kind === 'do')
      return output(this.#shell.explain({ kind: 'invalid', column: 0 }, line, 0));
    switch (match.run.kind) {
      case 'end':
        this.#shell.config = undefined;
        return NOTHING;
      case 'exit':
        return this.#shell.leave();
      case 'do': {
        const rest = match.args[0] ?? '';
        return this.#shell.runExec(rest, line.indexOf(rest, line.search(/\S/) + 1), true);
      }
      case 'no':
        return this.#remove(line, match.args[0] ?? '');
      case 'rule':
        return this.#obey(match.run.rule, match.words, isGlobal);
      default:
        return match.run satisfies never;
    }
  }

  /** Leaves the section that is open. @returns false when none was */
  closeSection(): boolean {
    const wasOpen = this.#open !== undefined;
    this.#open = undefined;
    return wasOpen;
  }

  /** The words that may follow, for `?` and Tab. */
  next(line: string): ReturnType<ConfigTree['next']> {
    const own = this.#open && sectionTree(this.#open.section).next(line);
    return own && own.words.length > 0 ? own : GLOBAL_TREE.next(line);
  }

  /** A section's own lines come first; what it does not know may be one of the configuration mode itself. */
  #match(line: string): { match: Match<ConfigRun>; isGlobal: boolean } {
    const own = this.#open && sectionTree(this.#open.section).match(line);
    if (own && own.kind !== 'invalid') return { match: own, isGlobal: false };
    const match = GLOBAL_TREE.match(line);
    const isBetter = own?.kind === 'invalid' && match.kind === 'invalid' && own.column > match.column;
    return { match: own && isBetter ? own : match, isGlobal: true };
  }

  #obey(rule: ConfigRule, words: string[], isGlobal: boolean): Reply {
    const { config, seed } = this.#shell.device;
    config.changedAt = seed.now();
    if (rule.opens) {
      const header = rule.opens === 'config-if' ? this.#interfaceLine(words) : words.join(' ');
      config.open(header);
      this.#open = { section: rule.opens, header };
      return NOTHING;
    }
    if (isGlobal) this.#open = undefined;
    if (words[0] === 'banner') return this.#readBanner(words[1] ?? '', words[2] ?? '');
    if (words[0] === 'hostname' && !/^[a-z][\w.-]*$/i.test(words[1] ?? '')) {
      return output('% Hostname contains one or more illegal characters.\n');
    }
    config.set(words.join(' '), words.slice(0, rule.keyWords ?? words.length).join(' '), this.#open?.header);
    return NOTHING;
  }

  #remove(line: string, rest: string): Reply {
    const { config, seed } = this.#shell.device;
    const { match, isGlobal } = this.#match(rest);
    if (match.kind === 'invalid' || match.kind === 'ambiguous') {
      return output(this.#shell.explain(match, line, line.length - rest.length));
    }
    const isInterface = match.words[0] === 'interface' && match.words[1] !== undefined;
    const words = isInterface ? this.#interfaceLine(match.words) : match.words.join(' ');
    config.changedAt = seed.now();
    config.remove(words, isGlobal ? undefined : this.#open?.header);
    return NOTHING;
  }

  #interfaceLine([, name = '']: string[]): string {
    return `interface ${this.#shell.device.dialect.expandsInterfaces ? expandInterface(name) : name}`;
  }

  /** A banner goes on over as many lines as it takes until its first character comes again. */
  #readBanner(kind: string, typed: string): Reply {
    const delimiter = typed.startsWith('^C') ? '^C' : typed.slice(0, 1);
    const lines: string[] = [];
    const take = (text: string | undefined): Reply => {
      if (text === undefined) return NOTHING;
      const end = text.indexOf(delimiter);
      lines.push(end === -1 ? text : text.slice(0, end));
      if (end === -1) return { kind: 'question', question: '', reads: 'line', answer: take };
      this.#shell.device.config.set(`banner ${kind} ^C${lines.join('\n')}^C`, `banner ${kind}`);
      return NOTHING;
    };
    const first = typed.slice(delimiter.length);
    const reply = take(first);
    if (reply.kind !== 'question') return reply;
    return { ...reply, question: `Enter TEXT message.  End with the character '${delimiter}'.\n` };
  }
}

function sectionTree(section: Section): ConfigTree {
  const known = SECTION_TREES.get(section);
  if (known) return known;
  const tree = makeTree(SECTION_RULES[section]);
  SECTION_TREES.set(section, tree);
  return tree;
}

function makeTree(rules: readonly ConfigRule[]): ConfigTree {
  return new CommandTree<ConfigRun>([
    ...rules.map((rule) => ({ pattern: rule.pattern, run: { kind: 'rule' as const, rule } })),
    { pattern: 'do <line>', run: { kind: 'do' } },
    { pattern: 'no <line>', run: { kind: 'no' } },
    { pattern: 'default <line>', run: { kind: 'no' } },
    { pattern: 'end', run: { kind: 'end' } },
    { pattern: 'exit', run: { kind: 'exit' } },
  ]);
}
