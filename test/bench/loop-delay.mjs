// Loaded before a program (`node --import`): measures how long its event loop was blocked at most, and writes the milliseconds
// to the file named by FLOW_BENCH_LOOP as it exits. Of the threads of a program only the main one counts: it holds the others together.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('exit', () => writeFileSync(process.env.FLOW_BENCH_LOOP, String(delay.max / 1e6)));
}
