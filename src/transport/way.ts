import type { Socket } from 'node:net';
import { DeviceError } from '../error/flow-error.js';
import type { Host } from '../inventory/host.js';
import type { ConnectOptions, Way } from './connect-options.js';
import { explainTcpError } from './ssh-error.js';
import { beginTcp } from './tcp-socket.js';

/** What a way is opened with. */
export type WayOptions = Pick<ConnectOptions, 'connectMs' | 'signal' | 'onStep'>;

/** Opens a way to a host: through its jump hosts, through its proxy, or straight. @throws {DeviceError} */
export function openWay(host: Host, options: ConnectOptions): Promise<Way> {
  options.onStep('connecting');
  if (options.jumps.length > 0) return options.access.jumps.open(options.jumps, host, options);
  return connectDirectly(host, options);
}

/**
 * Opens the TCP connection that flow itself makes: to the host, or to its proxy and on from there.
 *
 * @throws {DeviceError} `dns`, `unreachable`, `refused`, `auth` (of a proxy), `cancelled`
 */
export async function connectDirectly(host: Host, options: WayOptions): Promise<Way> {
  const place = `${host.address} port ${host.port}`;
  const since = performance.now();
  const stream =
    host.proxy === undefined || host.proxy === 'none'
      ? await dial({ address: host.address, port: host.port, place }, options)
      : await (await import('./proxy.js')).connectThroughProxy(host.proxy, host, options);
  return { stream, place, tcpMs: Math.round((performance.now() - since) * 10) / 10, lostBecause: () => undefined };
}

/**
 * Opens a TCP connection within the time that connecting may take.
 *
 * @param end.place  what to call it in messages
 * @throws {DeviceError} `dns`, `unreachable`, `refused`, `disconnected`, `cancelled`
 */
export function dial(end: { address: string; port: number; place: string }, options: WayOptions): Promise<Socket> {
  const { signal, connectMs } = options;
  return new Promise((resolve, reject) => {
    const socket = beginTcp(end);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      socket.on('error', ignore);
      act();
    };
    const fail = (error: DeviceError) =>
      settle(() => {
        socket.destroy();
        reject(error);
      });
    const onError = (error: Error) => fail(explainTcpError(error, end.place));
    const onAbort = () =>
      fail(new DeviceError('cancelled', `cancelled while connecting to ${end.place}`, { phase: 'tcp' }));
    const timer = setTimeout(() => fail(noAnswer(end.place, connectMs)), connectMs);
    socket.once('error', onError);
    socket.once('connect', () => settle(() => resolve(socket)));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

/** Nothing came from there in time. */
export function noAnswer(place: string, ms: number): DeviceError {
  return new DeviceError('unreachable', `no answer from ${place} within ${ms / 1000} s`, { phase: 'tcp' });
}

/** Whoever uses the stream listens for errors of its own; until then one must not end the process. */
function ignore(): void {}
