import { sourceOfSet, wordSet } from './set-source.js';
import type { CharacterSet, Flags, RegexNode, RegexTree } from './tree.js';

/** Where groups matched: `[start, end]` by index, in code points; undefined where they did not. Index 0 is the whole. */
export type Spans = ([number, number] | undefined)[];

/** Matches at the start of a text, given as code points. */
export type Matcher = (codes: ArrayLike<number>) => Spans | undefined;

/** Goes on at a place, and says whether all that follows matches. */
type Step = (at: number) => boolean;

/**
 * Makes a matcher that takes every way Python's `re` takes, in that order. A tree of closures, each with what comes behind it; what a
 * step changed (groups, rounds of a repetition) it changes back when what follows does not match.
 *
 * @see the comments in CPython's Modules/_sre/sre_lib.h on MAX_UNTIL and MIN_UNTIL for what an empty round means
 */
export function makeMatcher(tree: RegexTree): Matcher {
  return new Compiler(tree).matcher;
}

class Compiler {
  readonly matcher: Matcher;
  #codes: ArrayLike<number> = [];
  readonly #opened: number[];
  readonly #starts: number[];
  readonly #ends: number[];

  constructor({ root, groups }: RegexTree) {
    this.#opened = new Array<number>(groups + 1).fill(-1);
    this.#starts = [...this.#opened];
    this.#ends = [...this.#opened];
    let end = -1;
    const first = this.#compile(root, (at) => {
      end = at;
      return true;
    });
    this.matcher = (codes) => {
      this.#codes = codes;
      this.#starts.fill(-1);
      this.#ends.fill(-1);
      if (!first(0)) return undefined;
      this.#starts[0] = 0;
      this.#ends[0] = end;
      return this.#ends.map((to, group) => (to < 0 ? undefined : [this.#starts[group] as number, to]));
    };
  }

  #compile(node: RegexNode, next: Step): Step {
    switch (node.kind) {
      case 'set': {
        const has = testerOf(node);
        return (at) => at < this.#codes.length && has(this.#codes[at] as number) && next(at + 1);
      }
      case 'sequence':
        return node.parts.reduceRight((rest, part) => this.#compile(part, rest), next);
      case 'choice': {
        const options = node.options.map((option) => this.#compile(option, next));
        return (at) => options.some((option) => option(at));
      }
      case 'group':
        return node.index === null ? this.#compile(node.body, next) : this.#compileGroup(node.index, node.body, next);
      case 'repeat':
        return node.mode === 'possessive'
          ? this.#compileAtomic({ ...node, mode: 'greedy' }, next)
          : node.body.kind === 'set'
            ? this.#compileRun(node, testerOf(node.body), next)
            : this.#compileRepeat(node, next);
      case 'atomic':
        return this.#compileAtomic(node.body, next);
      case 'look':
        return this.#compileLook(node, next);
      case 'at':
        return this.#compilePlace(node, next);
      case 'reference':
        return this.#compileReference(node, next);
      case 'condition': {
        const [yes, no] = [this.#compile(node.yes, next), this.#compile(node.no, next)];
        return (at) => ((this.#ends[node.group] as number) >= 0 ? yes(at) : no(at));
      }
      default:
        return node satisfies never;
    }
  }

  #compileGroup(group: number, body: RegexNode, next: Step): Step {
    const [opened, starts, ends] = [this.#opened, this.#starts, this.#ends];
    const inside = this.#compile(body, (at) => {
      const [start, end] = [starts[group] as number, ends[group] as number];
      starts[group] = opened[group] as number;
      ends[group] = at;
      if (next(at)) return true;
      starts[group] = start;
      ends[group] = end;
      return false;
    });
    return (at) => {
      const before = opened[group] as number;
      opened[group] = at;
      if (inside(at)) return true;
      opened[group] = before;
      return false;
    };
  }

  /** A run of single characters, which needs no memory of its rounds. */
  #compileRun({ min, max, mode }: Bounds, has: (code: number) => boolean, next: Step): Step {
    const isLazy = mode === 'lazy';
    return (at) => {
      const codes = this.#codes;
      const most = Math.min(codes.length, at + max);
      let end = at;
      if (isLazy) {
        for (; end - at < min; end++) if (end >= most || !has(codes[end] as number)) return false;
        for (;;) {
          if (next(end)) return true;
          if (end >= most || !has(codes[end] as number)) return false;
          end++;
        }
      }
      while (end < most && has(codes[end] as number)) end++;
      for (; end >= at + min; end--) if (next(end)) return true;
      return false;
    };
  }

  #compileRepeat({ body, min, max, mode }: Bounds & { body: RegexNode }, next: Step): Step {
    let rounds = 0;
    let last = -1;
    const again = (at: number, isCounted: boolean): boolean => {
      const [roundsBefore, lastBefore] = [rounds, last];
      rounds++;
      if (!isCounted) last = at;
      if (inside(at)) return true;
      rounds = roundsBefore;
      last = lastBefore;
      return false;
    };
    const step: Step = (at) => {
      if (rounds < min) return again(at, true);
      if (mode === 'lazy') return next(at) || (rounds < max && at !== last && again(at, false));
      return (rounds < max && at !== last && again(at, false)) || next(at);
    };
    const inside = this.#compile(body, step);
    return (at) => {
      const [roundsBefore, lastBefore] = [rounds, last];
      rounds = 0;
      last = -1;
      if (step(at)) return true;
      rounds = roundsBefore;
      last = lastBefore;
      return false;
    };
  }

  /** Once the body has matched, it is not asked for another way. */
  #compileAtomic(body: RegexNode, next: Step): Step {
    let end = -1;
    const inside = this.#compile(body, (at) => {
      end = at;
      return true;
    });
    return (at) => {
      const restore = this.#save();
      if (inside(at) && next(end)) return true;
      restore();
      return false;
    };
  }

  #compileLook({ body, behind, negated, width }: Extract<RegexNode, { kind: 'look' }>, next: Step): Step {
    const inside = this.#compile(body, () => true);
    return (at) => {
      const from = behind ? at - width : at;
      const restore = this.#save();
      const found = from >= 0 && inside(from);
      if (found && negated) restore();
      if (found !== negated && next(at)) return true;
      restore();
      return false;
    };
  }

  #save(): () => void {
    const [starts, ends] = [[...this.#starts], [...this.#ends]];
    return () => {
      for (const group of ends.keys()) {
        this.#starts[group] = starts[group] as number;
        this.#ends[group] = ends[group] as number;
      }
    };
  }

  #compilePlace({ where, flags }: Extract<RegexNode, { kind: 'at' }>, next: Step): Step {
    const isWord = wordTester(flags.ascii);
    const wordAt = (at: number) => at >= 0 && at < this.#codes.length && isWord(this.#codes[at] as number);
    const isLineFeed = (at: number) => this.#codes[at] === 10;
    const holds: Record<typeof where, Step> = {
      start: (at) => at === 0,
      end: (at) => at === this.#codes.length,
      'line-start': (at) => at === 0 || (flags.multiline && isLineFeed(at - 1)),
      'line-end': (at) => {
        const left = this.#codes.length - at;
        return left === 0 || (isLineFeed(at) && (flags.multiline || left === 1));
      },
      boundary: (at) => wordAt(at - 1) !== wordAt(at),
      'no-boundary': (at) => wordAt(at - 1) === wordAt(at),
    };
    const hold = holds[where];
    return (at) => hold(at) && next(at);
  }

  #compileReference({ group, flags }: Extract<RegexNode, { kind: 'reference' }>, next: Step): Step {
    return (at) => {
      const [start, end] = [this.#starts[group] as number, this.#ends[group] as number];
      if (end < 0 || at + end - start > this.#codes.length) return false;
      for (let offset = 0; offset < end - start; offset++) {
        if (!isEqual(this.#codes[start + offset] as number, this.#codes[at + offset] as number, flags)) return false;
      }
      return next(at + end - start);
    };
  }
}

type Bounds = Extract<RegexNode, { kind: 'repeat' }>;

function isEqual(a: number, b: number, { ignoreCase }: Flags): boolean {
  if (a === b || !ignoreCase) return a === b;
  return String.fromCodePoint(a).toLowerCase() === String.fromCodePoint(b).toLowerCase();
}

function wordTester(ascii: boolean): (code: number) => boolean {
  return makeTester(wordSet(ascii), 'u');
}

function testerOf(set: CharacterSet): (code: number) => boolean {
  return makeTester(sourceOfSet(set), set.flags.ignoreCase ? 'iu' : 'u');
}

const testers = new Map<string, (code: number) => boolean>();

/** Asks a regular expression for each character, but for each of ASCII only once. */
function makeTester(source: string, flags: string): (code: number) => boolean {
  const key = flags + source;
  let tester = testers.get(key);
  if (!tester) {
    const expression = new RegExp(`^${source}$`, flags);
    const test = (code: number) => expression.test(String.fromCodePoint(code));
    const ascii = Array.from({ length: 128 }, (_, code) => test(code));
    tester = (code) => (code < 128 ? (ascii[code] as boolean) : test(code));
    testers.set(key, tester);
  }
  return tester;
}
