import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/document/package-root.js';
import type { Job, JobFiles } from './job.js';
import type { Invocation } from './measure.js';

/** A program that can do a {@link Job}. */
export interface Client {
  name: string;
  /** How often it is run: what is compared with a budget as often as the scenario asks, others once. */
  isJudged: boolean;
  /** It runs on Node.js, so that its event loop can be watched. */
  isNode: boolean;
  isInstalled(): boolean;
  invoke(files: JobFiles, job: Job): Invocation;
}

export const FLOW = join(packageRoot, 'dist', 'bin', 'flow.js');

export const FLOW_INLINE = flow('inline');
/** What a journal costs is the difference to this one. */
export const FLOW_NO_JOURNAL = flow('inline', '--no-journal');
export const FLOW_THREADS = flow('threads');
export const FLOW_PROCESSES = flow('processes');

/** What a good engineer writes by hand with the same library: the measure of flow. */
export const BARE: Client = {
  name: 'bare ssh2',
  isJudged: true,
  isNode: true,
  isInstalled: () => true,
  invoke: ({ json }) => ({ program: process.execPath, args: [scriptOf('bare-ssh2.mjs'), json] }),
};

export const ASYNCSSH = python('asyncssh', 'ask_asyncssh.py');
export const NETMIKO = python('netmiko', 'ask_netmiko.py');

export const OPENSSH: Client = {
  name: 'OpenSSH, xargs -P',
  isJudged: false,
  isNode: false,
  isInstalled: () => ['ssh', 'sshpass', 'xargs'].every((program) => doesRun(program, [VERSION_FLAG[program] ?? ''])),
  invoke: ({ list, secrets }, { hosts, atOnce, command, kex, wanted }) => ({
    program: 'xargs',
    args: ['-a', list, '-P', String(atOnce), '-L', '1', 'sh', scriptOf('ask-openssh.sh')],
    env: {
      SSHPASS: secrets.BENCH_PASSWORD,
      BENCH_SECRET: secrets.BENCH_SECRET,
      BENCH_USER: hosts[0]?.username ?? '',
      BENCH_COMMAND: command,
      BENCH_WANTED: wanted,
      BENCH_KEX: kex ?? '',
    },
  }),
};

const VERSION_FLAG: Record<string, string> = { ssh: '-V', sshpass: '-V', xargs: '--version' };

/** The one that runs Debian's packages comes last: another Python may stand before it. */
const PYTHONS = ['python3', '/usr/bin/python3'];

function flow(executor: string, ...flags: string[]): Client {
  return {
    name: ['flow', executor, ...flags].join(' '),
    isJudged: true,
    isNode: true,
    isInstalled: () => true,
    invoke: ({ playbook, secrets }) => ({
      program: process.execPath,
      args: [FLOW, 'run', playbook, '--executor', executor, ...flags],
      env: secrets,
    }),
  };
}

function python(module: string, script: string): Client {
  const findPython = () => PYTHONS.find((program) => doesRun(program, ['-W', 'ignore', '-c', `import ${module}`]));
  return {
    name: module,
    isJudged: false,
    isNode: false,
    isInstalled: () => findPython() !== undefined,
    invoke: ({ json }) => ({ program: findPython() ?? 'python3', args: ['-W', 'ignore', scriptOf(script), json] }),
  };
}

function doesRun(program: string, args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function scriptOf(name: string): string {
  return fileURLToPath(new URL(`clients/${name}`, import.meta.url));
}
