import type { Pattern } from '../python-regex/pattern.js';

/** What a value may be told to do beside being captured. */
export type ValueOption = 'Required' | 'Filldown' | 'Fillup' | 'Key' | 'List';

/** `Value Required,List NAME (regex)`. */
export interface TemplateValue {
  name: string;
  /** In the order written, which matters where they meet. */
  options: ValueOption[];
  /** As written, with its parentheses. */
  regex: string;
  /** Of a list: finds the named groups inside of what was captured. */
  nested?: Pattern;
}

/** `^regex -> Next.Record State`. */
export interface TemplateRule {
  /** In the template, from 1. */
  line: number;
  pattern: Pattern;
  lineAction: 'Next' | 'Continue' | 'Error';
  recordAction: 'NoRecord' | 'Record' | 'Clear' | 'Clearall';
  /** Of an error its message, in quotes where it is more than a word. */
  next: string | undefined;
}

/** A TextFSM template that has been read and checked. */
export interface Template {
  file: string;
  values: TemplateValue[];
  /** Without `End`; `EOF` only where the template has it. */
  states: ReadonlyMap<string, readonly TemplateRule[]>;
}

/** The template calls a line an error, or a capture cannot be taken apart. */
export class TemplateStop extends Error {
  override readonly name = 'TemplateStop';
}
