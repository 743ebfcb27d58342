import { PatternSource } from './pattern-source.js';
import { readFlags } from './read-flags.js';
import { characterOf, readClass, readEscapedCharacter, readSet } from './read-set.js';
import { type Flags, PatternError, type RegexNode, type RegexTree, type Width, widthOf } from './tree.js';

/**
 * Reads a pattern as Python 3.11's `re` does, and refuses what that refuses (`\N{...}` too, which needs the names of all characters).
 *
 * @throws {PatternError}
 * @see docs.python.org/3.11/library/re.html
 */
export function readPattern(pattern: string): RegexTree {
  return new PatternReader(pattern).read();
}

/** Where a part stands: its flags, and whether it is the very beginning. */
interface Scope {
  flags: Flags;
  verbose: boolean;
  nested: boolean;
}

class PatternReader {
  readonly #source: PatternSource;
  readonly #names = new Map<string, number>();
  /** Width of each group by its index; undefined while it is open. */
  readonly #widths: (Width | undefined)[] = [{ min: 0, max: 0 }];
  /** Group → where a condition asks for it, for groups that may come later. */
  readonly #asked = new Map<number, number>();
  /** Inside of a look-behind: groups from this one on are its own. */
  #ownGroups: number | undefined;

  constructor(pattern: string) {
    this.#source = new PatternSource(pattern);
  }

