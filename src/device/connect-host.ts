import { type AskLeave, alwaysGiven } from '../inventory/leave.js';
import type { HostEvent, NoticeGroup } from '../task/event.js';
import type { HostJob } from '../task/host-job.js';
import type { Access } from '../transport/access.js';
import type { Flights } from '../transport/flights.js';
import { connectSsh } from '../transport/ssh.js';
import type { Transport } from '../transport/transport.js';
import { platformOf } from './platform-of.js';

/** Who wants a way to a host. */
export interface Caller {
  emit(event: HostEvent): void;
  signal: AbortSignal;
  /** Asked before a credential is shown; absent: all may be. */
  mayShow?: AskLeave;
  /** Counts round trips. */
  flights?: Flights | undefined;
}

/** Opens the way to a host; a test hands in a recorded login instead. */
export type Connect = (job: HostJob, caller: Caller) => Promise<Transport>;

/**
 * Opens ways to hosts by SSH or telnet, as their inventory says.
 *
 * @param access  what these logins have in common; its owner closes it
 */
export function connectWith(access: Access): Connect {
  return async ({ host, jumps, timeouts, hostKeys, platformDirs, isTerse }, { emit, signal, mayShow, flights }) => {
    const told = { host: host.name };
    const { terminal, usernameSuffix } = await platformOf(host.platform, platformDirs);
    const options = {
      access,
      jumps,
      hostKeys,
      signal,
      flights,
      mayShow: mayShow ?? alwaysGiven,
      terminal,
      ...(usernameSuffix !== undefined && { usernameSuffix }),
      connectMs: timeouts.connectMs,
      authMs: timeouts.authMs,
      onStep: (step: string) => {
        if (!isTerse) emit({ type: 'step', ...told, step, at: Date.now() });
      },
      onNotice: (message: string, of: { group?: NoticeGroup; isForAll?: boolean } = {}) =>
        emit({ type: 'notice', ...told, at: Date.now(), message, ...of }),
      onWarning: (message: string) => emit({ type: 'notice', ...told, at: Date.now(), message, isWarning: true }),
      onVerdict: (verdict: { hop: string; credential: string; accepted: boolean }) =>
        emit({ type: 'login', ...told, at: Date.now(), ...verdict }),
    };
    if (host.transport !== 'telnet') return connectSsh(host, options);
    const { connectTelnet } = await import('../transport/telnet.js');
    return connectTelnet(host, options);
  };
}
