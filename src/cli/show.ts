import { NORMALISATIONS, type Normalisation, readNormalisations } from '../compare/normalise.js';
import { UsageError } from '../error/flow-error.js';
import { formatCount } from '../error/format-count.js';
import { formatDuration } from '../error/format-duration.js';
import { proposeName } from '../error/nearest.js';
import { printable, printableLine } from '../error/printable.js';
import { findRun } from '../journal/find-run.js';
import { type HistoryEntry, readEntry } from '../journal/history.js';
import { type FutureReading, lostResult, readingsOf, stateOf } from '../journal/record-of.js';
import { type RecordedRun, readJournal, withResults } from '../journal/recorded-run.js';
import type { Result } from '../task/result.js';
import { summarizeRun } from '../task/summarize-run.js';
import type { Command } from './command.js';
import { drawGroups } from './draw-groups.js';
import { EXIT } from './exit-code.js';
import { journalHome } from './project-folder.js';
import { drawTable } from './table.js';

const HEADINGS = ['HOST', 'TASK', 'STATE', 'TOOK', 'ERROR'];

/** `flow show`: what came of each future of a run, and everything of one host. */
export const show: Command = {
  about: 'With a host: its outputs, differences and errors as well. Nothing is sent.',
  operands: [
    { form: '<run>', text: 'an id, the beginning of one, last, last~1, or a name' },
    { form: '[host]', text: 'one host of it' },
  ],
  flags: [
    {
      subject: 'All hosts side by side',
      flags: [
        { form: '--group', text: 'each output once with its hosts; another one as a difference from the most common' },
        {
          form: '--normalise <kinds>',
          text: `what does not count as a difference there: ${NORMALISATIONS.join(', ')}`,
        },
      ],
    },
  ],
  examples: [
    { line: 'flow show last R1', text: 'what R1 answered in the newest run' },
    { line: 'flow show last --group --normalise hosts,times', text: 'who answered what the others did not' },
  ],
  async run({ operands, flags, terminal }) {
    const folder = findRun(journalHome(terminal.folder, terminal.env), operands[0] ?? '');
    const entry = readEntry(folder); // first: what it counts is in the journal by then
    const run = readJournal(folder);
    const host = operands[1];
    const normalise = flags.text('normalise');
    if (flags.has('group') || normalise !== undefined) {
      if (host !== undefined) throw new UsageError(`--group is for all hosts of a run, not for "${host}" alone`);
      terminal.out.write(drawGroups(run, kindsFrom(normalise)));
      return EXIT.ok;
    }
    terminal.out.write(host === undefined ? drawRun(run, entry) : drawHost(run, entry, host));
    return EXIT.ok;
  },
};

function kindsFrom(text = ''): Normalisation[] {
  try {
    return readNormalisations(text, '--normalise: ');
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** What a run that goes on has not come to yet. */
const OPEN = { state: 'open', code: null };

function isOpen({ entry }: FutureReading, { state }: HistoryEntry): boolean {
  return !entry && state === 'running';
}

function drawRun(run: RecordedRun, entry: HistoryEntry): string {
  const { id, as, started, state, counts, open, duration_ms, playbook, continues } = entry;
  const rows = readingsOf(run, run.frozen.playbook.order).map((reading) => {
    const future = isOpen(reading, entry) ? OPEN : stateOf(reading);
    return [
      reading.host,
      reading.task,
      future.state,
      formatDuration(reading.entry?.durationMs ?? 0),
      future.code ?? '',
    ];
  });
  const lines = [
    `${id}${as === null ? '' : ` (${as})`}: ${printableLine(playbook.name)}, ${printableLine(playbook.file)}`,
    `started ${started}, ${state}; ${summarizeRun(counts, duration_ms ?? run.lastAt - run.startedAt)}${open > 0 ? `, ${formatCount(open)} open` : ''}`,
    ...(continues ? [`${continues.how} of ${continues.run}`] : []),
  ];
  return `${lines.join('\n')}\n\n${drawTable(HEADINGS, rows)}`;
}

function drawHost(run: RecordedRun, entry: HistoryEntry, host: string): string {
  if (!run.hosts.includes(host)) {
    const proposal = proposeName(host, run.hosts) ?? `\`flow show ${run.frozen.id}\` lists its hosts`;
    throw new UsageError(`the run ${run.frozen.id} has no host "${host}"\n  ${proposal}`);
  }
  return withResults(run, (results) =>
    readingsOf(run)
      .filter((reading) => reading.host === host)
      .map((reading: FutureReading) => {
        if (isOpen(reading, entry)) return `${printableLine(`${host} ${reading.task}: ${OPEN.state}`)}\n`;
        return drawResult(reading.entry ? results.read(reading.entry) : lostResult(reading, undefined));
      })
      .join('\n'),
  );
}

function drawResult({ host, task, state, command, duration_ms, error, output, diff }: Result): string {
  const failure = error && `${error.code}: ${error.message}${error.hint ? `\n  ${error.hint}` : ''}`;
  const parts = [
    printableLine(`${host.name} ${task}: ${state} in ${formatDuration(duration_ms)}`),
    ...(command === null ? [] : [`> ${printable(command).replaceAll('\n', '\n> ')}`]),
    ...(failure ? [printable(failure)] : []),
    ...(output ? [printable(output).trimEnd()] : []),
    ...(diff ? [printable(diff).trimEnd()] : []),
  ];
  return `${parts.join('\n')}\n`;
}
