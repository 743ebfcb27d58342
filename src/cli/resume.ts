import type { Command } from './command.js';
import { CONTINUE_FLAGS, continueRun } from './continue.js';

/** `flow resume`: runs what has no result yet. */
export const resume: Command = {
  about:
    'For a run that was killed or interrupted: what has a result is not run again, and the report shows everything.\n' +
    'A change that was running when flow was lost is `unknown`, and is not made again unless --rerun says so.',
  operands: [{ form: '<run>', text: 'an id, the beginning of one, last, last~1, or a name' }],
  flags: CONTINUE_FLAGS,
  examples: [
    { line: 'flow resume last', text: 'go on after a crash, or after Ctrl-C' },
    { line: 'flow resume last --rerun R7', text: 'R7 was looked at, and its change had not been made' },
  ],
  run: (call) => continueRun(call, 'resume'),
};
