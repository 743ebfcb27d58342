import { checkChoice } from '../../error/arguments.js';
import type { RunView } from '../view.js';
import { FleetView } from './fleet-view.js';
import { PlainView } from './plain-view.js';
import { QuietView } from './quiet-view.js';
import { VerboseView } from './verbose-view.js';
import type { ViewOptions } from './view-options.js';

export type { ViewOptions, ViewStream } from './view-options.js';

/** How a run is shown: redrawn in place, line by line, every transition, or failures only. */
export type ViewKind = 'fleet' | 'plain' | 'verbose' | 'quiet';

/** Makes the view of a run; everything it prints goes to the stream handed in, in few and whole writes. */
export function makeView(kind: ViewKind, options: ViewOptions): RunView {
  checkChoice('makeView', kind, ['fleet', 'plain', 'verbose', 'quiet']);
  switch (kind) {
    case 'fleet':
      return new FleetView(options);
    case 'plain':
      return new PlainView(options);
    case 'verbose':
      return new VerboseView(options);
    case 'quiet':
      return new QuietView(options);
    default:
      return kind satisfies never;
  }
}
