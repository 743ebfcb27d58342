import { resolve } from 'node:path';
import { jsonText } from '../error/json-text.js';
import { compareRuns } from '../journal/compare-runs.js';
import { findRun } from '../journal/find-run.js';
import { readJournal } from '../journal/recorded-run.js';
import { renderChanges } from '../report/changes-report.js';
import { writeReport } from '../report/write-outputs.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { journalHome } from './project-folder.js';
import { PLATFORMS_FLAG, platformDirsFrom } from './shared-flags.js';

/** `flow diff`: what differs between two runs, such as before and after a maintenance window. */
export const diff: Command = {
  about:
    'By task and host: what came of it, and its output without what changes by itself on its platform.\n' +
    'Exit status: 0 nothing differs, 1 something does.',
  operands: [
    { form: '<before>', text: 'a run: an id, the beginning of one, last, last~1, or a name' },
    { form: '<after>', text: 'a later one' },
  ],
  flags: [
    {
      subject: 'How',
      flags: [
        { form: '--format <format>', text: 'md (the default) or json', choices: ['md', 'json'] },
        { form: '-o, --output <file>', text: 'writes it there' },
        PLATFORMS_FLAG,
      ],
    },
  ],
  examples: [
    {
      line: 'flow diff before after > changes.md',
      text: 'two runs of the same playbook, with --as before and --as after',
    },
    { line: 'flow diff last~1 last', text: 'the newest run and the one before' },
  ],
  async run(call) {
    const { flags, operands, terminal } = call;
    const home = journalHome(terminal.folder, terminal.env);
    const [before, after] = operands.map((name) => readJournal(findRun(home, name)));
    if (!before || !after) throw new Error('the parser has let a call pass that lacks a run');
    const comparison = compareRuns(before, after, [...platformDirsFrom(call), ...(after.frozen.platformDirs ?? [])]);
    const text = flags.text('format') === 'json' ? `${jsonText(comparison, 2)}\n` : renderChanges(comparison);
    const output = flags.text('output');
    if (output === undefined) terminal.out.write(text, { isMasked: true });
    else writeReport(resolve(terminal.folder, output), text, '--output');
    return comparison.differing === 0 ? EXIT.ok : EXIT.raised;
  },
};
