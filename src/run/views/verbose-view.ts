import { formatDuration } from '../../error/format-duration.js';
import { printableLine } from '../../error/printable.js';
import { nameBatch } from '../../task/describe-batches.js';
import type { RunEvent } from '../../task/event.js';
import type { Result } from '../../task/result.js';
import type { RunView } from '../view.js';
import { applyEvent, startFleetState } from './fleet-state.js';
import { makePaint, type Paint, toneOf } from './paint.js';
import { drawSummary } from './summary-line.js';
import { explainError } from './tell-happening.js';
import type { ViewOptions } from './view-options.js';

/**
 * The view of `--verbose`: every future as it is at the start, then each of its transitions once, with local time.
 *
 *     06:02:14.582 ===> R1 192.168.100.1 running
 *     06:02:14.901 <=== R1 192.168.100.1 finished in 0.319 s
 *
 * Where there is more than one task its name follows the address.
 */
export class VerboseView implements RunView {
  readonly showsSteps = true;
  readonly #options: ViewOptions;
  readonly #paint: Paint;
  /** Only for the summary. */
  readonly #state = startFleetState();
  #hasEnded = false;

  constructor(options: ViewOptions) {
    this.#options = options;
    this.#paint = makePaint(options.color);
  }

  start(): void {
    this.#state.startedMs = this.#options.now();
  }

  onEvent(event: RunEvent): void {
    applyEvent(this.#state, event);
    this.#state.news = [];
    const lines = this.#tell(event);
    if (lines.length > 0) this.#options.stream.write(`${lines.join('\n')}\n`);
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const summary = drawSummary(this.#state, this.#paint, { nowMs: this.#options.now() });
    this.#options.stream.write(`${summary.join('\n')}\n`);
  }

  #tell(event: RunEvent): string[] {
    const time = formatClock(event.at);
    switch (event.type) {
      case 'run-started':
        return event.hosts.flatMap((host) =>
          event.tasks.map((task) => printableLine(`<Future ${host}/${task} state=pending>`)),
        );
      case 'running':
        return [`${time} ===> ${this.#subject(event.host, event.task)} ${this.#paint('active', 'running')}`];
      case 'settled': {
        const { result } = event;
        return [
          `${time} <=== ${this.#subject(event.host, event.task)} ${this.#paint(toneOf(result.state), describeResult(result))}`,
        ];
      }
      case 'retrying': {
        const words = `retrying in ${formatDuration(event.delayMs)}, ${explainError(event.error)}`;
        return [
          `${time} <--- ${this.#subject(event.host, event.task)} ${this.#paint('warning', printableLine(words))}`,
        ];
      }
      case 'notice':
        return [`${time} ---- ${this.#subject(event.host, null)} ${printableLine(event.message)}`];
      case 'batch-started':
        return [`${time} ---- ${nameBatch(event)}`];
      case 'stopping':
        return [
          `${time} ---- ${this.#paint('warning', `stopping: ${event.reason === 'batch' ? 'every host of the batch failed' : event.reason}`)}`,
        ];
      case 'carried':
      case 'login-begun':
      case 'step':
      case 'flights':
      case 'recorded':
      case 'run-finished':
        return [];
      default:
        return event satisfies never;
    }
  }

  #subject(host: string, task: string | null): string {
    const words = [
      host,
      this.#options.addressOf(host),
      ...(task !== null && this.#state.tasksPerHost > 1 ? [task] : []),
    ];
    return printableLine(words.filter((word) => word !== '').join(' '));
  }
}

function describeResult({ state, duration_ms, error }: Result): string {
  switch (state) {
    case 'finished':
      return `finished in ${(duration_ms / 1000).toFixed(3)} s`;
    case 'raised':
    case 'unknown':
      return error ? printableLine(`${state} ${explainError(error)}`) : state;
    case 'cancelled':
    case 'skipped':
      return error ? printableLine(`${state}: ${error.message}`) : state;
    default:
      return state satisfies never;
  }
}

/** Local time to the millisecond: `06:02:14.582`. */
function formatClock(atMs: number): string {
  const date = new Date(atMs);
  const pad = (count: number, digits: number) => String(count).padStart(digits, '0');
  return `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}.${pad(date.getMilliseconds(), 3)}`;
}
