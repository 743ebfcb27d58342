import { formatCount } from '../error/format-count.js';
import { printableLine } from '../error/printable.js';
import type { RunView } from '../run/view.js';
import type { Flight, RunEvent } from '../task/event.js';
import { countOf } from '../task/summarize-run.js';
import type { Terminal } from './terminal.js';

/** The flag that asks for it. */
export const TRACE_FLAG = { form: '--trace', text: 'tells the round trips of each login: their phases and sizes' };

/** Tells the round trips of each login on standard error, as the login ends. */
export class TracePrinter {
  readonly #view: RunView;
  readonly #terminal: Pick<Terminal, 'err'>;

  constructor(view: RunView, terminal: Pick<Terminal, 'err'>) {
    this.#view = view;
    this.#terminal = terminal;
  }

  /** Listens to the run. */
  hear(event: RunEvent): void {
    if (event.type !== 'flights') return;
    const text = drawTrace(event.host, event.flights);
    const print = () => this.#terminal.err.write(text);
    if (this.#view.printBeside) this.#view.printBeside(print);
    else print();
  }
}

/**
 * Draws the flights of one login, a line each, and how many it took until the last answer was there.
 *
 *     R1: 7 flights up to the last answer
 *        2  kex      sent 1,204 B, received 1,116 B
 */
export function drawTrace(host: string, flights: readonly Flight[]): string {
  const width = Math.max(0, ...flights.map(({ phase }) => phase.length));
  const lines = flights.map(({ phase, sent, received }, index) => {
    const sizes = sent + received > 0 ? `sent ${formatCount(sent)} B, received ${formatCount(received)} B` : '';
    return `  ${String(index + 1).padStart(3)}  ${phase.padEnd(width)}  ${sizes}`.trimEnd();
  });
  const leaving = flights.findIndex(({ phase }) => phase === 'logout');
  const answered = leaving < 0 ? flights.length : leaving;
  const title = `${printableLine(host)}: ${countOf(answered, 'flight')} up to the last answer`;
  return `${[title, ...lines].join('\n')}\n`;
}
