import * as compiled from './validators.js';

/** Whether a value is an event as `schemas/event.schema.json` has it. For what flow itself has written: it says no more than yes or no. */
export function isEvent(value: unknown): boolean {
  return compiled.event(value) === true;
}
