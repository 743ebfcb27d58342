import { maskVariables } from '../error/mask.js';
import { makeDeterministic } from '../report/deterministic-record.js';
import type { PlannedOutput } from '../report/plan-outputs.js';
import { writeOutputs } from '../report/write-outputs.js';
import type { RunView } from '../run/view.js';
import type { RunEvent } from '../task/event.js';
import type { TaskGraph } from '../task/graph.js';
import type { RunRecord } from '../task/result.js';
import { annotateFailures } from './annotate.js';
import type { Call } from './command.js';
import { EachPrinter } from './each-printer.js';
import { takesStandardOutput } from './events-flag.js';
import { writeDiagnostics } from './explain-error.js';
import { appendJobSummary } from './job-summary.js';
import type { PreparedRun } from './prepare-run.js';
import type { Terminal } from './terminal.js';

/** Prints the reports of a run and writes those that go to files: `each` as futures complete, the rest when it is over. */
export class Reporter {
  readonly #terminal: Terminal;
  readonly #outputs: PlannedOutput[];
  readonly #specs: Parameters<typeof appendJobSummary>[2];
  readonly #tasks: TaskGraph['tasks'];
  readonly #each: EachPrinter;
  readonly #isDeterministic: boolean;
  /** Standard output is not taken by the events. */
  readonly #isPrinted: boolean;

  constructor({ plan, runId, outputs }: Omit<PreparedRun, 'home'>, call: Call, view: RunView) {
    const { terminal } = call;
    const { name, description, file, vars, deterministic, outputs: specs } = plan.playbook;
    this.#terminal = terminal;
    this.#outputs = outputs;
    this.#specs = specs;
    this.#tasks = plan.graph.tasks;
    this.#isDeterministic = deterministic;
    this.#isPrinted = !takesStandardOutput(call);
    const names = {
      run: { id: deterministic ? '' : runId },
      playbook: { name, ...(description !== undefined && { description }), file },
      vars: maskVariables(vars, terminal.mask),
    };
    const print = (text: string) => {
      const write = () => terminal.out.write(text, { isMasked: true });
      // Two streams on one screen: the view says when there is room.
      if (terminal.out.isTerminal && view.printBeside) view.printBeside(write);
      else write();
    };
    this.#each = new EachPrinter(this.#isPrinted ? outputs : outputs.filter(({ path }) => path !== null), {
      names,
      print,
    });
  }

  /** Listens to the run. Where the order in which futures complete must not show, they are told when it is over. */
  hear(event: RunEvent): void {
    if (!this.#isDeterministic) this.#each.hear(event);
  }

  /** Reports what came of the run. @returns whether every report was made */
  report(record: RunRecord): boolean {
    const terminal = this.#terminal;
    const each = this.#each;
    const told = this.#isDeterministic ? makeDeterministic(record) : record;
    if (this.#isDeterministic) for (const result of told.results) each.tell(result);
    const print = (text: string) => {
      if (this.#isPrinted) terminal.out.write(text, { isMasked: true });
    };
    const written = writeOutputs(this.#outputs, told, { print, before: each.kept });
    const errors = [...each.errors, ...written.errors];
    for (const { diagnostic } of errors) writeDiagnostics(terminal.err, [diagnostic]);
    annotateFailures(terminal, told, this.#tasks);
    appendJobSummary(terminal, told, this.#specs);
    return errors.length === 0;
  }
}
