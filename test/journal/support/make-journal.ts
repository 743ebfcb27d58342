import type { FrozenRun } from '../../../src/journal/frozen-run.js';
import type { JournalStart } from '../../../src/journal/journal.js';
import { markProcess } from '../../../src/journal/process-mark.js';
import type { RunEvent } from '../../../src/task/event.js';
import type { Result } from '../../../src/task/result.js';

const AT = Date.parse('2026-01-02T15:04:05.000Z');

/** What the journal of a test begins with: a run called `ID` of the playbook `test.yaml`. */
export function makeStart(changes: Partial<FrozenRun> = {}): JournalStart {
  const run: FrozenRun = {
    schema: 'flow/frozen-run@1',
    id: 'ID',
    flow: '0.0.0',
    started: new Date(AT).toISOString(),
    process: markProcess(),
    playbook: {
      name: 'test',
      file: 'test.yaml',
      mode: 'read',
      order: 'inventory',
      vars: {},
      outputs: [{ format: 'md' }],
      fingerprint: '',
    },
    folder: '/',
    flags: {},
    hiddenVars: [],
    platforms: {},
    hosts: 1,
    ...changes,
  };
  return { run, playbook: 'name: test\n', hosts: [] };
}

/** The events of a run with these results, each host with the task of its result. */
export function* tellRun(results: readonly Result[]): Generator<RunEvent> {
  const hosts = [...new Set(results.map(({ host }) => host.name))];
  const tasks = [...new Set(results.map(({ task }) => task))];
  yield { type: 'run-started', at: AT, id: 'ID', playbook: 'test', hosts, tasks, futures: results.length };
  for (const result of results) {
    const { host, task } = result;
    yield { type: 'running', at: AT + 1, host: host.name, task };
    yield { type: 'settled', at: AT + 2, host: host.name, task, result };
  }
  const counts = { hosts: hosts.length, finished: results.length, raised: 0, cancelled: 0, skipped: 0 };
  yield { type: 'run-finished', at: AT + 3, status: 'finished', counts };
}
