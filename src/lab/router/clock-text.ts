const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as `show clock` prints it: `06:02:19.983 UTC Mon Aug 28 2017`. */
export function clockText(timeMs: number): string {
  const time = new Date(timeMs);
  return `${timeOfDay(time)}.${pad(time.getUTCMilliseconds(), 3)} UTC ${dateText(time)}`;
}

/** The same to the second, as it stands in a configuration: `06:02:19 UTC Mon Aug 28 2017`. */
export function stampText(timeMs: number): string {
  const time = new Date(timeMs);
  return `${timeOfDay(time)} UTC ${dateText(time)}`;
}

/** A time as it stands before a log message: `Aug 28 06:02:19.983`. */
export function logStamp(timeMs: number): string {
  const time = new Date(timeMs);
  return `${MONTHS[time.getUTCMonth()]} ${String(time.getUTCDate()).padStart(2)} ${timeOfDay(time)}.${pad(time.getUTCMilliseconds(), 3)}`;
}

/** A span as a router tells its age: `2 weeks, 3 days, 1 hour, 5 minutes`. */
export function spanText(spanMs: number): string {
  let minutes = Math.floor(spanMs / 60_000);
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(minutes / length);
    minutes -= count * length;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.length > 0 ? parts.join(', ') : '0 minutes';
}

const UNITS: readonly [string, number][] = [
  ['year', 365 * 1440],
  ['week', 7 * 1440],
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
];

function timeOfDay(time: Date): string {
  return [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map((part) => pad(part, 2)).join(':');
}

function dateText(time: Date): string {
  return `${DAYS[time.getUTCDay()]} ${MONTHS[time.getUTCMonth()]} ${time.getUTCDate()} ${time.getUTCFullYear()}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
