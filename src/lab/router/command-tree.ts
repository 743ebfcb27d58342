/** One command of a command line such as IOS has. */
export interface Command<Run> {
  /**
   * Its words in full. `<word>`, `<ip>`, `<number>`, `<size>` (to 512) and `<line>` (the rest) stand for what a user gives,
   * `[` … `]` at the end may be left out: `show interfaces [<line>]`.
   */
  pattern: string;
  run: Run;
}

/** What came of reading a line. Columns count characters from the start of the line, from 0. */
export type Match<Run> =
  | { kind: 'run'; run: Run; words: string[]; args: string[] }
  | { kind: 'incomplete'; words: string[] }
  | { kind: 'ambiguous' }
  | { kind: 'invalid'; column: number };

interface TreeNode<Run> {
  keywords: Map<string, TreeNode<Run>>;
  parameters: { type: ParameterType; node: TreeNode<Run> }[];
  run?: Run;
}

type ParameterType = keyof typeof PARAMETERS;

const PARAMETERS = {
  // `10.0.0.1`, not `10.0.0.256` nor `10.0.0`
  ip: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
  // `10`, not `-1` nor `1a`
  number: /^\d+$/,
  // `0` to `512`, not `513`
  size: /^(?:\d{1,2}|[1-4]\d\d|50\d|51[0-2])$/,
  word: /^\S+$/,
  line: /^/,
} as const;

/**
 * Reads command lines as IOS does: words may be cut short as long as they stay unique,
 * and a word nobody knows is marked at its first wrong character.
 */
export class CommandTree<Run> {
  readonly #root: TreeNode<Run> = { keywords: new Map(), parameters: [] };

  constructor(commands: Iterable<Command<Run>>) {
    for (const command of commands) this.#add(command);
  }

  match(line: string): Match<Run> {
    let node = this.#root;
    const words: string[] = [];
    const args: string[] = [];
    for (const { text, column } of splitWords(line)) {
      const next = step(node, text);
      if (next.kind === 'ambiguous') return next;
      if (next.kind === 'none') return { kind: 'invalid', column: column + commonStart(node, text) };
      node = next.node;
      if (next.kind === 'parameter' && next.type === 'line') {
        const rest = line.slice(column).trimEnd();
        return finish(node, [...words, rest], [...args, rest]);
      }
      words.push(next.word);
      if (next.kind === 'parameter') args.push(text);
    }
    return finish(node, words, args);
  }

  /** The words that may follow: all, or those that begin like the line's unfinished last word. */
  next(line: string): { words: string[]; canEnd: boolean } | undefined {
    const tokens = splitWords(line);
    const unfinished = /\S$/.test(line) ? tokens.pop() : undefined;
    let node = this.#root;
    for (const token of tokens) {
      const next = step(node, token.text);
      if (next.kind === 'ambiguous' || next.kind === 'none') return undefined;
      node = next.node;
    }
    const typed = unfinished?.text.toLowerCase() ?? '';
    const keywords = [...node.keywords.keys()].filter((word) => word.startsWith(typed)).sort();
    const parameters = node.parameters.map(({ type }) => SHOWN_AS[type]);
    return {
      words: unfinished && keywords.length > 0 ? keywords : [...keywords, ...parameters],
      canEnd: unfinished === undefined && node.run !== undefined,
    };
  }

  #add({ pattern, run }: Command<Run>): void {
    const optional = /^(.*?)\s*\[(.*)\]$/.exec(pattern);
    if (optional) {
      this.#add({ pattern: optional[1] ?? '', run });
      this.#add({ pattern: `${optional[1]} ${optional[2]}`, run });
      return;
    }
    let node = this.#root;
    for (const word of pattern.split(' ')) node = childOf(node, word);
    node.run = run;
  }
}

const SHOWN_AS: Record<ParameterType, string> = {
  ip: 'A.B.C.D',
  number: '<0-4294967295>',
  size: '<0-512>',
  word: 'WORD',
  line: 'LINE',
};

type Step<Run> =
  | { kind: 'keyword'; node: TreeNode<Run>; word: string }
  | { kind: 'parameter'; node: TreeNode<Run>; word: string; type: ParameterType }
  | { kind: 'ambiguous' }
  | { kind: 'none' };

function step<Run>(node: TreeNode<Run>, text: string): Step<Run> {
  const typed = text.toLowerCase();
  const exact = node.keywords.get(typed);
  if (exact) return { kind: 'keyword', node: exact, word: typed };
  const candidates = [...node.keywords].filter(([word]) => word.startsWith(typed));
  const [first] = candidates;
  if (first && candidates.length === 1) return { kind: 'keyword', node: first[1], word: first[0] };
  if (candidates.length > 1) return { kind: 'ambiguous' };
  const parameter = node.parameters.find(({ type }) => PARAMETERS[type].test(text));
  if (parameter) return { kind: 'parameter', node: parameter.node, word: text, type: parameter.type };
  return { kind: 'none' };
}

function finish<Run>(node: TreeNode<Run>, words: string[], args: string[]): Match<Run> {
  return node.run === undefined ? { kind: 'incomplete', words } : { kind: 'run', run: node.run, words, args };
}

function childOf<Run>(node: TreeNode<Run>, word: string): TreeNode<Run> {
  const parameter = /^<(\w+)>$/.exec(word)?.[1];
  if (parameter === undefined) {
    const child = node.keywords.get(word) ?? { keywords: new Map(), parameters: [] };
    node.keywords.set(word, child);
    return child;
  }
  if (!isParameterType(parameter)) throw new Error(`the lab has no parameter <${parameter}>`);
  const known = node.parameters.find(({ type }) => type === parameter);
  if (known) return known.node;
  const child: TreeNode<Run> = { keywords: new Map(), parameters: [] };
  node.parameters.push({ type: parameter, node: child });
  return child;
}

function isParameterType(text: string): text is ParameterType {
  return text in PARAMETERS;
}

function splitWords(line: string): { text: string; column: number }[] {
  return [...line.matchAll(/\S+/g)].map((found) => ({ text: found[0], column: found.index }));
}

/** How many characters of a wrong word some keyword begins with: where IOS puts its caret. */
function commonStart<Run>(node: TreeNode<Run>, text: string): number {
  let longest = 0;
  for (const word of node.keywords.keys()) {
    let length = 0;
    while (length < text.length && word[length] === text[length]?.toLowerCase()) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}
