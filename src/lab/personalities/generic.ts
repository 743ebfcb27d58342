import { loadPlatform } from '../../device/load-platform.js';
import type { Platform } from '../../device/platform.js';
import { inventDevice } from '../device-facts.js';
import { factsOf } from '../generic/family-facts.js';
import { GenericDevice } from '../generic/generic-device.js';
import { asksForCredentials } from '../generic/generic-login.js';
import { LinuxShell } from '../linux/linux-shell.js';
import type { Personality } from './personality.js';

/**
 * Makes a personality of a platform definition and of what is known of the family beside it: any platform can be simulated.
 *
 * @param dirs  folders with platforms of somebody's own
 * @throws {DocumentError} when there is no such platform, or its file is wrong
 */
export function makePersonality(name: string, dirs: readonly string[] = []): Personality {
  const platform = loadPlatform(name, dirs);
  const { ident } = factsOf(platform.name).other;
  return {
    name: platform.name,
    aliases: platform.aliases,
    ident: ident ?? 'OpenSSH_8.1',
    logsInByShell: asksForCredentials(platform.login),
    ...(platform.usernameSuffix !== undefined && { usernameSuffix: platform.usernameSuffix }),
    makeDevice: (seed) => (isUnix(platform) ? makeMachine(platform)(seed) : new GenericDevice(platform, seed)),
  };
}

/** The platform sets the prompt itself: only a Unix shell can do that. */
function isUnix({ setup }: Platform): boolean {
  return setup.some(({ prompt }) => prompt !== undefined);
}

function makeMachine({ name }: Platform): Personality['makeDevice'] {
  const { exec, privileged } = factsOf(name);
  return (seed) => {
    const facts = inventDevice(seed);
    return { openShell: (login) => new LinuxShell(login, seed, { facts, prompts: { exec, privileged } }) };
  };
}
