import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError, UsageError } from '../error/flow-error.js';
import { countOf } from '../task/summarize-run.js';
import { planReports, SOME_RUN } from '../workflow/plan-reports.js';
import type { Call, Command } from './command.js';
import { EXIT } from './exit-code.js';
import { writeDiagnostics } from './explain-error.js';
import { FLAG_WORDS } from './flag-words.js';
import { knownHosts, planOf, readPlaybookOf } from './read-plan.js';
import { HOST_FLAGS, PLATFORMS_FLAG, VAR_FLAG } from './shared-flags.js';

/** `flow validate`: every mistake in playbooks and in the inventories they name; nothing connects, no secret is looked up. */
export const validate: Command = {
  about: 'Every mistake is told at once, with its line. The inventory that a playbook names is checked as well.',
  operands: [{ form: '<playbook...>', text: 'YAML files' }],
  flags: [
    { subject: HOST_FLAGS.subject, flags: HOST_FLAGS.flags.filter((flag) => flag.form !== '--lab') },
    { subject: 'How', flags: [VAR_FLAG, PLATFORMS_FLAG] },
  ],
  examples: [
    { line: 'flow validate playbooks/*.yaml', text: 'for a commit hook: exit status 2 when anything is wrong' },
    { line: 'flow validate clock.yaml -i devices.yaml', text: 'a playbook with the inventory it will be run on' },
  ],
  async run(call) {
    const mistakes: Diagnostic[] = [];
    for (const file of call.operands) {
      try {
        call.terminal.out.write(validatePlaybook(file, call));
      } catch (error) {
        for (const mistake of mistakesIn(error, file)) mistakes.push(mistake);
      }
    }
    writeDiagnostics(call.terminal.err, mistakes);
    return mistakes.length > 0 ? EXIT.refused : EXIT.ok;
  },
};

/** What is wrong with one file keeps nobody from the mistakes in the others. */
function mistakesIn(error: unknown, file: string): readonly Diagnostic[] {
  if (error instanceof DocumentError) return error.diagnostics;
  if (error instanceof UsageError) return [{ file, message: error.messageIn(FLAG_WORDS), severity: 'error' }];
  throw error;
}

/** @returns `playbooks/clock.yaml: valid (3 hosts, 1 task)` as a line. @throws {DocumentError} */
function validatePlaybook(file: string, call: Call): string {
  const playbook = readPlaybookOf(file, call);
  if (!playbook.inventory) {
    planReports(playbook, SOME_RUN, { reserved: [knownHosts(playbook)] });
    writeDiagnostics(call.terminal.err, playbook.warnings);
    return `${file}: valid (no inventory, ${countOf(playbook.tasks.length, 'task')})\n`;
  }
  const { hosts, graph, warnings } = planOf(playbook, call, { willWrite: false });
  writeDiagnostics(call.terminal.err, warnings);
  return `${file}: valid (${countOf(hosts.length, 'host')}, ${countOf(graph.tasks.length, 'task')})\n`;
}
