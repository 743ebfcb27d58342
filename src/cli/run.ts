import { EXECUTORS } from '../playbook/playbook.js';
import { carryOut } from './carry-out.js';
import { VIEW_FLAGS } from './choose-view.js';
import type { Call, Command } from './command.js';
import { EVENTS_FLAG } from './events-flag.js';
import { FAULT_FLAGS } from './fault-flags.js';
import { prepareRun } from './prepare-run.js';
import { HOST_KEYS_FLAG } from './reach-flags.js';
import { RECORD_FLAGS, REPLAY_FLAG } from './recording-flags.js';
import { AS_FLAG, NO_JOURNAL_FLAG, WAIT_FLAG } from './run-flags.js';
import { DETERMINISTIC_FLAG, HOST_FLAGS, OUTPUT_FLAGS, PLATFORMS_FLAG, VAR_FLAG, YES_FLAG } from './shared-flags.js';
import { TRACE_FLAG } from './trace-printer.js';

/** `flow run`: the main path of flow, from a playbook to its report. */
export const run: Command = {
  about:
    'The report goes to standard output, everything else to standard error.\n' +
    'Exit status: 0 all finished, 1 something was raised, 2 nothing was sent, 3 stopped by on_failure, 130 interrupted.',
  operands: [{ form: '<playbook>', text: 'a YAML file' }],
  flags: [
    { ...HOST_FLAGS, flags: [...HOST_FLAGS.flags, REPLAY_FLAG, ...FAULT_FLAGS] },
    {
      subject: 'How',
      flags: [
        VAR_FLAG,
        { form: '-c, --concurrency <hosts>', text: 'hosts in flight at the same time' },
        {
          form: '--executor <kind>',
          text: 'auto (the default), inline, threads, processes or queue',
          choices: EXECUTORS,
        },
        { form: '--order <order>', text: 'order of the results', choices: ['inventory', 'completed'] },
        HOST_KEYS_FLAG,
        PLATFORMS_FLAG,
      ],
    },
    {
      subject: 'Before anything is sent',
      flags: [
        { form: '-n, --dry-run', text: 'shows what would be sent where, as `flow plan` does' },
        YES_FLAG,
        WAIT_FLAG,
      ],
    },
    { subject: 'What comes of it', flags: [...OUTPUT_FLAGS, DETERMINISTIC_FLAG, ...VIEW_FLAGS, TRACE_FLAG] },
    { subject: 'What is kept', flags: [AS_FLAG, EVENTS_FLAG, NO_JOURNAL_FLAG, ...RECORD_FLAGS] },
  ],
  examples: [
    {
      line: 'flow run playbooks/clock.yaml --verbose',
      text: 'three simulated routers; every future from pending to finished',
    },
    {
      line: 'flow run clock.yaml -i devices.yaml --limit @core > clock.md',
      text: 'the group core of your own inventory, the report in a file',
    },
  ],
  run: runPlaybook,
};

async function runPlaybook(call: Call): Promise<number> {
  if (call.flags.has('dry-run')) return (await import('./plan.js')).plan.run(call);
  return carryOut(await prepareRun(call.operands[0] ?? '', call), call);
}
