import { randomBytes } from 'node:crypto';

/** Fits `20260102T150405-07b3f9c1`; not `.20260102T150405-07b3f9c1.tmp`, which is being put together, nor what somebody else has put there. */
const RUN_ID = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)-([\da-f]{3})[\da-f]{5}$/;

export function isRunId(name: string): boolean {
  return RUN_ID.test(name);
}

/**
 * Makes the id of a run, as `20260102T150405-07b3f9c1`: the time, its milliseconds in three hexadecimal digits, and five random ones. Ids sort by
 * the order in which runs began: after a clock was set back, they go on from the newest one.
 *
 * @param newest  id of the newest run that was kept
 */
export function makeRunId(at: Date, newest = ''): string {
  const time = stampOf(at);
  const stamp = time > newest.slice(0, time.length) ? time : stampOf(new Date(timeOf(newest) + 1));
  return `${stamp}${randomBytes(3).toString('hex').slice(1)}`;
}

function stampOf(at: Date): string {
  const time = at.toISOString().replace(/[-:]|\.\d+Z$/g, '');
  return `${time}-${at.getUTCMilliseconds().toString(16).padStart(3, '0')}`;
}

function timeOf(id: string): number {
  const [, year, month, day, hour, minute, second, milliseconds] = RUN_ID.exec(id) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + Number.parseInt(milliseconds ?? '', 16);
}
