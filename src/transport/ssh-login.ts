import { DeviceError } from '../error/flow-error.js';
import { credentialIdOf } from '../inventory/credentials.js';
import type { Host } from '../inventory/host.js';
import type { ConnectOptions, Way } from './connect-options.js';
import { logInAs, type Proof, prepare, type SshLogin } from './ssh-attempt.js';

/**
 * Logs in with the first of a host's credentials that it accepts; the next one is tried only after the one before was
 * refused, on a connection of its own, since many servers let nobody change the user. A server that hangs up while we wait for leave
 * to show a credential is connected to again.
 *
 * @param open  opens a way to the host, once per credential
 * @throws {DeviceError} `dns`, `unreachable`, `refused`, `kex`, `hostkey`, `auth`, `lockout`, `vty_full`, `timeout`, `disconnected`,
 *   `cancelled`
 */
export async function logIn(host: Host, open: () => Promise<Way>, options: ConnectOptions): Promise<SshLogin> {
  const { access } = options;
  for (;;) {
    const [candidate = host] = access.candidates(host);
    const tell = (accepted: boolean) =>
      options.onVerdict({ hop: host.name, credential: credentialIdOf(candidate), accepted });
    let isShown = false;
    let proof: Proof | undefined;
    try {
      proof = prepare(candidate, options);
      const way = await open();
      isShown = true;
      const login = await logInAs(proof, way, options);
      if (login.isProven) tell(true);
      return login;
    } catch (error) {
      if (proof?.isHeld && error instanceof DeviceError && error.code === 'disconnected') {
        await options.mayShow(credentialIdOf(candidate));
        continue;
      }
      if (error instanceof DeviceError && error.code === 'lockout' && access.refuse(host, candidate)) continue;
      const isRefused = error instanceof DeviceError && error.code === 'auth' && error.phase === 'auth';
      if (!isRefused) throw error;
      if (isShown) tell(false);
      if (!access.refuse(host, candidate)) throw error;
    }
  }
}

/** A host's port, for messages. */
export function placeOf(host: Host): string {
  return `${host.address} port ${host.port}`;
}
