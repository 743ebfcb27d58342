import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from '../error/system-error.js';

/** Which process on which machine: a number is given to another process once its own has ended, so the start is told as well. */
export interface ProcessMark {
  machine: string;
  pid: number;
  /** When it started, in the units of the system; '' where the system does not tell. */
  start: string;
}

/** The mark of this process. */
export function markProcess(): ProcessMark {
  return { machine: hostname(), pid: process.pid, start: readStat(process.pid)?.start ?? '' };
}

/** Whether nobody here can tell what became of the process. */
export function isElsewhere({ machine }: ProcessMark): boolean {
  return machine !== hostname();
}

/** Whether the process goes on; true as well where nobody can tell, since it is on another machine. */
export function isAlive(mark: ProcessMark): boolean {
  if (isElsewhere(mark)) return true;
  const { pid, start } = mark;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
  const stat = readStat(pid);
  return !stat || start === '' || (stat.start === start && !stat.hasEnded);
}

/**
 * Linux's `/proc/PID/stat`: behind the name in brackets, which may hold blanks, the first field is the state (`Z` for one that has ended and that
 * nobody has asked about), the 20th the start.
 */
function readStat(pid: number): { start: string; hasEnded: boolean } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { start: fields[19] ?? '', hasEnded: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return undefined;
  }
}
