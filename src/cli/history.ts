import { UsageError } from '../error/flow-error.js';
import { formatCount } from '../error/format-count.js';
import { formatDuration } from '../error/format-duration.js';
import { jsonText } from '../error/json-text.js';
import { matchesGlob } from '../inventory/glob.js';
import { type HistoryEntry, readHistory } from '../journal/history.js';
import { choosePruned, removeRuns } from '../journal/prune.js';
import { removeUnbegunRuns } from '../journal/unbegun-run.js';
import { countOf, STATE_ORDER } from '../task/summarize-run.js';
import type { Call, Command } from './command.js';
import { EXIT } from './exit-code.js';
import { explainError } from './explain-error.js';
import { journalHome } from './project-folder.js';
import { drawTable } from './table.js';

const STATES = ['finished', 'failed', 'stopped', 'interrupted', 'running', 'killed'] as const;
const HEADINGS = ['RUN', 'STARTED', 'TOOK', 'STATE', 'HOSTS', 'FUTURES', 'PLAYBOOK'];
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `flow history`: which runs were kept, and removing old ones. */
export const history: Command = {
  about:
    'The oldest first. A run is called by its id, the beginning of it, last, last~1 (the one before), or its name (--as).\n' +
    '`flow history prune` removes runs that are neither among the newest --keep nor younger than --older,\n' +
    'and what is left of runs that were killed before they sent anything.',
  operands: [{ form: '[action]', text: 'nothing for the list, or prune', choices: ['prune'] }],
  flags: [
    {
      subject: 'Which runs',
      flags: [
        { form: '--state <state>', text: 'only those that came to this', choices: STATES },
        { form: '--playbook <pattern>', text: 'only those of this playbook: its name, as *clock*' },
      ],
    },
    {
      subject: 'With prune',
      flags: [
        { form: '--keep <runs>', text: 'so many of the newest stay' },
        { form: '--older <time>', text: 'only those older than this: 12h, 30d, 8w' },
      ],
    },
    {
      subject: 'How',
      flags: [{ form: '--format <format>', text: 'text (the default) or json', choices: ['text', 'json'] }],
    },
  ],
  examples: [
    { line: 'flow history --state failed', text: 'the runs in which something was raised' },
    { line: 'flow history prune --keep 20 --older 30d', text: 'the last 20 stay, and all of the last 30 days' },
  ],
  async run(call) {
    const { flags, operands, terminal } = call;
    const [action] = operands;
    if (action !== undefined && action !== 'prune')
      throw new UsageError(`flow history: expected prune, got "${action}"`);
    const home = journalHome(terminal.folder, terminal.env);
    const found = readHistory(home);
    for (const error of found.unreadable) terminal.err.write(explainError(error, { withStack: false }).text);
    const entries = chooseEntries(found.entries, call);
    if (action === 'prune') return prune(entries, call);
    if (flags.text('keep') !== undefined || flags.text('older') !== undefined) {
      throw new UsageError('--keep and --older belong to `flow history prune`');
    }
    if (flags.text('format') === 'json') {
      const published = entries.map(({ folder: _folder, ...entry }) => entry);
      terminal.out.write(`${jsonText(published, 2)}\n`);
    } else if (entries.length === 0 && found.unreadable.length === 0) {
      terminal.err.write(`no runs in ${home}\n  runs are kept in the project of their playbook\n`);
    } else {
      terminal.out.write(drawTable(HEADINGS, entries.map(rowOf)));
    }
    return EXIT.ok;
  },
};

function chooseEntries(entries: readonly HistoryEntry[], { flags }: Call): HistoryEntry[] {
  const state = flags.text('state');
  const pattern = flags.text('playbook');
  return entries.filter(
    (entry) =>
      (state === undefined || entry.state === state) &&
      (pattern === undefined || matchesGlob(entry.playbook.name, pattern)),
  );
}

function rowOf(entry: HistoryEntry): string[] {
  const { id, as, started, duration_ms, state, counts, open, playbook, continues } = entry;
  const futures = STATE_ORDER.filter((name) => counts[name]).map((name) => `${formatCount(counts[name] ?? 0)} ${name}`);
  const how = continues ? ` (${continues.how} of ${continues.run})` : '';
  return [
    as === null ? id : `${id} ${as}`,
    started.replace('T', ' ').replace(/\.\d+Z$/, 'Z'),
    duration_ms === null ? '-' : formatDuration(duration_ms),
    state,
    formatCount(counts.hosts),
    [...futures, ...(open > 0 ? [`${formatCount(open)} open`] : [])].join(', '),
    `${playbook.name}${how}`,
  ];
}

function prune(entries: readonly HistoryEntry[], { flags, terminal }: Call): number {
  const newest = flags.wholeNumber('keep', 0, 1_000_000);
  const older = flags.text('older');
  if (newest === undefined && older === undefined) {
    throw new UsageError('flow history prune: say --keep 20, --older 30d, or both');
  }
  const chosen = choosePruned(entries, {
    ...(newest !== undefined && { newest }),
    ...(older !== undefined && { before: Date.now() - readAge(older) }),
  });
  removeRuns(chosen);
  const unbegun = removeUnbegunRuns(journalHome(terminal.folder, terminal.env));
  const rest = unbegun > 0 ? `; ${countOf(unbegun, 'run')} that never began removed as well` : '';
  const kept = formatCount(entries.length - chosen.length);
  terminal.err.write(`${countOf(chosen.length, 'run')} removed, ${kept} kept${rest}\n`);
  return EXIT.ok;
}

/** `30d` in milliseconds. @throws {UsageError} */
function readAge(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * (UNIT_MS[unit] ?? 0);
  throw new UsageError(`--older: expected a time such as 12h, 30d or 8w, got "${text}"`);
}
