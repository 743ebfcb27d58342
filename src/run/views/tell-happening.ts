import { ERROR_CODES } from '../../error/codes.js';
import { formatDuration } from '../../error/format-duration.js';
import { printableLine } from '../../error/printable.js';
import { wrapToWidth } from '../../error/text-width.js';
import type { StopReason } from '../../task/event.js';
import type { ErrorReport } from '../../task/result.js';
import type { Happening } from './fleet-state.js';
import { type Paint, type Tone, toneOf } from './paint.js';

/** How happenings are put into words. */
export interface TellOptions {
  paint: Paint;
  addressOf: (host: string) => string;
}

/**
 * Puts happenings into lines that are written once and stay. A hint is told with the first failure it belongs to:
 * a thousand wrong passwords need it once.
 */
export class HappeningTeller {
  readonly #options: TellOptions;
  readonly #toldHints = new Set<string>();

  constructor(options: TellOptions) {
    this.#options = options;
  }

  /**
   * @param options.hasTasks  tasks have names worth telling
   * @param options.columns   lines are broken at this width; absent: never
   * @returns lines without line ends; no control characters but the painter's own
   */
  tell(happening: Happening, options: { hasTasks: boolean; columns?: number }): string[] {
    const { hasTasks } = options;
    switch (happening.kind) {
      case 'failure': {
        const { host, task, state, error } = happening;
        const what = error ? explainError(error) : state;
        const words = [`✖ ${host}`, this.#options.addressOf(host), ...(hasTasks ? [task] : []), what]
          .filter(isPresent)
          .join('  ');
        const hint = error && this.takeHint(error);
        return [
          ...this.#draw(toneOf(state), words, options),
          ...(hint ? this.#draw('quiet', `  ${hint}`, options) : []),
        ];
      }
      case 'retry': {
        const { host, task, error, delayMs } = happening;
        const words = [
          `↻ ${host}`,
          ...(hasTasks ? [task] : []),
          `again in ${formatDuration(delayMs)}`,
          explainError(error),
        ];
        return this.#draw('warning', words.join('  '), options);
      }
      case 'notice':
        return this.#draw('quiet', `• ${happening.host}  ${happening.message}`, options);
      case 'stopping':
        return this.#draw('warning', explainStop(happening.reason), options);
      default:
        return happening satisfies never;
    }
  }

  /** The hint of an error, the first time it is asked for. */
  takeHint(error: ErrorReport): string | null {
    const hint = error.hint ?? ERROR_CODES[error.code].hint;
    if (this.#toldHints.has(hint)) return null;
    this.#toldHints.add(hint);
    return hint;
  }

  #draw(tone: Tone, text: string, { columns }: { columns?: number }): string[] {
    const line = printableLine(text);
    const lines = columns === undefined ? [line] : wrapToWidth(line, columns, { indent: 4 });
    return lines.map((part) => this.#options.paint(tone, part));
  }
}

/** Code and message of an error, as in `auth: the device did not accept the credentials`. */
export function explainError({ code, message }: ErrorReport): string {
  return message.startsWith(`${code}: `) ? message : `${code}: ${message}`;
}

function explainStop(reason: StopReason): string {
  switch (reason) {
    case 'failure':
      return '■ stopping after a failure: no further host is begun';
    case 'batch':
      return '■ stopping: every host of the batch failed, and no further batch is begun';
    case 'interrupt':
      return '■ interrupted: what runs may finish; press Ctrl-C again to end at once';
    case 'timeout':
      return '■ stopping: the time limit of the run is reached';
    case 'journal':
      return '■ stopping: the journal cannot be written; what runs may finish';
    default:
      return reason satisfies never;
  }
}

function isPresent(text: string): boolean {
  return text !== '';
}
