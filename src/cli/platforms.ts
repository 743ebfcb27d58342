import { listPlatforms, loadPlatform } from '../device/load-platform.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { PLATFORMS_FLAG, platformDirsFrom } from './shared-flags.js';
import { drawTable } from './table.js';

/** `flow platforms`: the device families that flow speaks, or all that it knows of one. */
export const platforms: Command = {
  about:
    'A platform is a YAML file: prompts, paging, privilege, error lines, commands that only read.\nOne of your own needs no code: write the file and name its folder.',
  operands: [{ form: '[platform]', text: 'a name or an alias: shows its definition' }],
  flags: [{ subject: 'Where from', flags: [PLATFORMS_FLAG] }],
  examples: [
    { line: 'flow platforms', text: 'names, aliases and what they are' },
    { line: 'flow platforms cisco_ios', text: 'the prompts, error lines and read commands of Cisco IOS, as JSON' },
  ],
  async run(call) {
    const { operands, terminal } = call;
    const folders = platformDirsFrom(call);
    const [name] = operands;
    if (name !== undefined) {
      terminal.out.write(`${JSON.stringify(loadPlatform(name, folders), null, 2)}\n`);
      return EXIT.ok;
    }
    const rows = listPlatforms(folders).map(({ name: own, title, aliases }) => [own, title, aliases.join(', ')]);
    terminal.out.write(drawTable(['PLATFORM', 'WHAT IT IS', 'ALSO CALLED'], rows));
    return EXIT.ok;
  },
};
