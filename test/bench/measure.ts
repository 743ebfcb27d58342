import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuMsOfEndedChildren, MemoryWatch } from './process-tree.js';

/** A program to run. */
export interface Invocation {
  program: string;
  args: readonly string[];
  /** Added to the environment. */
  env?: Record<string, string>;
}

/** What one run of a program took, with all processes that it started. */
export interface Usage {
  wallMs: number;
  /** User and system time. */
  cpuMs: number;
  /** The most memory, peaks of processes that lived at the same time added up. */
  memoryMiB: number;
  /** The longest time that the event loop of its main thread was blocked once it had begun to connect; where that was asked for, and can be told. */
  blockedMs?: number;
  /** Round trips that led to the answer, where the routers are far. */
  roundTrips?: number;
}

/** How a program is measured. */
export interface MeasureOptions {
  /** Where it runs, and its output goes: `stdout.txt`, `stderr.txt`. */
  folder: string;
  /** It is a Node.js program, and its event loop is of interest. */
  watchesLoop?: boolean;
}

const LOOP_HOOK = fileURLToPath(new URL('loop-delay.mjs', import.meta.url));

/**
 * Runs a program to its end. No two at the same time: CPU time is that of all children that end meanwhile.
 *
 * @throws {Error} with the end of its standard error, from the second line on, when the exit status is not 0
 */
export async function measure(invocation: Invocation, { folder, watchesLoop = false }: MeasureOptions): Promise<Usage> {
  const { program, args, env } = invocation;
  const errorFile = join(folder, 'stderr.txt');
  const loopFile = join(folder, 'loop.txt');
  rmSync(loopFile, { force: true });
  const outputs = [openSync(join(folder, 'stdout.txt'), 'w'), openSync(errorFile, 'w')] as const;
  const cpuMsBefore = cpuMsOfEndedChildren();
  const begun = performance.now();
  const child = spawn(program, watchesLoop ? ['--import', LOOP_HOOK, ...args] : args, {
    cwd: folder,
    env: { ...process.env, ...env, FLOW_BENCH_LOOP: loopFile, CI: 'true' },
    stdio: ['ignore', ...outputs],
  });
  const memory = new MemoryWatch(child.pid ?? 0);
  const status = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  ).finally(() => memory.stop());
  const wallMs = performance.now() - begun;
  for (const output of outputs) closeSync(output);
  if (status !== 0) throw new Error(`exit status ${status}\n${readFileSync(errorFile, 'utf8').slice(-2000)}`);
  return {
    wallMs,
    cpuMs: cpuMsOfEndedChildren() - cpuMsBefore,
    memoryMiB: memory.peakMiB,
    ...(existsSync(loopFile) && { blockedMs: Number(readFileSync(loopFile, 'utf8')) }),
  };
}

/** The median of each number. */
export function medianOf(usages: readonly [Usage, ...Usage[]]): Usage {
  const middle = (name: keyof Usage) => median(usages.map((usage) => usage[name] ?? 0));
  const names = Object.keys(usages[0]) as (keyof Usage)[];
  return Object.fromEntries(names.map((name) => [name, middle(name)])) as unknown as Usage;
}

function median(numbers: number[]): number {
  const sorted = numbers.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
