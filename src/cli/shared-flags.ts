import { resolve } from 'node:path';
import { parseDocument } from '../document/document.js';
import { UsageError } from '../error/flow-error.js';
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

/** The flag for folders with platforms of one's own. */
export const PLATFORMS_FLAG = {
  form: '--platforms <folder>',
  text: 'device families of your own, one YAML file each',
  repeats: true,
};

/** How flags change what a playbook says. */
export interface Overrides {
  inventory?: string[];
  select?: string;
  vars?: Record<string, unknown>;
  concurrency?: number;
  executor?: 'auto' | 'inline';
  order?: 'inventory' | 'completed';
}

/** Reads the flags that stand for keys of the playbook; a command without such a flag leaves the key alone. @throws {UsageError} */
export function overridesFrom({ flags, terminal }: Pick<Call, 'flags' | 'terminal'>): Overrides {
  const inventory = flags.list('inventory').map((path) => resolve(terminal.folder, path));
  const vars = readVars(flags.list('var'));
  const select = flags.text('select');
  const concurrency = flags.wholeNumber('concurrency', 1, 10_000);
  const executor = flags.text('executor');
  const order = flags.text('order');
  return {
    ...(inventory.length > 0 && { inventory }),
    ...(Object.keys(vars).length > 0 && { vars }),
    ...(select !== undefined && { select }),
    ...(concurrency !== undefined && { concurrency }),
    ...((executor === 'auto' || executor === 'inline') && { executor }),
    ...((order === 'inventory' || order === 'completed') && { order }),
  };
}

/** Folders given with `--platforms`, absolute. */
export function platformDirsFrom({ flags, terminal }: Pick<Call, 'flags' | 'terminal'>): string[] {
  return flags.list('platforms').map((folder) => resolve(terminal.folder, folder));
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
