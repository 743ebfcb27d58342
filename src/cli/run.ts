import { randomBytes } from 'node:crypto';
import { makeExecutor } from '../executors/make-executor.js';
import { EXECUTORS, type Playbook } from '../playbook/playbook.js';
import { writeOutputs } from '../report/write-outputs.js';
import { OutputStore } from '../run/output-store.js';
import { runGraph } from '../run/runner.js';
import { chooseView, VIEW_FLAGS } from './choose-view.js';
import type { Call, Command } from './command.js';
import { confirmChanges } from './confirm.js';
import { EachPrinter } from './each-printer.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import { explainDiagnostics } from './explain-error.js';
import { HOST_KEYS_FLAG, type ReachedFleet, reachFleet, warnOfSecrets } from './reach-fleet.js';
import { readPlaybookOf, readRun } from './read-run.js';
import { HOST_FLAGS, OUTPUT_FLAGS, PLATFORMS_FLAG, VAR_FLAG } from './shared-flags.js';
import { TRACE_FLAG, TracePrinter } from './trace-printer.js';

/** `flow run`: the main path of flow, from a playbook to its report. */
export const run: Command = {
  about:
    'The report goes to standard output, everything else to standard error.\n' +
    'Exit status: 0 all finished, 1 something was raised, 2 nothing was sent, 3 stopped by on_failure, 130 interrupted.',
  operands: [{ form: '<playbook>', text: 'a YAML file' }],
  flags: [
    HOST_FLAGS,
    {
      subject: 'How',
      flags: [
        VAR_FLAG,
        { form: '-c, --concurrency <hosts>', text: 'hosts in flight at the same time' },
        {
          form: '--executor <kind>',
          text: 'auto (the default), inline, threads or processes',
          choices: EXECUTORS,
          later: ['queue'],
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
        { form: '-y, --yes', text: 'does not ask before a playbook with `mode: change`' },
      ],
    },
    { subject: 'What comes of it', flags: [...OUTPUT_FLAGS, ...VIEW_FLAGS, TRACE_FLAG] },
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
  const { flags, terminal, interrupts } = call;
  if (flags.has('dry-run')) return (await import('./plan.js')).plan.run(call);

  const ready = await makeReady(call);
  if (!ready) {
    terminal.err.write('nothing was sent\n');
    return EXIT.refused;
  }
  const { playbook, graph, platformDirs, runId, outputs, reached } = ready;
  const bugs: unknown[] = [];
  const executor = makeExecutor(playbook.executor, {
    onBug: (error) => bugs.push(error),
    hosts: reached.hosts.size,
    env: terminal.env,
  });
  const view = chooseView(call, reached.hosts);
  const each = new EachPrinter(outputs, { playbook, runId, view, terminal });
  const trace = flags.has('trace') ? new TracePrinter(view, terminal) : undefined;
  interrupts.begin();
  const store = new OutputStore();
  try {
    const record = await runGraph({
      graph,
      playbook,
      hosts: reached.hosts,
      jumps: reached.jumps,
      executor,
      platformDirs,
      hostKeys: reached.hostKeys,
      view,
      emit: (event) => {
        each.hear(event);
        trace?.hear(event);
      },
      trace: trace !== undefined,
      stop: interrupts.stop,
      abort: interrupts.abort,
      now: Date.now,
      random: Math.random,
      runId,
      mask: terminal.mask,
      outputs: store,
    });
    const print = (text: string) => terminal.out.write(text, { isMasked: true });
    const written = writeOutputs(outputs, record, { print, before: each.kept });
    const errors = [...each.errors, ...written.errors];
    for (const { diagnostic } of errors) terminal.err.write(explainDiagnostics([diagnostic]));
    if (bugs.length > 0) throw bugs[0];
    return exitCodeOf(record.run.status) || (errors.length > 0 ? EXIT.raised : EXIT.ok);
  } finally {
    interrupts.finish();
    store.close();
    await Promise.all([executor.close(), reached.close()]);
  }
}

/** What a run is made of. */
interface ReadyRun extends Pick<ReturnType<typeof readRun>, 'graph' | 'platformDirs' | 'outputs'> {
  playbook: Playbook;
  runId: string;
  reached: ReachedFleet;
}

/**
 * All that comes before the first host is spoken to. What only this needs, the inventory as it was written first of all, is not
 * in memory during the run.
 *
 * @returns undefined when the user said no
 */
async function makeReady(call: Call): Promise<ReadyRun | undefined> {
  const { flags, terminal } = call;
  const startedAt = new Date();
  const runId = makeRunId(startedAt);
  const playbook = readPlaybookOf(call.operands[0] ?? '', call);
  const read = readRun(playbook, call, { run: { id: runId, started: startedAt.toISOString() }, willWrite: true });
  const { fleet, graph, outputs, platformDirs, warnings } = read;
  if (!flags.has('quiet')) terminal.err.write(explainDiagnostics([...warnings, ...(await warnOfSecrets(fleet, call))]));
  if (playbook.mode === 'change' && !flags.has('yes') && !(await confirmChanges(graph, terminal))) return undefined;
  return {
    playbook,
    graph,
    outputs,
    platformDirs,
    runId,
    reached: await reachFleet(fleet, { call, folder: playbook.folder }),
  };
}

/** `20260102T150405-3f9c1a`: sorts by time, and two runs of one second differ. */
function makeRunId(at: Date): string {
  const time = at.toISOString().replace(/[-:]|\.\d+Z$/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
