import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOW } from '../../support/run-flow.js';

/** A shell that reads flow's completion, and how it is begun without anybody's own settings. */
const SHELLS = {
  bash: { start: 'bash --norc --noprofile -i', setUp: 'eval "$(flow completion bash)"' },
  zsh: { start: 'zsh -f -i', setUp: 'autoload -Uz compinit; compinit -u -D; eval "$(flow completion zsh)"' },
  fish: { start: 'fish --no-config -i', setUp: 'flow completion fish | source' },
};

export type ShellName = keyof typeof SHELLS;

/**
 * Types lines into a real shell on a pseudo-terminal, each followed by Enter.
 *
 * @param lines  `\t` is the Tab key
 * @returns the words that flow was started with by each
 */
export async function typeInto(
  shell: ShellName,
  lines: readonly string[],
  { folder, home }: { folder: string; home: string },
): Promise<string[][]> {
  const { start, setUp } = SHELLS[shell];
  const child = spawn('script', ['-qec', start, '/dev/null'], {
    cwd: folder,
    env: { PATH: `${makeBin(home)}:${process.env.PATH}`, HOME: home, TERM: 'xterm', LANG: 'C.UTF-8', PS1: '> ' },
  });
  const got: string[][] = [];
  const waiting = [`${setUp}; flow ready\r`, ...lines.map((line) => `${line}\r`), 'exit\r'];
  const typeNext = () => child.stdin.write(waiting.shift() ?? '');
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    for (let found = SHOWN.exec(printed); found; found = SHOWN.exec(printed)) {
      printed = printed.slice(found.index + found[0].length);
      got.push(JSON.parse(Buffer.from(found[1] ?? '', 'base64').toString()));
      typeNext();
    }
  });
  typeNext();
  await new Promise((resolve) => child.once('close', resolve));
  return got.slice(1);
}

const SHOWN = /<flow ([A-Za-z0-9+/=]+)>/;

/** A folder with a `flow` that answers the completion as flow does, and of everything else only shows its words. */
function makeBin(home: string): string {
  const folder = join(home, 'bin');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'flow');
  writeFileSync(
    file,
    `#!${process.execPath}
const words = process.argv.slice(2);
if (words[0] === 'completion') await import(${JSON.stringify(FLOW)});
else console.log('<flow ' + Buffer.from(JSON.stringify(words)).toString('base64') + '>');
`,
  );
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  chmodSync(file, 0o755);
  return folder;
}
