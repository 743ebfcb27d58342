import { maskVariables } from '../error/mask.js';
import type { Playbook } from '../playbook/playbook.js';
import type { PlannedOutput } from '../report/plan-outputs.js';
import { renderEach } from '../report/render.js';
import { ReportError } from '../report/report-error.js';
import type { RunView } from '../run/view.js';
import type { RunEvent } from '../task/event.js';
import type { Terminal } from './terminal.js';

/** What printing needs to know of the run. */
interface EachContext {
  playbook: Playbook;
  runId: string;
  view: RunView;
  terminal: Terminal;
}

/** Prints `output.each` as the futures complete. A template that fails is told once, after the run, and then left alone. */
export class EachPrinter {
  readonly errors: ReportError[] = [];
  readonly #templates: NonNullable<PlannedOutput['spec']['each']>[];
  readonly #context: EachContext;

  constructor(outputs: readonly PlannedOutput[], context: EachContext) {
    this.#templates = outputs.flatMap(({ spec }) => (spec.each ? [spec.each] : []));
    this.#context = context;
  }

  /** Listens to the run. */
  hear(event: RunEvent): void {
    if (this.#templates.length === 0 || event.type !== 'settled' || this.errors.length > 0) return;
    const { playbook, runId, view, terminal } = this.#context;
    try {
      const names = { run: { id: runId }, playbook, vars: maskVariables(playbook.vars, terminal.mask) };
      const text = this.#templates.map((template) => renderEach(event.result, template, names)).join('');
      if (text === '') return;
      const print = () => terminal.out.write(text, { isMasked: true });
      // Two streams on one screen: the view says when there is room.
      if (terminal.out.isTerminal && view.printBeside) view.printBeside(print);
      else print();
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      this.errors.push(error);
    }
  }
}
