import { UsageError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import { ask } from './ask.js';

const TRIES = 3;

/**
 * Asks for the value of `${prompt:text}` without showing it. An empty answer is no value: it is asked for again, three times in all.
 *
 * @throws {UsageError} when the input ends, or every answer was empty
 * @throws {Interrupted} on Ctrl-C
 */
export async function askForValue(text: string): Promise<string> {
  for (let left = TRIES; left > 0; left--) {
    const answer = await ask(`${printableLine(text)}: `, { hidden: true });
    if (answer === undefined) break;
    if (answer !== '') return answer;
  }
  throw new UsageError(`nothing was answered to "${printableLine(text)}": nothing was sent`);
}
