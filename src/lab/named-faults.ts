import type { ErrorCode } from '../error/codes.js';
import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import type { Faults } from './faults.js';
import { makeRandom, pickNumber, type Random } from './random.js';

/** A fault as people ask for it. */
export interface NamedFault {
  /** What such a host does. */
  about: string;
  /** The codes of the errors that it may lead to; none: it is only slow. */
  codes: readonly ErrorCode[];
  /** Makes it; where it strikes is left to chance. */
  make(random: Random): Faults;
}

const MOST_BYTES = 1_500;
const MOST_ANSWERS = 6;
/** Early more often than late: most logins are short. */
const anywhere = (random: Random) => Math.ceil(MOST_BYTES * random() ** 3) + 1;
const anAnswer = (random: Random) => pickNumber(random, 1, MOST_ANSWERS);

/** Every fault that can be asked for, by its name. */
export const NAMED_FAULTS: Readonly<Record<string, NamedFault>> = {
  slow: {
    about: 'answers 0.3 s late, in pieces of 7 bytes',
    codes: [],
    make: () => ({ delayMs: 300, chunks: [7] }),
  },
  silent: {
    about: 'falls silent somewhere',
    codes: ['timeout', 'prompt', 'incomplete'],
    make: (random) => ({ silentAfterBytes: anywhere(random) }),
  },
  'half-prompt': {
    about: 'falls silent in the middle of a prompt',
    codes: ['timeout', 'prompt', 'incomplete'],
    make: (random) => ({ spoils: { how: 'half-prompt', answer: anAnswer(random) } }),
  },
  drop: {
    about: 'drops the connection somewhere',
    codes: ['disconnected', 'incomplete'],
    make: (random) => ({ closeAtByte: anywhere(random) }),
  },
  'wrong-password': {
    about: 'refuses every login',
    codes: ['auth', 'lockout'],
    make: () => ({ refusesEveryone: true }),
  },
  full: {
    about: 'has no free session: it says so and hangs up',
    codes: ['vty_full'],
    make: () => ({ vtyFull: '% All lines in use' }),
  },
  refused: {
    about: 'does not listen',
    codes: ['refused'],
    make: () => ({ refusesConnections: true }),
  },
  garbage: {
    about: 'sends noise from the middle of an answer on',
    codes: ['timeout', 'prompt', 'incomplete'],
    make: (random) => ({ spoils: { how: 'garbage', answer: anAnswer(random) } }),
  },
  'host-key': {
    about: 'shows another host key at each login but the first',
    codes: ['hostkey'],
    make: () => ({ changesHostKey: true }),
  },
  flood: {
    about: 'sends 5 MiB before its first prompt',
    codes: ['incomplete', 'timeout', 'prompt'],
    make: () => ({ spoils: { how: 'flood', answer: 1 } }),
  },
  reload: {
    about: 'reloads in the middle of an answer',
    codes: ['disconnected', 'incomplete'],
    make: (random) => ({ spoils: { how: 'reload', answer: anAnswer(random) } }),
  },
};

/** The form in which faults are asked for. */
export const FAULT_FORM = 'NAME, NAME@HOST or NAME@20%';

interface AskedFault {
  name: string;
  fault: NamedFault;
  /** All hosts, one by its name, or so many of a hundred by chance. */
  whom: { kind: 'all' } | { kind: 'host'; host: string } | { kind: 'percent'; percent: number };
}

/**
 * Reads faults such as `slow`, `drop@R2`, `silent@20%`.
 *
 * @param seed  everything left to chance follows from it
 * @returns what is unusual about a host, by its name
 * @throws {UsageError} for a fault that there is not, or a share that is none
 */
export function readFaults(texts: readonly string[], seed: number): (host: string) => Faults {
  const asked = texts.map(readFault);
  return (host) =>
    Object.assign(
      {},
      ...asked.map(({ name, fault, whom }) => {
        const random = makeRandom(seed, `${host} ${name}`);
        const share = random();
        const isMeant =
          whom.kind === 'all' ||
          (whom.kind === 'host' && whom.host === host) ||
          (whom.kind === 'percent' && share * 100 < whom.percent);
        return isMeant ? fault.make(random) : {};
      }),
    );
}

function readFault(text: string): AskedFault {
  const [, name = text, rest] = /^([^@]*)@(.+)$/s.exec(text) ?? [];
  const fault = NAMED_FAULTS[name];
  if (!fault) {
    const names = Object.keys(NAMED_FAULTS);
    const proposal = proposeName(name, names) ?? `there are ${names.join(', ')}`;
    throw new UsageError(`--fault: expected ${FAULT_FORM}, got "${text}"\n  ${proposal}`);
  }
  if (rest === undefined) return { name, fault, whom: { kind: 'all' } };
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(rest) ?? [];
  if (percent === undefined) return { name, fault, whom: { kind: 'host', host: rest } };
  if (Number(percent) > 100) throw new UsageError(`--fault: expected a share up to 100%, got "${text}"`);
  return { name, fault, whom: { kind: 'percent', percent: Number(percent) } };
}
