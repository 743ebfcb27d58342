import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../../src/document/package-root.js';
import type { Result, RunRecord } from '../../../src/task/result.js';
import type { Workshop } from './workshop.js';

/** What came of one `flow run`. */
export interface Played {
  exitCode: number | null;
  stderr: string;
  /** What `--format json` printed. */
  record: RunRecord;
  /** The only result of that host and task. @throws when there is none */
  of(host: string, task?: string): Result;
}

export interface PlayOptions {
  args?: string[];
  /** Added to an environment that has nothing but a path and a home of the test's own. */
  env?: Record<string, string>;
  /** Put before the command: `['unshare', '--net']`. */
  wrapper?: string[];
  /** Folder of the playbook under the workshop, so that runs share their pinned host keys or do not. */
  project?: string;
}

let played = 0;

/**
 * Writes a playbook (JSON is YAML) and runs it with the built flow binary.
 *
 * @throws {Error} with all that was printed, when standard output is not the JSON of a run
 */
export async function play(workshop: Workshop, playbook: object, options: PlayOptions = {}): Promise<Played> {
  const project = options.project ?? `project-${played++}`;
  const file = await workshop.write(`${project}/playbook.yaml`, JSON.stringify({ name: 'Real', ...playbook }, null, 2));
  await workshop.write(`${project}/package.json`, '{}');
  const flow = join(packageRoot, 'dist', 'bin', 'flow.js');
  const command = [
    ...(options.wrapper ?? []),
    process.execPath,
    flow,
    'run',
    file,
    '--format',
    'json',
    ...(options.args ?? []),
  ];
  const env = { PATH: process.env.PATH ?? '', HOME: workshop.path('home'), ...options.env };
  const { exitCode, stdout, stderr } = await runToEnd(command, workshop.path(project), env);
  const record = readRecord(stdout, stderr);
  return { exitCode, stderr, record, of: (host, task) => findResult(record, host, task) };
}

function readRecord(stdout: string, stderr: string): RunRecord {
  try {
    return JSON.parse(stdout) as RunRecord;
  } catch {
    throw new Error(`no JSON of a run on standard output:\n${stdout}\nstandard error:\n${stderr}`);
  }
}

function findResult(record: RunRecord, host: string, task?: string): Result {
  const found = record.results.find((result) => result.host.name === host && (!task || result.task === task));
  if (!found) throw new Error(`no result of ${task ?? 'any task'} on ${host} in ${JSON.stringify(record, null, 2)}`);
  return found;
}

function runToEnd(command: string[], cwd: string, env: Record<string, string>) {
  return new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const [name = '', ...args] = command;
    const child = spawn(name, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (said.stderr += text));
    child.once('error', reject).once('close', (exitCode) => resolve({ exitCode, ...said }));
  });
}
