// Loaded before a program (`node --import`): each of its processes adds a line with what it used to the file named by
// FLOW_BENCH_USAGE, as it exits.
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  // A worker is ended by a signal, which by itself would leave no time to report.
  if (process.send) process.on('SIGTERM', () => process.exit());
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, rssMiB: maxRSS / 1024 };
    appendFileSync(process.env.FLOW_BENCH_USAGE, `${JSON.stringify(usage)}\n`);
  });
}
