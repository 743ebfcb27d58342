import { constants } from 'node:buffer';

/** Says that a text would be longer than the engine can hold, which is 2^29 - 24 characters. */
export const TOO_LONG = `longer than one text can be (${constants.MAX_STRING_LENGTH} characters)`;

/** Whether the engine has refused to make so long a text. */
export function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Invalid string length';
}
