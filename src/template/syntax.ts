/** The parts of Handlebars' syntax tree that flow reads. Lines count from 1, columns from 0. */
export interface Location {
  /** The partial that it is in; absent in the template itself. */
  source?: string;
  start: { line: number; column: number };
  end: { line: number; column: number };
}

/** A name: `host.name`, `../x`, `@index`. `depth` counts the `../`; `data` is true after an `@`. */
export interface PathNode {
  type: 'PathExpression';
  data: boolean;
  depth: number;
  parts: string[];
  original: string;
  loc: Location;
}

/** A text, number, true, false, null or undefined. */
export interface LiteralNode {
  type: 'StringLiteral' | 'NumberLiteral' | 'BooleanLiteral' | 'UndefinedLiteral' | 'NullLiteral';
  value?: unknown;
  original: unknown;
  loc: Location;
}

/** `key=value` pairs. */
export interface HashNode {
  pairs: { key: string; value: ValueNode; loc: Location }[];
  loc: Location;
}

/** A call in brackets: `(eq a b)`. */
export interface CallNode {
  type: 'SubExpression';
  path: PathNode | LiteralNode;
  params: ValueNode[];
  hash?: HashNode;
  loc: Location;
}

export type ValueNode = PathNode | LiteralNode | CallNode;

/** `{{name}}` or `{{helper a b}}`. */
export interface MustacheNode {
  type: 'MustacheStatement';
  /** Not so in `{{{x}}}` and `{{&x}}`. */
  escaped: boolean;
  path: ValueNode;
  params: ValueNode[];
  hash?: HashNode;
  loc: Location;
}

/** `{{#each x}} ... {{else}} ... {{/each}}`. */
export interface BlockNode {
  type: 'BlockStatement';
  path: PathNode | LiteralNode;
  params: ValueNode[];
  hash?: HashNode;
  program?: ProgramNode;
  inverse?: ProgramNode;
  loc: Location;
}

/** `{{> name}}` or `{{> name value}}`. */
export interface PartialNode {
  type: 'PartialStatement';
  name: PathNode | LiteralNode | CallNode;
  params: ValueNode[];
  hash?: HashNode;
  loc: Location;
}

/** Text and comments, which hold no names; partial blocks and decorators, which flow does not have. */
export interface OtherNode {
  type: 'ContentStatement' | 'CommentStatement' | 'PartialBlockStatement' | 'Decorator' | 'DecoratorBlock';
  loc: Location;
}

export interface ProgramNode {
  type: 'Program';
  body: (MustacheNode | BlockNode | PartialNode | OtherNode)[];
  blockParams?: string[];
  loc?: Location;
}
