import { NORMALISATIONS } from '../../compare/normalise.js';
import { listPlatforms } from '../../device/load-platform.js';
import { NAMED_FAULTS } from '../../lab/named-faults.js';
import { journalHome } from '../project-folder.js';
import { suggestFiles } from './suggest-files.js';
import { suggestHosts } from './suggest-hosts.js';
import { suggestHostsOfRun, suggestRuns } from './suggest-runs.js';
import { plainWords, type Suggestion } from './suggestion.js';

/** What a value may be made of: the words typed so far, and where. */
export interface ValueContext {
  /** The value as far as it is typed. */
  typed: string;
  /** Kind of value (`playbook`, `run`) → the first operand of that kind that was typed. */
  operands: ReadonlyMap<string, string>;
  /** Values typed for `--inventory`, and for `--platforms`. */
  inventories: string[];
  platformDirs: string[];
  /** The working folder, absolute. */
  folder: string;
  env: Readonly<Record<string, string | undefined>>;
}

type Suggest = (context: ValueContext) => Suggestion[];

const files: Suggest = ({ typed, folder }) => suggestFiles(typed, 'any', folder);
const runs: Suggest = ({ folder, env }) => suggestRuns(journalHome(folder, env));

/**
 * What is proposed by the word in the brackets of a flag or an operand: `--limit <hosts>` takes hosts. Of other kinds only the user knows
 * what they may be.
 */
export const VALUE_KINDS: Readonly<Record<string, Suggest>> = {
  playbook: ({ typed, folder }) => suggestFiles(typed, 'yaml', folder),
  path: files,
  file: files,
  folder: ({ typed, folder }) => suggestFiles(typed, 'none', folder),
  hosts: hostsOf,
  host: hostsOf,
  run: runs,
  before: runs,
  after: runs,
  platform: (context) => platformsOf(context),
  fault: () => Object.entries(NAMED_FAULTS).map(([word, { about }]) => ({ word, text: about })),
  kinds: ({ typed }) => plainWords(NORMALISATIONS.map((kind) => typed.replace(/[^,]*$/, kind))),
  devices: (context) => platformsOf(context, '='),
};

/**
 * Proposes values for a flag or an operand.
 *
 * @param form  as the help shows it: `-l, --limit <hosts>`, `[file...]`
 * @param choices  the only values, where there are some
 */
export function suggestValues(
  { form, choices }: { form: string; choices?: readonly string[] },
  context: ValueContext,
): Suggestion[] {
  if (choices) return plainWords(choices);
  return VALUE_KINDS[kindOf(form)]?.(context) ?? [];
}

/** @example kindOf('-i, --inventory <path>') === 'path' */
export function kindOf(form: string): string {
  return /[<[]([^\]>.]+)/.exec(form)?.[1] ?? '';
}

/** Hosts of the run that was typed, else of the inventory. */
function hostsOf({ typed, operands, inventories, folder, env }: ValueContext): Suggestion[] {
  const run = operands.get('run');
  if (run !== undefined) return suggestHostsOfRun(journalHome(folder, env), run);
  return suggestHosts(typed, { inventories, playbook: operands.get('playbook') });
}

function platformsOf({ platformDirs }: ValueContext, end = ''): Suggestion[] {
  try {
    return listPlatforms(platformDirs).map(({ name, title }) => ({ word: `${name}${end}`, text: title }));
  } catch {
    return []; // a platform file of one's own that cannot be read
  }
}
