import { formatCount } from '../../error/format-count.js';
import { formatDuration } from '../../error/format-duration.js';
import { printableLine } from '../../error/printable.js';
import { padToWidth, textWidth } from '../../error/text-width.js';
import { nameBatch } from '../../task/describe-batches.js';
import type { RunEvent } from '../../task/event.js';
import type { Result } from '../../task/result.js';
import type { RunView } from '../view.js';
import { applyEvent, countSettled, startFleetState, tellCounted } from './fleet-state.js';
import { makePaint, type Paint, toneOf } from './paint.js';
import { drawSummary } from './summary-line.js';
import { explainError, HappeningTeller } from './tell-happening.js';
import type { ViewOptions } from './view-options.js';

/** In a fleet larger than this only failures have a line of their own, and progress one for every tenth. */
const SMALL_FLEET = 50;
const WIDEST_NAME = 30;

/**
 * The view for logs and pipes: one line for each thing worth saying, nothing that moves a cursor.
 *
 *     R1  finished  clock  0.4 s
 */
export class PlainView implements RunView {
  readonly #options: ViewOptions;
  readonly #state = startFleetState();
  readonly #paint: Paint;
  readonly #teller: HappeningTeller;
  #nameColumns = 0;
  #tenth = 0;
  #hasEnded = false;

  constructor(options: ViewOptions) {
    this.#options = options;
    this.#paint = makePaint(options.color);
    this.#teller = new HappeningTeller({ paint: this.#paint, addressOf: options.addressOf });
  }

  start(): void {
    this.#state.startedMs = this.#options.now();
  }

  onEvent(event: RunEvent): void {
    applyEvent(this.#state, event);
    if (event.type === 'batch-started') this.#write([nameBatch(event)]);
    if (event.type === 'run-started') this.#nameColumns = measureNames(event.hosts);
    if (event.type !== 'settled' && this.#state.news.length === 0) return;
    const news = this.#state.news;
    this.#state.news = [];
    const lines = news
      .filter(({ kind }) => kind !== 'failure')
      .flatMap((happening) => this.#teller.tell(happening, { hasTasks: this.#state.tasksPerHost > 1 }));
    if (event.type === 'settled') lines.push(...this.#tellResult(event.result), ...this.#tellProgress(event.at));
    this.#write(lines);
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#write([
      ...tellCounted(this.#state),
      ...drawSummary(this.#state, this.#paint, { nowMs: this.#options.now() }),
    ]);
  }

  #tellResult(result: Result): string[] {
    const { host, state, task, error } = result;
    const isFailure = state === 'raised' || state === 'unknown';
    if (!isFailure && this.#state.hosts > SMALL_FLEET) return [];
    const hasTaskName = this.#state.tasksPerHost > 1 || task !== this.#state.playbook;
    const words = [
      padToWidth(printableLine(host.name), this.#nameColumns),
      this.#paint(toneOf(state), state.padEnd('cancelled'.length)),
      ...(isFailure ? [this.#options.addressOf(host.name)] : []),
      ...(hasTaskName ? [task] : []),
      error ? (isFailure ? explainError(error) : error.message) : formatDuration(result.duration_ms),
    ];
    const line = words.map((word, index) => (index === 1 ? word : printableLine(word))).filter((word) => word !== '');
    const hint = isFailure && error ? this.#teller.takeHint(error) : null;
    return [line.join('  ').trimEnd(), ...(hint ? [`    ${printableLine(hint)}`] : [])];
  }

  #tellProgress(atMs: number): string[] {
    const { hosts, futures, settled, startedMs } = this.#state;
    if (hosts <= SMALL_FLEET) return [];
    const done = countSettled(this.#state);
    const tenth = Math.floor((done * 10) / Math.max(1, futures));
    if (tenth <= this.#tenth) return [];
    this.#tenth = tenth;
    const raised = settled.raised > 0 ? `, ${formatCount(settled.raised)} raised` : '';
    return [
      `${tenth * 10}%  ${formatCount(done)} of ${formatCount(futures)}${raised}  after ${formatDuration(atMs - startedMs)}`,
    ];
  }

  #write(lines: string[]): void {
    if (lines.length > 0) this.#options.stream.write(`${lines.join('\n')}\n`);
  }
}

/** So that short names stand in a column; longer ones push theirs aside. */
function measureNames(hosts: readonly string[]): number {
  const widths = hosts.slice(0, SMALL_FLEET).map((host) => textWidth(printableLine(host)));
  return Math.min(WIDEST_NAME, Math.max(0, ...widths));
}
