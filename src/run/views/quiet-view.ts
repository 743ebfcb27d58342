import type { RunEvent } from '../../task/event.js';
import type { RunView } from '../view.js';
import type { Happening } from './fleet-state.js';
import { makePaint } from './paint.js';
import { HappeningTeller } from './tell-happening.js';
import type { ViewOptions } from './view-options.js';

/** The view of `--quiet`: nothing but the failures, at the end. */
export class QuietView implements RunView {
  readonly #options: ViewOptions;
  readonly #failures: Happening[] = [];
  #hasTasks = false;

  constructor(options: ViewOptions) {
    this.#options = options;
  }

  start(): void {}

  onEvent(event: RunEvent): void {
    if (event.type === 'run-started') this.#hasTasks = event.tasks.length > 1;
    if (event.type !== 'settled') return;
    const { state, error } = event.result;
    if (state === 'raised' || state === 'unknown')
      this.#failures.push({ kind: 'failure', host: event.host, task: event.task, error, state });
  }

  end(): void {
    const failures = this.#failures.splice(0);
    if (failures.length === 0) return;
    const { stream, color, addressOf } = this.#options;
    const teller = new HappeningTeller({ paint: makePaint(color), addressOf });
    const lines = failures.flatMap((failure) => teller.tell(failure, { hasTasks: this.#hasTasks }));
    stream.write(`${lines.join('\n')}\n`);
  }
}
