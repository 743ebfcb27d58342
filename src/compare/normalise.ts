import { proposeName } from '../error/nearest.js';

/** What can be left out of account when outputs of different hosts are compared. */
export const NORMALISATIONS = ['hosts', 'times', 'uptimes', 'counters'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** What the masks need to know of a host. */
export interface MaskedHost {
  name: string;
  address: string;
}

/**
 * Reads what is to be left out of account: names in a list, or in one text with blanks or commas between them.
 *
 * @param subject  what an error begins with
 * @throws {RangeError} for a name that is none, with the nearest one
 */
export function readNormalisations(value: unknown, subject = ''): Normalisation[] {
  const names = (Array.isArray(value) ? value : [value])
    .flatMap((each) => String(each).split(/[\s,]+/))
    .filter(Boolean);
  return names.map((name) => {
    const found = NORMALISATIONS.find((known) => known === name);
    if (found !== undefined) return found;
    const proposal = proposeName(name, NORMALISATIONS);
    throw new RangeError(
      `${subject}expected ${NORMALISATIONS.join(', ')}, got "${name}"${proposal ? `; ${proposal}` : ''}`,
    );
  });
}

const ZONE =
  '(?:UTC|GMT|WES?T|CES?T|EES?T|MSK|BST|IST|JST|KST|SGT|HKT|[ECMPAHN][SD]T|AK[SD]T|A[EWC][SD]T|NZ[SD]T|Z|[+-]\\d\\d:?\\d\\d)';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';

// `2017-08-28`, `Mon Aug 28 2017`, `Aug 28`, `28-Aug-17 10:31`; not `1.2.3.4`, `Mary 28`.
const DATES = new RegExp(
  `\\b\\d{4}([-/])\\d\\d\\1\\d\\d(?:T(?=\\d\\d:))?|\\b(?:${DAY},? )?${MONTH} {1,2}\\d{1,2}(?:,? \\d{4})?\\b|\\b(?:${DAY},? )?\\d{1,2}[ -]${MONTH}[ -]\\d{2,4}\\b(?: \\d{1,2}:\\d\\d(?![\\d:]))?`,
  'g',
);
// `*06:02:19.983 UTC`, `6:02:19 PM`; not the octets of `aa:06:02:19:bb:cc`.
const CLOCKS = new RegExp(
  `(?<![\\w:.])[*.]?\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?: ?[AP]M)?(?: ?${ZONE})?(?![\\w:])`,
  'g',
);
// `<time> UTC <time> 2017`: the pieces of one moment.
const TIMES_TOGETHER = new RegExp(`<time>(?:[ ,]{0,2}(?:(?:${ZONE}|${DAY}) )?<time>)+(?: \\d{4}\\b)?`, 'g');

const SPAN = '\\d+ (?:year|week|day|hour|hr|minute|min|second|sec)s?';
// `1 week, 2 days, 3 hours`, `12 days, 3:04`, `3d04h`, `1y2w`, `00:01:12`; not `10d`, `12:30`.
const UPTIMES = new RegExp(
  `\\b${SPAN}\\b(?:,? (?:and )?${SPAN}\\b)*(?:, +\\d{1,2}:\\d\\d\\b)?|\\b\\d+[ywdhm]\\d+[wdhms](?:\\d+[hms])*\\b|(?<![\\w:.])\\d+:\\d\\d:\\d\\d(?![\\w:.])`,
  'g',
);

const KIND = '(?:input|output|unicast|multicast|broadcast|interface|total|unknown protocol|rx|tx)';
const COUNTED =
  '(?:packets?|pkts|frames?|bytes|octets|errors?|drops?|discards|collisions|resets|runts|giants|throttles|CRC|overruns?|underruns?|ignored|broadcasts|multicasts|flaps|transitions|hits|matches|messages|bits/sec|packets/sec|bps|pps)';
// `123 packets input`, `0 input errors`, `1,204 matches`, `RX packets:5`, `rate 2000 bits/sec`; not `MTU 1500 bytes`, `48 ports`.
const COUNTERS = new RegExp(
  `(?<![\\w.:/-])(?<!\\b[Mm][Tt][Uu] )\\d[\\d,]*(?= +(?:${KIND} )?${COUNTED}(?![\\w]))|(?<=\\b${COUNTED}[:=] ?)\\d+\\b`,
  'gi',
);

/**
 * Makes outputs of different hosts comparable: what is chosen becomes `<host>`, `<address>`, `<time>`, `<uptime>`, `<count>`.
 * `hosts` is the host's own name and address; a clock without a date (`00:12:34`) is a time where `times` is chosen, else an uptime.
 */
export function normaliseOutput(text: string, host: MaskedHost, kinds: readonly Normalisation[]): string {
  let masked = text;
  if (kinds.includes('hosts')) masked = maskHost(masked, host);
  if (kinds.includes('times')) {
    masked = masked.replace(DATES, '<time>').replace(CLOCKS, '<time>').replace(TIMES_TOGETHER, '<time>');
  }
  if (kinds.includes('uptimes')) masked = masked.replace(UPTIMES, '<uptime>');
  if (kinds.includes('counters')) masked = masked.replace(COUNTERS, '<count>');
  return masked;
}

/** `core1.example.net` is also `core1`, as its own prompt has it. */
function maskHost(text: string, { name, address }: MaskedHost): string {
  const isAddress = /^[\d.]+$|:/.test(name);
  const names = [...new Set([name, isAddress ? name : (name.split('.', 1)[0] ?? name)])];
  return [...names.map((word) => [word, '<host>'] as const), [address, '<address>'] as const]
    .filter(([word]) => word !== '')
    .reduce((rest, [word, mask]) => rest.replace(wholeWord(word), mask), text);
}

/** `R1` in `R1#` and `R1.lab`; not in `R10`, `R1-a`, `CR1`. */
function wholeWord(word: string): RegExp {
  const literal = word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${literal}(?![\\p{L}\\p{N}_-]|\\.\\d)`, 'gu');
}
