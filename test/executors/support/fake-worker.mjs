// A worker without devices, for tests of what gives it work: every job is done at once, and a step tells which thread did it.
// A host named `crash` ends its worker by an error that nobody catches, `crash-once` at the first attempt only.
import { threadId } from 'node:worker_threads';

export function serve(port) {
  return new Promise((resolve) => {
    port.onMessage((messages) => {
      for (const message of messages) {
        if (message.type === 'close') resolve();
        else if (message.type === 'run') run(message, port);
      }
    });
    port.post([{ type: 'ready' }]);
  });
}

function run({ job, work }, port) {
  const host = work.host.name;
  const isAgain = Object.keys(work.attempts).length > 0;
  const tell = (event) => port.post([{ type: 'event', job, event: { host, at: 1, ...event } }]);
  tell({ type: 'step', step: `thread ${threadId}` });
  tell({ type: 'notice', message: 'told by all', isForAll: true });
  for (const { name } of work.tasks) {
    tell({ type: 'running', task: name });
    if (host === 'crash' || (host === 'crash-once' && !isAgain)) {
      setImmediate(() => {
        throw new TypeError('x is not a function');
      });
      return;
    }
    tell({ type: 'settled', task: name, result: resultOf(work, name) });
  }
  port.post([{ type: 'outcome', job, outcome: { kind: 'done' } }]);
}

function resultOf({ host, attempts }, task) {
  const { name, address, platform, groups, vars } = host;
  return {
    host: { name, address, platform, groups, vars },
    task,
    command: null,
    state: 'finished',
    attempts: (attempts[task] ?? 0) + 1,
    started: null,
    finished: null,
    duration_ms: 0,
    phases: {},
    output: '',
    parsed: null,
    diff: null,
    complete: true,
    checks: [],
    error: null,
  };
}
