import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import type { Command } from './command.js';
import { SHELL_SCRIPTS, SHELLS, type Shell } from './completion/shell-scripts.js';
import { type Surroundings, suggest } from './completion/suggest.js';
import { quoteWord, splitTypedLine } from './completion/typed-line.js';
import { EXIT } from './exit-code.js';

/** `flow completion`: prints the script with which a shell completes flow's words, and answers that script. */
export const completion: Command = {
  about:
    'Commands, flags and their values, playbooks, platforms, runs of the history, and hosts of the inventory that was typed.\n' +
    'The script calls flow again with what was typed; nothing is connected to, and no secret is looked up.',
  operands: [
    { form: '<shell>', text: 'bash, zsh or fish', choices: SHELLS },
    {
      form: '[line]',
      text: 'what was typed up to the cursor: prints what could follow, a word a line (the script asks so)',
    },
    { form: '[piece]', text: 'the end of it that bash is going to replace' },
  ],
  flags: [],
  examples: [
    {
      line: 'flow completion bash',
      text: 'in ~/.bashrc write: eval "$(flow completion bash)"; with zsh in ~/.zshrc, behind compinit',
    },
    { line: 'flow completion fish > ~/.config/fish/completions/flow.fish', text: 'fish finds it there by itself' },
  ],
  async run({ operands, terminal }) {
    const [name = '', line, piece = ''] = operands;
    const shell = SHELLS.find((known) => known === name);
    if (shell === undefined) {
      const proposal = proposeName(name, SHELLS);
      throw new UsageError(
        `there is no completion for "${name}": expected bash, zsh or fish${proposal ? `\n  ${proposal}` : ''}`,
      );
    }
    if (line === undefined) terminal.out.write(SHELL_SCRIPTS[shell]);
    else for (const text of await answer(shell, line, piece, terminal)) terminal.out.write(`${text}\n`);
    return EXIT.ok;
  },
};

/** What could follow a line, as the script of a shell reads it: for bash ready to be put in the place of the piece, else `word TAB text`. */
async function answer(shell: Shell, line: string, piece: string, surroundings: Surroundings): Promise<string[]> {
  const { words, openQuote } = splitTypedLine(line);
  const suggestions = await suggest(words.slice(1), surroundings);
  if (shell !== 'bash') return suggestions.map(({ word, text }) => (text === '' ? word : `${word}\t${text}`));
  const typed = words.at(-1) ?? '';
  const replaced = splitTypedLine(piece).words.at(-1) ?? '';
  const kept = typed.endsWith(replaced) ? typed.length - replaced.length : 0;
  return suggestions.flatMap(({ word }) => quoteWord(word.slice(kept), openQuote) ?? []);
}
