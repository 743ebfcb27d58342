import { maskVariables } from '../error/mask.js';
import type { Playbook } from '../playbook/playbook.js';
import type { PlannedOutput } from '../report/plan-outputs.js';
import { renderEach } from '../report/render.js';
import { ReportError } from '../report/report-error.js';
import type { RunView } from '../run/view.js';
import type { RunEvent } from '../task/event.js';
import type { Result } from '../task/result.js';
import type { Terminal } from './terminal.js';

/** What printing needs to know of the run. */
interface EachContext {
  playbook: Playbook;
  runId: string;
  view: RunView;
  terminal: Terminal;
}

/**
 * Renders `output.each` as the futures complete: prints it, or keeps it for the file of its output. A template that fails is told
 * once, after the run, and then left alone.
 */
export class EachPrinter {
  readonly errors: ReportError[] = [];
  /** What goes to the file of an output before its report. */
  readonly kept = new Map<PlannedOutput, string[]>();
  readonly #outputs: readonly PlannedOutput[];
  readonly #context: EachContext;

  constructor(outputs: readonly PlannedOutput[], context: EachContext) {
    this.#outputs = outputs.filter(({ spec }) => spec.each);
    for (const output of this.#outputs) if (output.path !== null) this.kept.set(output, []);
    this.#context = context;
  }

  /** Listens to the run; where the order in which futures complete must not show, {@link tell} is for when it is over. */
  hear(event: RunEvent): void {
    if (event.type === 'settled' && !this.#context.playbook.deterministic) this.tell(event.result);
  }

  /** Renders one result. */
  tell(result: Result): void {
    if (this.#outputs.length === 0 || this.errors.length > 0) return;
    const { playbook, runId, view, terminal } = this.#context;
    try {
      const names = {
        run: { id: playbook.deterministic ? '' : runId },
        playbook,
        vars: maskVariables(playbook.vars, terminal.mask),
      };
      let text = '';
      for (const output of this.#outputs) {
        if (!output.spec.each) continue;
        const rendered = renderEach(result, output.spec.each, names);
        if (output.path === null) text += rendered;
        else this.kept.get(output)?.push(rendered);
      }
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
