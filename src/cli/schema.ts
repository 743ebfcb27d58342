import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../document/package-root.js';
import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { drawTable } from './table.js';

/** The published JSON Schemas, and what each is for. */
export const SCHEMAS: Readonly<Record<string, string>> = {
  playbook: 'what a playbook may say',
  inventory: "what an inventory in flow's own notation may say",
  platform: 'what a file for --platforms may say',
  event: 'a line of `flow run --events`, and of the journal',
  cassette: 'what one host said, as `flow run --record` keeps it',
};

const NAMES = Object.keys(SCHEMAS);

/** `flow schema`: prints one of the published JSON Schemas. */
export const schema: Command = {
  about:
    'An editor that knows the schema completes the keys and explains each of them.\n' +
    'Of a file that names its schema in the first line any editor with a YAML language server finds it.',
  operands: [{ form: '[schema]', text: `playbook (the default), ${NAMES.slice(1).join(', ')}`, choices: NAMES }],
  flags: [{ subject: 'What is printed', flags: [{ form: '--list', text: 'the names of the schemas instead' }] }],
  examples: [
    {
      line: 'flow schema > playbook.schema.json',
      text: 'name that file in the first line of a playbook: # yaml-language-server: $schema=…',
    },
    { line: 'flow schema --list', text: 'which schemas there are' },
  ],
  async run({ operands, flags, terminal }) {
    const [given] = operands;
    if (flags.has('list')) {
      if (given !== undefined) throw new UsageError('--list shows all schemas: leave the name out');
      terminal.out.write(drawTable(['SCHEMA', 'WHAT IT DESCRIBES'], Object.entries(SCHEMAS)));
      return EXIT.ok;
    }
    const name = given ?? 'playbook';
    if (!NAMES.includes(name)) {
      const proposal = proposeName(name, NAMES) ?? '`flow schema --list` lists them';
      throw new UsageError(`there is no schema "${name}"\n  ${proposal}`);
    }
    terminal.out.write(readSchema(name));
    return EXIT.ok;
  },
};

/** The text of a published schema. */
export function readSchema(name: string): string {
  return readFileSync(join(packageRoot, 'schemas', `${name}.schema.json`), 'utf8');
}
