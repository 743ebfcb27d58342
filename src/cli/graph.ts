import { compilePlaybook } from '../playbook/compile.js';
import { drawGraph } from '../task/draw-graph.js';
import { readFleet } from '../workflow/fleet.js';
import { fleetChoiceFrom } from './choose-fleet.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { readPlaybookOf } from './read-plan.js';
import { HOST_FLAGS, overridesFrom, PLATFORMS_FLAG } from './shared-flags.js';

const FORMATS = ['text', 'mermaid', 'dot', 'json'] as const;

/** `flow graph`: draws which future waits for which. */
export const graph: Command = {
  about: 'A login is all that is done on a host without waiting for another one.',
  operands: [{ form: '<playbook>', text: 'a YAML file' }],
  flags: [
    { subject: HOST_FLAGS.subject, flags: HOST_FLAGS.flags.filter((flag) => flag.form !== '--lab') },
    {
      subject: 'How',
      flags: [
        { form: '--format <format>', text: 'text (the default), or for another program', choices: FORMATS },
        PLATFORMS_FLAG,
      ],
    },
  ],
  examples: [
    { line: 'flow graph playbooks/audit.yaml', text: 'a tree, login by login' },
    { line: 'flow graph audit.yaml --format mermaid', text: 'for Markdown; `--format dot | dot -Tsvg` for a picture' },
  ],
  async run(call) {
    const { flags, operands, terminal } = call;
    const { format: _format, ...overrides } = overridesFrom(call);
    const playbook = readPlaybookOf(operands[0] ?? '', call, overrides);
    const compiled = compilePlaybook(playbook, readFleet(playbook, fleetChoiceFrom(call)));
    const format = FORMATS.find((known) => known === flags.text('format')) ?? 'text';
    terminal.out.write(drawGraph(compiled, format));
    return EXIT.ok;
  },
};
