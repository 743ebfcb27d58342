import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../document/package-root.js';
import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';

const SCHEMAS = ['playbook', 'inventory', 'platform', 'event'];

/** `flow schema`: prints one of the published JSON Schemas. */
export const schema: Command = {
  about: 'An editor that knows the schema completes the keys and explains each of them.',
  operands: [{ form: '[schema]', text: 'playbook (the default), inventory, platform or event' }],
  flags: [],
  examples: [
    {
      line: 'flow schema > playbook.schema.json',
      text: 'name that file in the first line of a playbook: # yaml-language-server: $schema=…',
    },
    { line: 'flow schema platform', text: 'what a file for --platforms may say' },
  ],
  async run({ operands, terminal }) {
    const name = operands[0] ?? 'playbook';
    if (!SCHEMAS.includes(name)) {
      const proposal = proposeName(name, SCHEMAS);
      throw new UsageError(
        `there is no schema "${name}": expected playbook, inventory, platform or event${proposal ? `\n  ${proposal}` : ''}`,
      );
    }
    terminal.out.write(readFileSync(join(packageRoot, 'schemas', `${name}.schema.json`), 'utf8'));
    return EXIT.ok;
  },
};
