import { resolve } from 'node:path';
import { parseDocument } from '../document/document.js';
import { UsageError } from '../error/flow-error.js';
import type { Inventory } from '../inventory/host.js';
import { FORMATS } from '../playbook/output-format.js';
import type { PlaybookOverrides } from '../playbook/playbook.js';
import { withFoldersOf } from '../workflow/fleet.js';
import type { Call, FlagGroup } from './command.js';

/** Flags that say on which hosts a playbook is run. */
export const HOST_FLAGS: FlagGroup = {
  subject: 'Which hosts',
  flags: [
    { form: '-i, --inventory <path>', text: "this inventory instead of the playbook's", repeats: true },
    { form: '-l, --limit <hosts>', text: 'names, patterns, groups: r[1-20], edge*, @core, &@hq, !@maint' },
    { form: '--select <expression>', text: 'hosts for which it is true: \'host.vars.site == "hq"\'' },
    { form: '--lab', text: 'a simulated device in the place of each host; nothing leaves this machine' },
  ],
};

/** The flag for values of `vars`. */
export const VAR_FLAG = { form: '--var <name=value>', text: 'sets a value of `vars`', repeats: true };

/** The flag that goes without asking. */
export const YES_FLAG = { form: '-y, --yes', text: 'does not ask before a playbook with `mode: change`' };

/** The flag for folders with platforms of one's own. */
export const PLATFORMS_FLAG = {
  form: '--platforms <folder>',
  text: 'device families of your own, one YAML file each',
  repeats: true,
};

/** The flag for reports that are compared. */
export const DETERMINISTIC_FLAG = {
  form: '--deterministic',
  text: "no times, durations or run id in the report, hosts in the inventory's order",
};

/** The flags that say where the report goes. */
export const OUTPUT_FLAGS = [
  {
    form: '-o, --output <file>',
    text: 'writes the report there; .html, .json, .csv and so on say the format as well',
    repeats: true,
  },
  {
    form: '--format <format>',
    text: 'that report alone: md, html, txt, json, jsonl, csv, junit',
    choices: FORMATS,
  },
];

/** Reads the flags that stand for keys of the playbook; a command without such a flag leaves the key alone. @throws {UsageError} */
export function overridesFrom({ flags }: Pick<Call, 'flags'>): PlaybookOverrides {
  const concurrency = flags.wholeNumber('concurrency', 1, 10_000);
  const inventory = flags.list('inventory');
  const executor = flags.text('executor');
  const order = flags.text('order');
  const deterministic = flags.has('deterministic');
  const select = flags.text('select');
  const outputs = flags.list('output');
  const format = flags.text('format');
  return {
    vars: readVars(flags.list('var')),
    ...(inventory.length > 0 && { inventory }),
    ...(concurrency !== undefined && { concurrency }),
    ...(executor !== undefined && { executor }),
    ...(order !== undefined && { order }),
    ...(deterministic && { deterministic }),
    ...(select !== undefined && { select }),
    ...(outputs.length > 0 && { outputs }),
    ...(format !== undefined && { format }),
  };
}

/** Folders with platforms of the user's own, absolute: those given with `--platforms`, then those that the inventory names. */
export function platformDirsFrom(
  { flags, terminal }: Pick<Call, 'flags' | 'terminal'>,
  inventory?: Pick<Inventory, 'platformDirs'>,
): string[] {
  const given = flags.list('platforms').map((folder) => resolve(terminal.folder, folder));
  return withFoldersOf(inventory, given);
}

/** Where TextFSM templates of the user's own lie: `NTC_TEMPLATES_DIR`, as Netmiko has it; absolute. */
export function templateDirsFrom({ terminal }: Pick<Call, 'terminal'>): string[] {
  const { NTC_TEMPLATES_DIR: folder = '' } = terminal.env;
  return folder === '' ? [] : [resolve(terminal.folder, folder)];
}

/** Reads `name=value` pairs. @throws {UsageError} when there is no name or no `=` */
function readVars(pairs: readonly string[]): Record<string, unknown> {
  const entries = pairs.map((pair): [string, unknown] => {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`--var: expected name=value, got "${pair}"`);
    }
    return [name, readValue(name, value)];
  });
  return Object.fromEntries(entries);
}

/**
 * Numbers, `true`, `false` and `null` are what they are in YAML; a list, a map or quoted text is read as YAML;
 * everything else is the text itself, so that `--var banner=Hello: world` needs no second thought.
 */
function readValue(name: string, text: string): unknown {
  if (/^\s*["'[{]/.test(text)) return parseDocument(`--var ${name}`, text).value;
  if (!/^(?:[-+.\d][\w.+-]*|true|false|null|~)$/i.test(text)) return text;
  const { value } = parseDocument(`--var ${name}`, text);
  return typeof value === 'object' && value !== null ? text : value;
}
