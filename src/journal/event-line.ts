import { jsonText } from '../error/json-text.js';
import type { RunEvent } from '../task/event.js';
import type { Result } from '../task/result.js';

/** What is written down of a run: all but what is only for people's eyes. */
export type RecordedEvent = Exclude<RunEvent, { type: 'step' | 'flights' | 'recorded' }>;

/** A text too large for a line, kept as a file of its own. */
export interface TextFile {
  /** Relative to the folder of the run. */
  file: string;
  /** UTF-8. */
  bytes: number;
}

/** A result as it stands on a line. */
export interface RecordedResult extends Omit<Result, 'output' | 'diff'> {
  output: string | null | TextFile;
  diff: string | null | TextFile;
}

/** The version of the events, told on the first line. */
export const EVENT_SCHEMA = 'flow/event@1';

export function isRecorded(event: RunEvent): event is RecordedEvent {
  return event.type !== 'step' && event.type !== 'flights' && event.type !== 'recorded';
}

/**
 * Writes an event as one line of `schemas/event.schema.json`, with its line end.
 *
 * @param keep  puts a large text elsewhere, and says where; without it every text stands on the line
 */
export function lineOf(event: RecordedEvent, keep: (text: string) => string | TextFile = (text) => text): string {
  const { type, at, ...rest } = event;
  const schema = type === 'run-started' ? EVENT_SCHEMA : undefined; // no property on the line
  const line: Record<string, unknown> = { schema, type, at: new Date(at).toISOString(), ...rest };
  if ('result' in event) line.result = shorten(event.result, keep);
  return `${jsonText(line)}\n`;
}

function shorten(result: Result, keep: (text: string) => string | TextFile): RecordedResult {
  const { output, diff, ...rest } = result; // read once: a long output may lie in a file
  return { ...rest, output: output && keep(output), diff: diff && keep(diff) };
}
