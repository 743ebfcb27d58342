import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process on which machine: a number is given to another process once its own has ended, so the start is told as well. */
export interface ProcessMark {
  machine: string;
  pid: number;
  /** When it started, in the units of the system; '' where the system does not tell. */
  start: string;
}

/** The mark of this process. */
export function markProcess(): ProcessMark {
  return { machine: hostname(), pid: process.pid, start: startOf(process.pid) };
}

/** Whether the process goes on; true as well where nobody can tell, since it is on another machine. */
export function isAlive({ machine, pid, start }: ProcessMark): boolean {
  if (machine !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return isErrno(error) && error.code === 'EPERM';
  }
  return start === '' || startOf(pid) === start;
}

/** The 22nd field of Linux's `/proc/PID/stat`; the second is the name in brackets, which may hold blanks. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
