import type { PlannedOutput } from '../report/plan-outputs.js';
import { type EachContext, renderEach } from '../report/render.js';
import { ReportError } from '../report/report-error.js';
import type { RunEvent } from '../task/event.js';
import type { Result } from '../task/result.js';

/** What rendering each result needs. */
interface EachOptions {
  /** What templates see beside the result. */
  names: EachContext;
  /** Takes what is to be printed. */
  print: (text: string) => void;
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
  readonly #options: EachOptions;

  constructor(outputs: readonly PlannedOutput[], options: EachOptions) {
    this.#outputs = outputs.filter(({ spec }) => spec.each);
    for (const output of this.#outputs) {
      if (output.path !== null || output.spec.file) this.kept.set(output, []);
    }
    this.#options = options;
  }

  /** Listens to the run; what an earlier run has left is told as well, since the file it stood in is replaced. */
  hear(event: RunEvent): void {
    if (event.type === 'settled' || event.type === 'carried') this.tell(event.result);
  }

  /** Renders one result. */
  tell(result: Result): void {
    if (this.#outputs.length === 0 || this.errors.length > 0) return;
    const { names, print } = this.#options;
    try {
      let text = '';
      for (const output of this.#outputs) {
        if (!output.spec.each) continue;
        const rendered = renderEach(result, output.spec.each, { ...names, format: output.spec.format });
        const kept = this.kept.get(output);
        if (kept) kept.push(rendered);
        else text += rendered;
      }
      if (text !== '') print(text);
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      this.errors.push(error);
    }
  }
}
