// Loaded before a program (`node --import`): writes what it used to the file named by FLOW_BENCH_USAGE, as it exits.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, rssMiB: maxRSS / 1024 };
  writeFileSync(process.env.FLOW_BENCH_USAGE, JSON.stringify(usage));
});
