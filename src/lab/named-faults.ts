import type { ErrorCode } from '../error/codes.js';
import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import type { Faults } from './faults.js';
import { makeRandom, pickNumber, type Random } from './random.js';

/** A fault as people ask for it. */
export interface NamedFault {
  /** What such a host does; N is the number that may be given with the name. */
  about: string;
  /** The codes of the errors that it may lead to; none: it is only slow. */
  codes: readonly ErrorCode[];
  /** The least N that makes sense; without it the fault takes no number. */
  least?: 0 | 1;
  /** Makes it; what N does not say is left to chance, or is the usual. */
  make(random: Random, n?: number): Faults;
}

const MOST_BYTES = 1_500;
const MOST_ANSWERS = 6;
const MOST_N = 1_000_000_000;
/** Early more often than late: most logins are short. */
const anywhere = (random: Random) => Math.ceil(MOST_BYTES * random() ** 3) + 1;
const anAnswer = (random: Random) => pickNumber(random, 1, MOST_ANSWERS);

/** Every fault that can be asked for, by its name. */
export const NAMED_FAULTS: Readonly<Record<string, NamedFault>> = {
  slow: {
    about: 'answers 0.3 s late (N ms), in pieces of 7 bytes',
    codes: [],
    least: 0,
    make: (_, n = 300) => ({ delayMs: n, chunks: [7] }),
  },
  silent: {
    about: 'falls silent somewhere (after N bytes)',
    codes: ['timeout', 'prompt', 'incomplete'],
    least: 0,
    make: (random, n = anywhere(random)) => ({ silentAfterBytes: n }),
  },
  'half-prompt': {
    about: 'falls silent in the middle of a prompt (the one behind answer N)',
    codes: ['timeout', 'prompt', 'incomplete'],
    least: 1,
    make: (random, n = anAnswer(random)) => ({ spoils: { how: 'half-prompt', answer: n } }),
  },
  drop: {
    about: 'drops the connection somewhere (at byte N)',
    codes: ['disconnected', 'incomplete'],
    least: 0,
    make: (random, n = anywhere(random)) => ({ closeAtByte: n }),
  },
  'wrong-password': {
    about: 'refuses every login',
    codes: ['auth', 'lockout'],
    make: () => ({ refusesEveryone: true }),
  },
  full: {
    about: 'has no free session (after N logins): it says so and hangs up',
    codes: ['vty_full'],
    least: 0,
    make: (_, n = 0) => ({ vtyFull: '% All lines in use', goodLogins: n }),
  },
  refused: {
    about: 'does not listen (after N connections)',
    codes: ['refused'],
    least: 0,
    make: (_, n = 0) => ({ refusesConnections: true, goodLogins: n }),
  },
  garbage: {
    about: 'sends noise from the middle of an answer (of answer N) on',
    codes: ['timeout', 'prompt', 'incomplete'],
    least: 1,
    make: (random, n = anAnswer(random)) => ({ spoils: { how: 'garbage', answer: n } }),
  },
  'host-key': {
    about: 'shows another host key at each login but the first',
    codes: ['hostkey'],
    make: () => ({ changesHostKey: true }),
  },
  flood: {
    about: 'sends 5 MiB before its first prompt (before answer N)',
    codes: ['incomplete', 'timeout', 'prompt'],
    least: 1,
    make: (_, n = 1) => ({ spoils: { how: 'flood', answer: n } }),
  },
  reload: {
    about: 'reloads in the middle of an answer (of answer N)',
    codes: ['disconnected', 'incomplete'],
    least: 1,
    make: (random, n = anAnswer(random)) => ({ spoils: { how: 'reload', answer: n } }),
  },
};

/** The form in which faults are asked for. */
export const FAULT_FORM = 'NAME, NAME:N, NAME@HOST or NAME@20%';

interface AskedFault {
  name: string;
  fault: NamedFault;
  n: number | undefined;
  /** Behind the `@`; undefined: all hosts. */
  whom: string | undefined;
}

/** Among whom, and by which chance. */
export interface FaultChoice {
  /** Everything left to chance follows from it. */
  seed: number;
  /** The names of all hosts there are. */
  hosts: readonly string[];
}

/**
 * Reads faults such as `slow`, `drop:512@R2`, `silent@20%`. A share is rounded down, and is at least one host.
 *
 * @returns what is unusual about a host, by its name
 * @throws {UsageError} for a fault that there is not, a number that is none, or one that nobody would have
 */
export function readFaults(texts: readonly string[], { seed, hosts }: FaultChoice): (host: string) => Faults {
  const found = new Map<string, Faults>();
  for (const { name, fault, n, whom } of texts.map(readFault)) {
    for (const host of chooseStruck(whom, { name, seed, hosts })) {
      const made = fault.make(makeRandom(seed, `${host} ${name}`), n);
      found.set(host, { ...found.get(host), ...made });
    }
  }
  return (host) => found.get(host) ?? {};
}

function chooseStruck(whom: string | undefined, { name, seed, hosts }: FaultChoice & { name: string }) {
  if (whom === undefined) return hosts;
  const percent = readPercent(whom, name);
  if (percent === undefined) {
    if (hosts.includes(whom)) return [whom];
    const proposal = proposeName(whom, hosts);
    throw new UsageError(
      `--fault ${name}@${whom}: there is no such host in this run${proposal ? `\n  ${proposal}` : ''}`,
    );
  }
  const drawn = hosts.map((host) => ({ host, lot: makeRandom(seed, `${host} ${name} share`)() }));
  drawn.sort((a, b) => a.lot - b.lot);
  return drawn.slice(0, Math.max(1, Math.floor((hosts.length * percent) / 100))).map(({ host }) => host);
}

/** @returns undefined where it is no share */
function readPercent(whom: string, name: string): number | undefined {
  const [, digits] = /^(\d+(?:\.\d+)?)%$/.exec(whom) ?? [];
  if (digits === undefined) return undefined;
  const percent = Number(digits);
  if (percent > 0 && percent <= 100) return percent;
  throw new UsageError(`--fault: expected a share above 0% and up to 100%, got "${name}@${whom}"`);
}

function readFault(text: string): AskedFault {
  // `drop`, `drop:512`, `drop@R2`, `drop:512@R2`
  const [, name = text, number, whom] = /^([^@:]*)(?::([^@]*))?(?:@(.+))?$/s.exec(text) ?? [];
  const fault = Object.hasOwn(NAMED_FAULTS, name) ? NAMED_FAULTS[name] : undefined;
  if (!fault) {
    const names = Object.keys(NAMED_FAULTS);
    const proposal = proposeName(name, names) ?? `there are ${names.join(', ')}`;
    throw new UsageError(`--fault: expected ${FAULT_FORM}, got "${text}"\n  ${proposal}`);
  }
  return { name, fault, n: number === undefined ? undefined : readNumber(number, { name, fault }), whom };
}

function readNumber(text: string, { name, fault: { least } }: { name: string; fault: NamedFault }): number {
  if (least === undefined) throw new UsageError(`--fault: "${name}" takes no number, got "${name}:${text}"`);
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= MOST_N) return number;
  throw new UsageError(`--fault: expected a whole number from ${least} on, as in "${name}:3", got "${name}:${text}"`);
}
