import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What one run of a program took. */
export interface Usage {
  wallMs: number;
  /** User and system time of all its processes. */
  cpuMs: number;
  /** The most memory that each of its processes held, added up. */
  rssMiB: number;
}

const REPORTER = fileURLToPath(new URL('report-usage.mjs', import.meta.url));

/**
 * Runs a Node.js program to its end, its output going to a file.
 *
 * @param folder  where the output and the usage are written
 * @param secrets  added to its environment
 * @throws {Error} with the end of its standard error when the exit status is not 0
 */
export async function measureNode(
  args: string[],
  folder: string,
  secrets: Record<string, string> = {},
): Promise<Usage> {
  const usageFile = join(folder, 'usage.json');
  const errorFile = join(folder, 'stderr.txt');
  rmSync(usageFile, { force: true });
  const outputs = [openSync(join(folder, 'stdout.txt'), 'w'), openSync(errorFile, 'w')] as const;
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', REPORTER, ...args], {
    cwd: folder,
    env: { ...process.env, ...secrets, FLOW_BENCH_USAGE: usageFile, CI: 'true' },
    stdio: ['ignore', ...outputs],
  });
  const status = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  const wallMs = performance.now() - begun;
  for (const output of outputs) closeSync(output);
  if (status !== 0)
    throw new Error(`${args.join(' ')}: exit status ${status}\n${readFileSync(errorFile, 'utf8').slice(-2000)}`);
  const processes = readFileSync(usageFile, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Omit<Usage, 'wallMs'>);
  return {
    wallMs,
    cpuMs: processes.reduce((sum, each) => sum + each.cpuMs, 0),
    rssMiB: processes.reduce((sum, each) => sum + each.rssMiB, 0),
  };
}

/**
 * Runs the programs in turn, A B A B, so that what else the machine does falls on all of them alike.
 *
 * @returns for each program the median of each number
 */
export async function compare(runs: (() => Promise<Usage>)[], rounds: number): Promise<Usage[]> {
  const usages: Usage[][] = runs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, run] of runs.entries()) usages[index]?.push(await run());
  }
  return usages.map((of) => ({
    wallMs: median(of.map((usage) => usage.wallMs)),
    cpuMs: median(of.map((usage) => usage.cpuMs)),
    rssMiB: median(of.map((usage) => usage.rssMiB)),
  }));
}

function median(numbers: number[]): number {
  const sorted = numbers.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
