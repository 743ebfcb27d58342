import type { Command } from './command.js';
import { CONTINUE_FLAGS, continueRun } from './continue.js';

/** `flow retry`: runs again what was raised, cancelled or skipped, and what never began. */
export const retry: Command = {
  about:
    'What finished is kept, also by the report, which shows everything; so the list gets shorter with each retry.\n' +
    'The playbook must be as it was; the inventory may have changed, to mend a password. A change that may have begun\n' +
    '(`unknown`) is not made again unless --rerun says so.',
  operands: [{ form: '<run>', text: 'an id, the beginning of one, last, last~1, or a name' }],
  flags: CONTINUE_FLAGS,
  examples: [
    { line: 'flow retry last', text: 'the hosts whose password you have mended' },
    { line: 'flow retry last~1 --quiet > clock.md', text: 'the merged report in a file' },
  ],
  run: (call) => continueRun(call, 'retry'),
};
