import { inventDevice } from '../device-facts.js';
import { LinuxShell } from '../linux/linux-shell.js';
import type { Personality } from './personality.js';

/** A Linux machine with a shell like bash: variables, quotes, `;`, `&&`, `|`, and a handful of programs. */
export const linux: Personality = {
  name: 'linux',
  aliases: ['linux_ssh'],
  ident: 'OpenSSH_9.2p1',
  makeDevice: (seed) => {
    const facts = inventDevice(seed);
    return { openShell: (login) => new LinuxShell(login, seed, { facts }) };
  },
};
