import type { HostJob } from '../../src/task/host-job.js';
import type { Task } from '../../src/task/task.js';
import { makeHost, makeTask } from '../run/support/make-graph.js';

/** The job of one login of a test: tasks on `R1`, an IOS router, and what differs from the plainest. */
export function makeJob(tasks: Task[], changes: Partial<HostJob> = {}): HostJob {
  return {
    host: { ...makeHost('R1'), username: 'u' },
    jumps: [],
    tasks,
    mode: 'read',
    login: 1,
    attempts: {},
    vars: {},
    results: {},
    enable: 'auto',
    timeouts: { connectMs: 5_000, authMs: 5_000, promptMs: 5_000, commandMs: 5_000 },
    hostKeys: { mode: 'off', file: '' },
    platformDirs: [],
    templateDirs: [],
    ...changes,
  };
}

/** A task that types one command. */
export function makeCommand(name: string, text: string, changes: Partial<Task> = {}): Task {
  return makeTask(name, { action: { kind: 'command', command: { text } }, ...changes });
}

/** A task that types configuration lines, without saving and without a diff unless said. */
export function makeConfig(
  name: string,
  lines: readonly string[],
  { save = false, diff = false, ...changes }: Omit<Partial<Task>, 'save'> & { save?: boolean; diff?: boolean } = {},
): Task {
  const action = { kind: 'config' as const, lines: lines.map((text) => ({ text })), save, diff };
  return makeTask(name, { action, ...changes });
}
