import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { readVersion } from '../document/version.js';
import { UsageError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import { ask } from './ask.js';
import type { Call, Command } from './command.js';
import { EXIT } from './exit-code.js';
import { FlagValues } from './flag-values.js';
import { firstCommandOf } from './init/first-command.js';
import { CI_SERVICES, filesOf, IGNORED_LINES, type Project } from './init/project.js';
import { isName, readCi, readDevices, readName, readPlatform, readUsername } from './init/read-answers.js';
import { ignoreLines, type WrittenFile, writeProject } from './init/write-project.js';
import { drawTable } from './table.js';
import { tryPlaybook } from './test/try-playbook.js';

const TRIES = 3;

/** `flow init`: begins a project that runs as it is. */
export const init: Command = {
  about:
    'Writes a playbook, an inventory, the settings of your editor, a `.gitignore` and a file for CI.\n' +
    'What is there already is left as it is. On a terminal it asks for what no flag says.',
  operands: [{ form: '[folder]', text: 'where; here unless given' }],
  flags: [
    {
      subject: 'What is written',
      flags: [
        { form: '--name <name>', text: 'what the project is called' },
        { form: '--devices <addresses>', text: 'your own, separated by commas; three simulated ones unless given' },
        { form: '--platform <platform>', text: 'their family, as cisco_ios' },
        { form: '--username <name>', text: 'who logs in to them' },
        { form: '--ci <service>', text: 'github, gitlab or none', choices: CI_SERVICES },
        { form: '-y, --yes', text: 'asks nothing' },
      ],
    },
  ],
  examples: [
    {
      line: 'flow init my-network --yes',
      text: 'a project with three simulated routers; nothing to edit before its first run',
    },
    {
      line: 'flow init --devices 192.0.2.11,192.0.2.12 --platform arista_eos',
      text: 'one with devices of your own; the rest is asked for',
    },
  ],
  async run(call) {
    const { operands, terminal } = call;
    const folder = resolve(terminal.folder, operands[0] ?? '.');
    const project = await askForProject(call, folder);
    const files = [...writeProject(folder, filesOf(project)), ignoreLines(folder, IGNORED_LINES)];
    const [playbook, devices] = files;
    if (project.devices.length === 0 && playbook?.outcome === 'written' && devices?.outcome === 'written') {
      files.splice(1, 0, await writeGolden(folder, playbook.path, call));
    }
    terminal.out.write(describe(files, { folder: operands[0], isTested: project.devices.length === 0 }));
    return EXIT.ok;
  },
};

/** What `flow test` compares the report of the playbook with: of simulated devices it is known beforehand. */
async function writeGolden(folder: string, playbook: string, call: Call): Promise<WrittenFile> {
  const golden = {
    path: playbook.replace(/yaml$/, 'golden.md'),
    purpose: 'its report, with which `flow test` compares',
  };
  if (existsSync(join(folder, golden.path))) return { ...golden, outcome: 'kept' };
  const test = {
    playbook: relative(call.terminal.folder, join(folder, playbook)),
    golden: relative(call.terminal.folder, join(folder, golden.path)),
  };
  const options = { isUpdate: true, withFaults: false, seed: 1 };
  const verdict = await tryPlaybook(test, { ...call, flags: new FlagValues(new Map()) }, options);
  if (verdict.state === 'invalid') throw new UsageError(verdict.details);
  return { ...golden, outcome: 'written' };
}

async function askForProject(call: Call, folder: string): Promise<Project> {
  const answer = <T>(flag: string, question: Question<T>) => answerOf(call, flag, question);
  const called = basename(folder);
  const name = await answer('name', {
    text: 'Name of the project',
    standard: isName(called) ? called : 'My network',
    read: readName,
  });
  const devices = await answer('devices', {
    text: 'Addresses of your devices, separated by commas',
    standard: '',
    shown: 'three simulated ones',
    read: readDevices,
  });
  const platform = await answer('platform', { text: 'Their platform', standard: 'cisco_ios', read: readPlatform });
  const username = await answer('username', {
    text: 'User to log in as',
    standard: userInfo().username,
    read: readUsername,
    isMoot: devices.length === 0,
  });
  const ci = await answer('ci', {
    text: 'Continuous integration (github, gitlab or none)',
    standard: usesGitlab(folder) ? 'gitlab' : 'github',
    read: readCi,
  });
  const command = firstCommandOf(platform);
  return { name, devices, platform, username, ci, command, version: readVersion() };
}

/** What is asked where no flag says it. */
interface Question<T> {
  text: string;
  /** What Enter means. */
  standard: string;
  /** The same in words. */
  shown?: string;
  /** @throws {UsageError} */
  read(text: string): T;
  /** Its answer makes no difference. */
  isMoot?: boolean;
}

/** A wrong flag ends flow; a wrong answer is told, and asked for again. @throws {UsageError} */
async function answerOf<T>({ flags, terminal }: Call, flag: string, question: Question<T>): Promise<T> {
  const { text, standard, shown = standard, read, isMoot = false } = question;
  const given = flags.text(flag);
  if (given !== undefined) return read(given);
  if (isMoot || flags.has('yes') || !terminal.canAsk) return read(standard);
  for (let left = TRIES; ; left--) {
    const typed = await ask(`${text} [${shown}]: `);
    if (typed === undefined) throw new UsageError(`nothing was answered to "${text}": nothing was written`);
    try {
      return read(typed.trim() === '' ? standard : typed);
    } catch (error) {
      if (!(error instanceof UsageError) || left === 1) throw error;
      terminal.err.write(`${error.message.replace(/^--\w+: /, '')}\n`);
    }
  }
}

/** Where the repository's own settings name GitLab, that is where it is pushed to. */
function usesGitlab(folder: string): boolean {
  try {
    return readFileSync(join(folder, '.git/config'), 'utf8').includes('gitlab');
  } catch {
    return false;
  }
}

function describe(
  files: readonly WrittenFile[],
  { folder, isTested }: { folder: string | undefined; isTested: boolean },
): string {
  const test = isTested ? '  flow test\n' : '';
  const rows = files.map((file) => [file.path, describeOutcome(file)]);
  const go = folder === undefined ? '' : `  cd ${printableLine(folder)}\n`;
  return `${drawTable(['FILE', 'WHAT IT IS'], rows)}\nNow:\n${go}  flow run playbooks/versions.yaml\n${test}`;
}

function describeOutcome({ outcome, purpose }: WrittenFile): string {
  switch (outcome) {
    case 'written':
      return purpose;
    case 'extended':
      return `lines added: ${purpose}`;
    case 'kept':
      return 'is there already: left as it is';
    default:
      return outcome satisfies never;
  }
}
