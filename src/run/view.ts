import type { RunEvent } from '../task/event.js';

/**
 * Shows a run to a person while it goes on. The runner makes a listr2 renderer of it, so that listr2 says when to
 * begin and when to end; what is shown comes from the events alone.
 */
export interface RunView {
  /** Whether it shows the steps of a login; it is not told them unless true. */
  readonly showsSteps?: boolean;
  /** Called once, before the first event. */
  start(): void;
  /** Told each event, in order. */
  onEvent(event: RunEvent): void;
  /**
   * Prints something else to the same screen, when it does not disturb what is drawn: at the next frame, or at once where
   * nothing is drawn. What is printed ends with a line end. Absent: print at any time.
   */
  printBeside?(print: () => void): void;
  /** Takes away what is drawn for the moment (a progress bar) and writes what is to stay. */
  end(): void;
}
