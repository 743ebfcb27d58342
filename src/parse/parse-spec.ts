import type { Position } from '../error/diagnostic.js';

/** What a captured text is turned into. */
export type CaptureType = 'text' | 'int' | 'float';

/** How an output becomes data. Plain, so that it can be carried to another thread, process or machine. */
export type ParseSpec =
  | {
      kind: 'textfsm';
      /** The template itself and what to call it; absent: found by platform and command. */
      template?: { file: string; text: string };
      /** Where the playbook asks for it. */
      position?: Position;
    }
  | {
      kind: 'regex';
      /** A JavaScript regular expression. */
      pattern: string;
      /** With `g` every match is a row, without it the first one is the value. */
      flags: string;
      /** Group → type; `text` unless given. */
      types: Record<string, CaptureType>;
    }
  | {
      kind: 'json';
      /** Keys and positions that lead to the value: `interfaces`, `0`; empty for the whole. */
      path: string[];
    };

/**
 * What came of parsing: something, legitimately nothing (no neighbours, an empty table), or an output that does not fit.
 * `empty` has a value too: `[]` of a table, null of a single value.
 */
export type ParseOutcome =
  | { kind: 'parsed'; value: unknown }
  | { kind: 'empty'; value: unknown }
  | {
      kind: 'failed';
      message: string;
      /** No rows of a template that nothing fits: right for whoever looks on, and not to be trusted where nobody does. */
      value?: [];
    };
