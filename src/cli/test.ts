import { resolve } from 'node:path';
import { UsageError } from '../error/flow-error.js';
import { writeReport } from '../report/write-outputs.js';
import { countOf } from '../task/summarize-run.js';
import type { Call, Command } from './command.js';
import { EXIT } from './exit-code.js';
import { PLATFORMS_FLAG, VAR_FLAG } from './shared-flags.js';
import { findTests, foldersOf, type PlaybookTest, usualPaths } from './test/find-tests.js';
import { junitOf } from './test/junit.js';
import { type TrialOptions, tryPlaybook } from './test/try-playbook.js';
import type { Verdict } from './test/verdict.js';
import { runOnChanges } from './test/watch.js';

const MOST_SEED = 2_147_483_647;

/** `flow test`: playbooks against recordings or simulated devices, and their reports against golden ones. */
export const test: Command = {
  about:
    'Runs playbooks without a device and compares their reports with PLAYBOOK.golden.md beside each. The devices are those of\n' +
    'PLAYBOOK.recordings, of recordings, or simulated ones where the inventory is a lab; no other is ever connected to.\n' +
    'Exit status: 0 all are equal, 1 something differs, 2 something is invalid.',
  operands: [
    {
      form: '[path...]',
      text: 'playbooks, or folders with playbooks (the working folder, or its folder playbooks, unless given)',
    },
  ],
  flags: [
    {
      subject: 'How',
      flags: [
        { form: '--recordings <folder>', text: 'these recordings instead of those beside the playbooks' },
        { form: '--lab', text: 'simulated devices where there are no recordings' },
        {
          form: '--faults',
          text: 'once more with every fault: no result may be another than without, none may be missing',
        },
        { form: '--seed <number>', text: 'another choice of the hosts that have the fault (1 unless given)' },
        VAR_FLAG,
        PLATFORMS_FLAG,
      ],
    },
    {
      subject: 'What comes of it',
      flags: [
        { form: '--update', text: 'writes the golden reports instead; look at the difference before you commit it' },
        { form: '--junit <file>', text: 'writes the verdicts as a JUnit report as well' },
        { form: '--watch', text: 'tries again whenever a file beside the playbooks changes, until Ctrl-C' },
      ],
    },
  ],
  examples: [
    { line: 'flow test playbooks', text: 'every playbook of the folder: for continuous integration, without devices' },
    { line: 'flow test audit.yaml --update', text: 'keeps the report of a playbook as its golden one' },
  ],
  run: testPlaybooks,
};

async function testPlaybooks(call: Call): Promise<number> {
  const { operands, flags, terminal, interrupts } = call;
  if (flags.has('update') && flags.has('faults'))
    throw new UsageError('--faults compares, and --update does not: leave one of them out');
  if (flags.text('seed') !== undefined && !flags.has('faults'))
    throw new UsageError('--seed: chooses what faults leave to chance; say --faults as well');
  const paths = operands.length > 0 ? operands : usualPaths(terminal.folder);
  const options: TrialOptions = {
    isUpdate: flags.has('update'),
    withFaults: flags.has('faults'),
    seed: flags.wholeNumber('seed', 0, MOST_SEED) ?? 1,
  };
  const tests = findTests(paths, terminal.folder);
  interrupts.begin();
  try {
    let verdicts: Verdict[] = [];
    const tryAll = async () => {
      verdicts = await tryEach(findTests(paths, terminal.folder), call, options);
      const junit = flags.text('junit');
      if (junit !== undefined) writeReport(resolve(terminal.folder, junit), [junitOf(verdicts)], '--junit');
    };
    if (flags.has('watch')) {
      const runAndTell = async () => {
        await tryAll();
        terminal.err.write('waiting for changes; Ctrl-C ends\n');
      };
      await runOnChanges(foldersOf(tests, terminal.folder), runAndTell, interrupts.stop);
    } else {
      await tryAll();
      if (interrupts.stop.aborted) return EXIT.interrupted;
    }
    return exitCodeOf(verdicts);
  } finally {
    interrupts.finish();
  }
}

async function tryEach(tests: readonly PlaybookTest[], call: Call, options: TrialOptions): Promise<Verdict[]> {
  const { terminal, interrupts } = call;
  const verdicts: Verdict[] = [];
  for (const one of tests) {
    if (interrupts.stop.aborted) break;
    const verdict = await tryPlaybook(one, call, options);
    verdicts.push(verdict);
    const { state, details } = verdict;
    terminal.out.write(`${state.padEnd(7)}  ${one.playbook}\n${details}`);
  }
  terminal.out.write(`${summaryOf(verdicts)}\n`);
  return verdicts;
}

/** `3 playbooks: 2 equal, 1 differs`. */
function summaryOf(verdicts: readonly Verdict[]): string {
  const states = ['equal', 'written', 'differs', 'invalid'] as const;
  const counts = states.flatMap((state) => {
    const { length } = verdicts.filter((verdict) => verdict.state === state);
    return length > 0 ? [`${length} ${state}`] : [];
  });
  return `${countOf(verdicts.length, 'playbook')}: ${counts.join(', ')}`;
}

function exitCodeOf(verdicts: readonly Verdict[]): number {
  if (verdicts.some(({ state }) => state === 'invalid')) return EXIT.refused;
  return verdicts.some(({ state }) => state === 'differs') ? EXIT.raised : EXIT.ok;
}