  read(): RegexTree {
    const flags = { ignoreCase: false, multiline: false, dotAll: false, ascii: false };
    const root = this.#readChoice({ flags, verbose: false, nested: false });
    if (this.#source.next !== undefined) throw this.#error('this ) has no (');
    for (const [group, offset] of this.#asked)
      if (group >= this.#widths.length) throw new PatternError(`there is no group ${group}`, offset);
    return { root, groups: this.#widths.length - 1, names: this.#names };
  }

  #readChoice(scope: Scope): RegexNode {
    const options: RegexNode[] = [];
    do options.push(this.#readSequence(scope, !scope.nested && options.length === 0));
    while (this.#source.takes('|'));
    return options.length === 1 ? (options[0] as RegexNode) : { kind: 'choice', options };
  }

  #readSequence(scope: Scope, isFirst = false): RegexNode {
    const parts: RegexNode[] = [];
    for (;;) {
      const token = this.#source.next;
      if (token === undefined || token === '|' || token === ')') break;
      const offset = this.#source.offset;
      this.#source.take();
      if (scope.verbose && /^[ \t-\r]$/.test(token)) continue;
      if (scope.verbose && token === '#') {
        for (let skipped = this.#source.take(); skipped !== undefined && skipped !== '\n'; )
          skipped = this.#source.take();
        continue;
      }
      if (token === '(') {
        const part = this.#readGroup(scope, { offset, mayBeGlobal: isFirst && parts.length === 0 });
        if (part) parts.push(part);
      } else if (/^[*+?{]$/.test(token)) this.#readRepeat(parts, token, { offset, flags: scope.flags });
      else parts.push(this.#readSingle(token, offset, scope.flags));
    }
    return parts.length === 1 ? (parts[0] as RegexNode) : { kind: 'sequence', parts };
  }

  #readSingle(token: string, offset: number, flags: Flags): RegexNode {
    switch (token) {
      case '^':
        return { kind: 'at', where: 'line-start', flags };
      case '$':
        return { kind: 'at', where: 'line-end', flags };
      case '.':
        return { kind: 'set', negated: true, items: flags.dotAll ? [] : [characterOf(10)], flags };
      case '[':
        return readSet(this.#source, flags);
      default:
        if (token.startsWith('\\')) return this.#readEscape(token.slice(1), offset, flags);
        return literal(token.codePointAt(0) ?? 0, flags);
    }
  }

  #readEscape(letter: string, offset: number, flags: Flags): RegexNode {
    const places = { A: 'start', Z: 'end', b: 'boundary', B: 'no-boundary' } as const;
    const where = Object.hasOwn(places, letter) ? places[letter as keyof typeof places] : undefined;
    if (where) return { kind: 'at', where, flags };
    const known = readClass(letter);
    if (known) return { kind: 'set', negated: false, items: [known], flags };
    if (letter === '0') return literal(Number.parseInt(`0${this.#source.takeWhile(/^[0-7]$/, 2)}`, 8), flags);
    if (/[1-9]/.test(letter)) return this.#readNumber(letter, offset, flags);
    return literal(readEscapedCharacter(this.#source, letter, offset), flags);
  }

  /** `\1` is a group, `\101` a character. */
  #readNumber(letter: string, offset: number, flags: Flags): RegexNode {
    const digits = letter + this.#source.takeWhile(/^[0-9]$/, 1);
    if (/^[0-7]{2}$/.test(digits) && /^[0-7]$/.test(this.#source.next ?? '')) {
      const code = Number.parseInt(digits + this.#source.take(), 8);
      if (code > 0o377) throw new PatternError('an octal escape is at most \\377', offset);
      return literal(code, flags);
    }
    return this.#refer(Number(digits), offset, flags);
  }

  #refer(group: number, offset: number, flags: Flags): RegexNode {
    if (group >= this.#widths.length) throw new PatternError(`there is no group ${group}`, offset);
    if (!this.#widths[group]) throw new PatternError('a group cannot refer to itself', offset);
    this.#checkOwnGroup(group, offset);
    return { kind: 'reference', group, flags };
  }

  #checkOwnGroup(group: number, offset: number): void {
    if (this.#ownGroups === undefined) return;
    if (!this.#widths[group]) throw new PatternError('a group cannot refer to itself', offset);
    if (group >= this.#ownGroups) throw new PatternError('a look-behind cannot refer to its own groups', offset);
  }

  #readRepeat(parts: RegexNode[], token: string, { offset, flags }: { offset: number; flags: Flags }): void {
    const bounds = token === '{' ? this.#readBounds(offset) : BOUNDS[token];
    if (!bounds) {
      parts.push(literal(0x7b, flags));
      return;
    }
    const body = parts.pop();
    if (!body || body.kind === 'at') throw new PatternError(`there is nothing that ${token} could repeat`, offset);
    if (body.kind === 'repeat') throw new PatternError(`${token} repeats what is repeated already`, offset);
    const mode = this.#source.takes('?') ? 'lazy' : this.#source.takes('+') ? 'possessive' : 'greedy';
    parts.push({ kind: 'repeat', body, ...bounds, mode });
  }

  /** `{2}`, `{2,}`, `{,4}`, `{2,4}`; undefined for a brace that is meant as one. */
  #readBounds(offset: number): { min: number; max: number } | undefined {
    const source = this.#source;
    if (source.next === '}') return undefined;
    const start = source.offset;
    const low = source.takeWhile(/^[0-9]$/);
    const high = source.takes(',') ? source.takeWhile(/^[0-9]$/) : low;
    if (!source.takes('}')) {
      source.offset = start;
      return undefined;
    }
    const min = low === '' ? 0 : Number(low);
    const max = high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (min >= MOST || (high !== '' && max >= MOST)) throw new PatternError('this repeats too often', offset);
    if (max < min) throw new PatternError('the least is more than the most', offset);
    return { min, max };
  }

  /** A group, of which the `(` has been taken; undefined for a comment, and for flags of the whole. */
  #readGroup(scope: Scope, { offset, mayBeGlobal }: { offset: number; mayBeGlobal: boolean }): RegexNode | undefined {
    const source = this.#source;
    const inner = { ...scope, nested: true };
    if (!source.takes('?')) return this.#readCapture(inner, offset);
    const kind = source.take();
    switch (kind) {
      case ':':
        return { kind: 'group', index: null, body: this.#readBody(inner, offset) };
      case '>':
        return { kind: 'atomic', body: this.#readBody(inner, offset) };
      case 'P':
        if (source.takes('<')) return this.#readCapture(inner, offset, this.#readName('>'));
        if (source.takes('=')) return this.#referByName(scope.flags);
        throw new PatternError('(?P is followed by < or =', offset);
      case '#':
        this.#skipComment(offset);
        return undefined;
      case '=':
      case '!':
        return this.#readLook(inner, { offset, behind: false, negated: kind === '!' });
      case '<': {
        const sign = source.take();
        if (sign === '=' || sign === '!') return this.#readLook(inner, { offset, behind: true, negated: sign === '!' });
        throw new PatternError('in Python a named group is written (?P<name>...)', offset);
      }
      case '(':
        return this.#readCondition(inner, offset);
      default: {
        const given = readFlags(source, kind, { ...scope, offset });
        if (given.isScoped) return { kind: 'group', index: null, body: this.#readBody({ ...inner, ...given }, offset) };
        if (!mayBeGlobal) throw new PatternError('flags for the whole pattern stand at its very beginning', offset);
        Object.assign(scope.flags, given.flags);
        scope.verbose ||= given.verbose;
        return undefined;
      }
    }
  }

  #readBody(scope: Scope, offset: number): RegexNode {
    const body = this.#readChoice(scope);
    if (!this.#source.takes(')')) throw new PatternError('this ( has no )', offset);
    return body;
  }

  #readCapture(scope: Scope, offset: number, name?: string): RegexNode {
    const index = this.#widths.push(undefined) - 1;
    if (name !== undefined) {
      if (this.#names.has(name)) throw new PatternError(`there are two groups "${name}"`, offset);
      this.#names.set(name, index);
    }
    const body = this.#readBody(scope, offset);
    this.#widths[index] = this.#widthOf(body);
    return { kind: 'group', index, body };
  }

  #readName(end: string): string {
    const { offset } = this.#source;
    const name = this.#source.takeUntil(end, 'the name of a group');
    if (!isName(name)) throw new PatternError(`"${name}" is no name for a group`, offset);
    return name;
  }

  #referByName(flags: Flags): RegexNode {
    const { offset } = this.#source;
    const name = this.#readName(')');
    const group = this.#names.get(name);
    if (group === undefined) throw new PatternError(`there is no group "${name}" before`, offset);
    return this.#refer(group, offset, flags);
  }

  #skipComment(offset: number): void {
    for (let token = this.#source.take(); token !== ')'; token = this.#source.take())
      if (token === undefined) throw new PatternError('this comment is not ended by )', offset);
  }

  #readLook(
    scope: Scope,
    { offset, behind, negated }: { offset: number; behind: boolean; negated: boolean },
  ): RegexNode {
    const outer = this.#ownGroups;
    if (behind) this.#ownGroups ??= this.#widths.length;
    const body = this.#readBody(scope, offset);
    this.#ownGroups = outer;
    const { min, max } = this.#widthOf(body);
    if (behind && min !== max) throw new PatternError('a look-behind has one length only', offset);
    return { kind: 'look', behind, negated, body, width: min };
  }

  #readCondition(scope: Scope, offset: number): RegexNode {
    const place = this.#source.offset;
    const name = this.#source.takeUntil(')', 'the name of a group');
    const group = isName(name) ? this.#names.get(name) : /^[1-9]\d*$/.test(name) ? Number(name) : undefined;
    if (group === undefined) throw new PatternError(`there is no group "${name}" before`, place);
    this.#asked.set(group, place);
    this.#checkOwnGroup(group, place);
    const yes = this.#readSequence(scope);
    const no: RegexNode = this.#source.takes('|') ? this.#readSequence(scope) : { kind: 'sequence', parts: [] };
    if (!this.#source.takes(')')) throw new PatternError('a condition has two branches and ends with )', offset);
    return { kind: 'condition', group, yes, no };
  }

  #widthOf(node: RegexNode): Width {
    return widthOf(node, (group) => this.#widths[group] ?? { min: 0, max: Number.POSITIVE_INFINITY });
  }

  #error(message: string): PatternError {
    return new PatternError(message, this.#source.offset);
  }
}

/** Python's `MAXREPEAT`. */
const MOST = 4_294_967_295;

const BOUNDS: Record<string, { min: number; max: number }> = {
  '?': { min: 0, max: 1 },
  '*': { min: 0, max: Number.POSITIVE_INFINITY },
  '+': { min: 1, max: Number.POSITIVE_INFINITY },
};

function literal(code: number, flags: Flags): RegexNode {
  return { kind: 'set', negated: false, items: [characterOf(code)], flags };
}

function isName(text: string): boolean {
  return /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text);
}
