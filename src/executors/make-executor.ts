import type { Playbook } from '../playbook/playbook.js';
import type { Executor } from './executor.js';
import { InlineExecutor, type InlineOptions } from './inline.js';

/** Makes the executor of a playbook. `auto` is `inline`. */
export function makeExecutor(kind: Playbook['executor'], options: InlineOptions): Executor {
  switch (kind) {
    case 'auto':
    case 'inline':
      return new InlineExecutor(options);
    default:
      return kind satisfies never;
  }
}
