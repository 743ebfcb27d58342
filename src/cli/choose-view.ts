import type { Host } from '../inventory/host.js';
import type { RunView } from '../run/view.js';
import { makeView, type ViewKind } from '../run/views/make-view.js';
import type { Call } from './command.js';

/** The flags that say how much is told while a run goes on. */
export const VIEW_FLAGS = [
  { form: '-v, --verbose', text: 'tells every transition of every future, with its time' },
  { form: '-q, --quiet', text: 'tells nothing but failures' },
];

/**
 * Makes the view that suits the flags and the terminal: it redraws only where somebody looks and the screen allows it.
 *
 * @param hostOf  a host as it is reached, once that is known
 */
export function chooseView({ flags, terminal }: Call, hostOf: (name: string) => Host | undefined): RunView {
  const addressOf = (name: string) => {
    const host = hostOf(name);
    if (!host || host.address === name) return '';
    return host.port === 22 ? host.address : `${host.address}:${host.port}`;
  };
  return makeView(kindOf(flags, terminal.canRedraw), {
    stream: terminal.err,
    color: terminal.err.color,
    now: Date.now,
    addressOf,
    atExit: (act) => {
      process.once('exit', act);
      return () => process.off('exit', act);
    },
  });
}

function kindOf(flags: Call['flags'], canRedraw: boolean): ViewKind {
  if (flags.has('quiet')) return 'quiet';
  if (flags.has('verbose')) return 'verbose';
  return canRedraw ? 'fleet' : 'plain';
}
