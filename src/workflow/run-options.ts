import type { Diagnostic } from '../error/diagnostic.js';
import type { Secrets } from '../error/known-secrets.js';
import type { Host } from '../inventory/host.js';
import type { EventTarget } from '../journal/event-stream.js';
import type { CassetteOptions } from '../lab/cassette/cassette-recorder.js';
import type { OutputStore } from '../run/output-store.js';
import type { RunView } from '../run/view.js';
import type { RunEvent } from '../task/event.js';
import type { QueueAccess } from './open-queue.js';
import type { ReachOptions } from './reach.js';

/** How a plan is run: everything that `flow run` chooses by its flags. */
export interface RunPlaybookOptions extends ReachOptions {
  /**
   * The folder of the project's journals, say `.flow`: the run is written down there as it happens, so that `flow show`, `retry` and `resume` know it; hosts
   * that it changes are locked there; and what `previous` stands for is looked up there. Nothing of that unless given; a run that goes on
   * with another has its folder.
   */
  journal?: string;
  /** false: this run is not written down in the journal, and where no lock can be written, that is only told of; true unless given. */
  isKept?: boolean;
  /** A name for the run: `flow diff before after`. */
  as?: string;
  /** Waits for other runs that change one of its hosts, where it would be refused; false unless given. */
  wait?: boolean;
  /** Where `executor: queue` finds its queue. */
  queue?: QueueAccess;
  /** Where its events go as well, a line of JSON each; what cannot be written stops the run. */
  events?: EventTarget;
  /** Keeps what the hosts say, to be replayed. */
  record?: CassetteOptions;
  /** Tells each step of a login as an event; true unless given. They cost some CPU time, and more with workers. */
  steps?: boolean;
  /** Tells the round trips of each login as events; false unless given. */
  trace?: boolean;
  /** Where long outputs are kept; in memory unless given. Who gives it closes it, when the record is not needed any more. */
  outputs?: OutputStore;
  /** Shows the run; nothing is shown unless given. */
  view?: RunView;
  /** Told the secrets of the run as they become known; it masks what is told of the run. One of its own unless given. */
  secrets?: Secrets;
  /** Aborted: begins nothing more, what runs may finish within 5 s. */
  signal?: AbortSignal;
  /** Aborted: ends everything at once. */
  abort?: AbortSignal;
  /** Told how hosts are reached, by name, and what there is to warn of, before any is spoken to. */
  onReached?: (hosts: ReadonlyMap<string, Host>, warnings: readonly Diagnostic[]) => void;
  /** Told what a person should know meanwhile, as that it waits for another run. */
  onNotice?: (text: string) => void;
  /** Told each event before the run goes on; what it throws ends the run. */
  onEvent?: (event: RunEvent) => void;
  /** Judges the files of `save` as if none were there yet, writes none, and commits nothing; false unless given. */
  isRehearsal?: boolean;
  /** The id of the run; a new one unless given. @internal */
  id?: string;
}
