import type { Mode } from '../../device/platform.js';
import type { PagerStyle } from '../personalities/personality.js';
import { ANSWER_TABLE } from './answer-table.js';
import { OTHER_FACTS } from './other-facts.js';
import { pagerOf } from './pager-facts.js';
import { PROMPT_TABLE } from './prompt-table.js';

/** What a device family shows beside what its platform definition says of it; what is absent is made from the definition's patterns. */
export interface FamilyFacts extends Partial<Record<Mode, string>> {
  /** The configuration prompt inside of a section. */
  section?: string;
  /** A command with a short answer, and one with a long answer. */
  show: string;
  long: string;
  /** What `show` answers. */
  version?: string;
  /** What is printed for a line that the device does not know. */
  error?: string;
  pager?: PagerStyle;
  other: OtherFacts;
}

/** What only few families have. */
export interface OtherFacts {
  /** The line above the prompt, by mode. */
  above?: Partial<Record<Mode, string>>;
  /** The sign of unsaved changes: `*`. */
  star?: string;
  /** The signs for `{mark}`: nothing waits for a commit, and something does. */
  marks?: readonly [string, string];
  /** Where a login lands first, and what leads on is in the definition: a Unix shell, a menu. */
  shell?: string;
  /** Where a login stands; the first level unless there is no way up from it. */
  start?: Mode;
  /** How the device names itself in SSH's first line. */
  ident?: string;
  /** The privileged mode asks for no password. */
  isEnableFree?: boolean;
  /** It repeats nothing that is typed, or paints prompt and line anew when Enter comes. */
  echo?: 'none' | 'twice';
  /** Printed before each output. */
  stamp?: string;
  /** Sent around each prompt: control bytes that a terminal does not show. */
  wrap?: readonly [before: string, behind: string];
  /** What a commit and a save print when they succeed. */
  committed?: string;
  saved?: string;
}

const IOS_ERROR = "          ^\n% Invalid input detected at '^' marker.\n";
const PROMPTS = readTable(PROMPT_TABLE);
const ANSWERS = readTable(ANSWER_TABLE);

/** Names of the platforms of which there are facts. */
export const FAMILIES: readonly string[] = [...PROMPTS.keys()];

/** The facts of a platform, by its own name; of one that nobody collected any of, only what all have. */
export function factsOf(platform: string): FamilyFacts {
  const [exec, privileged, config, section] = (PROMPTS.get(platform) ?? []).map((cell) => cell?.replace('␠', ' '));
  const [show = 'show version', long = 'show log', error, version] = ANSWERS.get(platform) ?? [];
  const isLikeIos = section !== undefined;
  const pager = pagerOf(platform, isLikeIos);
  const said = error ?? (isLikeIos ? IOS_ERROR : undefined);
  return {
    ...(exec !== undefined && { exec }),
    ...(privileged !== undefined && { privileged }),
    ...(config !== undefined && { config }),
    ...(section !== undefined && { section }),
    ...(version !== undefined && { version }),
    ...(said !== undefined && { error: said }),
    ...(pager && { pager }),
    show,
    long,
    other: OTHER_FACTS[platform] ?? {},
  };
}

/** `name ¦ cell ¦ cell`, one platform a line; a cell that is `-` is undefined. */
function readTable(table: string): Map<string, (string | undefined)[]> {
  const rows = table.split('\n').filter((line) => line !== '');
  return new Map(
    rows.map((row) => {
      const [name = '', ...cells] = row.split(' ¦ ');
      return [name, cells.map((cell) => (cell === '-' ? undefined : cell.replaceAll('\\n', '\n')))];
    }),
  );
}
