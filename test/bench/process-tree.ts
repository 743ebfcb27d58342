import { readdirSync, readFileSync } from 'node:fs';

/** Ticks in which Linux tells CPU time: always 100 a second. */
const MS_PER_TICK = 10;

const SAMPLE_MS = 100;

/**
 * User and system time of all children of this process that have ended, and of their children, in milliseconds.
 *
 * @see proc(5), /proc/pid/stat, fields 16 (cutime) and 17 (cstime)
 */
export function cpuMsOfEndedChildren(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // "4711 (node (1)) S 1 ...": the name may hold anything; after it stands field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK;
}

/**
 * Watches the memory of a process and of all that it starts. The kernel keeps the peak of each process, but only while it lives:
 * so the peaks of those that live are added up, ten times a second, and the greatest sum counts.
 */
export class MemoryWatch {
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  #peakKiB = 0;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  /** So far; 0 of a process that ended before it was looked at. */
  get peakMiB(): number {
    return this.#peakKiB / 1024;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    const sum = processTree(this.#pid).reduce((total, pid) => total + peakKiBOf(pid), 0);
    this.#peakKiB = Math.max(this.#peakKiB, sum);
  }
}

function processTree(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    readIfThere(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(processTree)];
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // it has ended
  }
}

function peakKiBOf(pid: number): number {
  const [, peak = '0'] = /^VmHWM:\s*(\d+) kB/m.exec(readIfThere(`/proc/${pid}/status`)) ?? [];
  return Number(peak);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the process has ended
  }
}
