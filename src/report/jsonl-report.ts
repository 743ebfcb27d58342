import { jsonText } from '../error/json-text.js';
import type { RunRecord } from '../task/result.js';
import { publishResult } from './json-report.js';

/**
 * Writes JSON Lines: a result a line, with the keys of `flow/run@1` behind the id of its run, so that the lines of many runs can
 * stand in one file. Each line is a piece.
 */
export function* jsonLines({ run, results }: RunRecord): Generator<string> {
  for (const result of results) yield `${jsonText({ run: run.id, ...publishResult(result) })}\n`;
}
