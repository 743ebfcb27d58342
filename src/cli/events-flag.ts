import { resolve } from 'node:path';
import type { EventTarget } from '../journal/event-stream.js';
import type { Call } from './command.js';

/** The flag for the events of a run as they happen. */
export const EVENTS_FLAG = {
  form: '--events <file>',
  text: 'writes every event as a line of JSON; with - to standard output, in the place of the report',
};

/** Whether standard output has the events, and nothing else may go there. */
export function takesStandardOutput({ flags }: Pick<Call, 'flags'>): boolean {
  return flags.text('events') === '-';
}

/** The file that the events of a run are to be written to, absolute; undefined where there is none. */
export function eventsFileOf(call: Pick<Call, 'flags' | 'terminal'>): string | undefined {
  const target = call.flags.text('events');
  return target === undefined || takesStandardOutput(call) ? undefined : resolve(call.terminal.folder, target);
}

/** Where the events go. */
export function eventTargetOf(call: Pick<Call, 'flags' | 'terminal'>): EventTarget | undefined {
  if (!takesStandardOutput(call)) return eventsFileOf(call);
  const { out } = call.terminal;
  return (line) => out.write(line, { isMasked: true });
}
