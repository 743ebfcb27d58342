import { loadPlatform } from '../../device/load-platform.js';
import { speechOf } from '../../device/speech.js';
import type { RecordedLogin } from '../../task/recording.js';
import type { Faults } from '../faults.js';
import { factsOf } from '../generic/family-facts.js';
import type { Personality } from '../personalities/personality.js';
import type { Cassette } from './cassette.js';
import { CassetteShell } from './cassette-shell.js';
import { Tape } from './tape.js';

const NOBODY: RecordedLogin = { exchanges: [] };

/**
 * Makes a personality of a cassette: a host that says what it said when it was recorded. Its tape runs on from login to login.
 *
 * @param dirs  folders with platforms of somebody's own
 * @throws {DocumentError} when its platform is not known
 */
export function makeCassettePersonality(cassette: Cassette, dirs: readonly string[] = []): Personality {
  const platform = loadPlatform(cassette.platform, dirs);
  const speech = speechOf(platform);
  const answering = cassette.logins.filter(({ prompt }) => prompt !== undefined);
  const logins = answering.length > 0 ? answering : [cassette.logins.at(-1) ?? NOBODY];
  return {
    name: platform.name,
    aliases: platform.aliases,
    ident: cassette.software ?? factsOf(platform.name).other.ident ?? 'OpenSSH_8.1',
    ...(platform.usernameSuffix !== undefined && { usernameSuffix: platform.usernameSuffix }),
    makeDevice: () => {
      const tape = new Tape(cassette, speech);
      let opened = 0;
      return {
        openShell: () => {
          const login = logins[Math.min(opened++, logins.length - 1)] as RecordedLogin;
          return new CassetteShell(cassette, { tape, speech, login });
        },
      };
    },
  };
}

/** How a host fails that never showed a prompt; what cannot be played (a name that is not found, no common algorithm) is a refused connection. */
export function recordedFaults({ logins }: Cassette): Faults {
  if (logins.some(({ prompt }) => prompt !== undefined)) return {};
  const { code, phase } = logins.at(-1)?.ended ?? {};
  switch (code) {
    case 'auth':
      return { refusesEveryone: true };
    case 'vty_full':
      return { vtyFull: '% All lines are in use' };
    case 'prompt':
      return {};
    case 'disconnected':
      return phase === 'prompt' ? {} : { closesOnConnect: true };
    case 'timeout':
      return phase === 'prompt' ? {} : { silentOnConnect: true };
    default:
      return { refusesConnections: true };
  }
}
