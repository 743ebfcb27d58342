/** What the walks below need of CEL's syntax tree. */
export interface ExpressionNode {
  op: string;
  args: unknown;
  start: number;
  end: number;
}

/** Where an expression reads the result of a task, or a variable. */
export interface NameReference {
  name: string;
  offset: number;
  length: number;
}

/** Which results an expression reads. */
export interface References {
  /** Names, each once. */
  results: string[];
  /** Every mention, with its place in the source. */
  mentions: NameReference[];
  /** Every variable that is read without asking first whether there is one (`has(vars.x)`). */
  vars: NameReference[];
  /** Every mention of `previous`, by the field that is read; '' where it is asked for as a whole. */
  previous: NameReference[];
  /** Speaks of `host`. */
  readsHost: boolean;
  /** A name of a result is computed (`results[host.vars.last]`, `results.all(...)`), so any result may be read. */
  computed: boolean;
}

/** Finds `results.NAME` and `results["NAME"]` in a tree, and the same of `vars`. */
export function findReferences(root: ExpressionNode): References {
  const mentions: NameReference[] = [];
  const vars: NameReference[] = [];
  const previous: NameReference[] = [];
  const asked = new Set<string>();
  let computed = false;
  let readsHost = false;
  const visit = (node: ExpressionNode, isAsked: boolean): void => {
    const result = mentionIn(node, 'results');
    if (result) {
      mentions.push(result);
      return;
    }
    const earlier = mentionIn(node, 'previous');
    if (earlier) {
      previous.push(earlier);
      return;
    }
    if (node.op === 'id' && node.args === 'previous')
      previous.push({ name: '', offset: node.start, length: Math.max(1, node.end - node.start) });
    const variable = mentionIn(node, 'vars');
    if (variable && isAsked) asked.add(variable.name);
    else if (variable) vars.push(variable);
    if (node.op === 'id' && node.args === 'results') computed = true;
    if (node.op === 'id' && node.args === 'host') readsHost = true;
    for (const child of childrenOf(node.args)) visit(child, isAsked || isQuestion(node));
  };
  visit(root, false);
  return {
    results: [...new Set(mentions.map(({ name }) => name))],
    mentions,
    vars: vars.filter(({ name }) => !asked.has(name)),
    previous,
    readsHost,
    computed,
  };
}

function isQuestion(node: ExpressionNode): boolean {
  return node.op === 'call' && Array.isArray(node.args) && node.args[0] === 'has';
}

/** Finds the patterns of each `matches()`; `pattern` is undefined where it is computed. */
export function patternsOf(root: ExpressionNode): { pattern: string | undefined; offset: number; length: number }[] {
  const found = childrenOf(root.args).flatMap(patternsOf);
  if (root.op !== 'rcall' || !Array.isArray(root.args) || root.args[0] !== 'matches') return found;
  const [argument] = childrenOf(root.args[2]);
  const pattern = argument?.op === 'value' && typeof argument.args === 'string' ? argument.args : undefined;
  const place = argument ?? root;
  return [...found, { pattern, offset: place.start, length: Math.max(1, place.end - place.start) }];
}

function mentionIn(node: ExpressionNode, owner: 'results' | 'vars' | 'previous'): NameReference | undefined {
  if ((node.op !== '.' && node.op !== '[]') || !Array.isArray(node.args)) return undefined;
  const [target, key] = node.args as [ExpressionNode, unknown];
  if (target.op !== 'id' || target.args !== owner) return undefined;
  // `results.NAME` has the bare name; `results["NAME"]` has a node for it.
  if (typeof key === 'string') return { name: key, offset: node.end - key.length, length: key.length };
  const index = key as ExpressionNode;
  if (index.op !== 'value' || typeof index.args !== 'string') return undefined;
  return { name: index.args, offset: index.start, length: Math.max(1, index.end - index.start) };
}

function childrenOf(args: unknown): ExpressionNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ExpressionNode] : [];
}
