import { request } from 'node:http';
import type { Socket } from 'node:net';
import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import type { Host } from '../inventory/host.js';
import { PROXY_FORM, type ProxyServer, parseProxy } from '../inventory/proxy.js';
import { dial, noAnswer, type WayOptions } from './way.js';

/**
 * Opens a connection to a host's port through a proxy.
 *
 * @param url  see `parseProxy`
 * @returns a socket, paused, from which the host's first byte is still to be read
 * @throws {DeviceError} that names the proxy: `dns`, `unreachable`, `refused`, `auth`, `cancelled`
 */
export async function connectThroughProxy(url: string, target: Host, options: WayOptions): Promise<Socket> {
  const proxy = parseProxy(url);
  if (!proxy) throw new DeviceError('unreachable', `the proxy is not written as ${PROXY_FORM}`, { phase: 'tcp' });
  const place = `proxy ${proxy.address} port ${proxy.port}`;
  const socket = await dial({ address: proxy.address, port: proxy.port, place }, options);
  const goal = { address: target.address, port: target.port };
  try {
    return await within(options, { socket, place: `${place} to ${target.address} port ${target.port}` }, () =>
      askFor(goal, { proxy, place, socket }),
    );
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** What has been reached of a proxy. */
interface Reached {
  proxy: ProxyServer;
  place: string;
  socket: Socket;
}

async function askFor(goal: { address: string; port: number }, reached: Reached): Promise<Socket> {
  if (reached.proxy.kind === 'http') return connectByHttp(goal, reached);
  const { connectBySocks, SocksRefusal } = await import('./socks.js');
  try {
    return await connectBySocks(goal, reached);
  } catch (error) {
    // The package's own error carries the password, so it is not kept as the cause.
    throw explainRefusal(error instanceof SocksRefusal ? error : new Error('it ended the connection'), goal, reached);
  }
}

/** @see RFC 9110, section 9.3.6 (CONNECT) and RFC 7617 (Basic authentication) */
function connectByHttp(goal: { address: string; port: number }, reached: Reached): Promise<Socket> {
  const { proxy, place, socket } = reached;
  const path = `${goal.address.includes(':') ? `[${goal.address}]` : goal.address}:${goal.port}`;
  const login = Buffer.from(`${proxy.username ?? ''}:${proxy.password ?? ''}`).toString('base64');
  const headers = { host: path, ...(proxy.username !== undefined && { 'proxy-authorization': `Basic ${login}` }) };
  return new Promise((resolve, reject) => {
    const asked = request({ method: 'CONNECT', path, headers, createConnection: () => socket });
    const refuse = (status: number, words = '') => {
      const said = `${status} ${printableLine(words)}`.trim();
      const code = status === 407 ? 'auth' : 'unreachable';
      const message =
        code === 'auth'
          ? `${place} did not accept its credentials: ${said}`
          : `${place} opened no way to ${path}: ${said}`;
      // Not the phase of a login: no other credential of the host would help.
      reject(new DeviceError(code, message, { phase: 'tcp' }));
    };
    asked.once('connect', (response, _socket, head) => {
      const { statusCode = 0, statusMessage } = response;
      if (statusCode < 200 || statusCode > 299) return refuse(statusCode, statusMessage);
      socket.pause();
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.once('response', ({ statusCode = 0, statusMessage }) => refuse(statusCode, statusMessage));
    asked.once('error', (error) => reject(explainRefusal(error, goal, reached)));
    asked.end();
  });
}

function explainRefusal(error: Error, goal: { address: string; port: number }, { place }: Reached): DeviceError {
  const said = printableLine(error.message);
  const there = `${goal.address} port ${goal.port}`;
  if (/authentication|no accepted auth/i.test(said))
    return new DeviceError('auth', `${place} did not accept its credentials`, { phase: 'tcp' });
  if (/ConnectionRefused/i.test(said))
    return new DeviceError('refused', `connections are refused by ${there}, says ${place}`, { phase: 'tcp' });
  return new DeviceError('unreachable', `${place} opened no way to ${there}: ${said}`, { phase: 'tcp' });
}

/** Ends a dialogue with a proxy that takes too long, or that nobody waits for any more. */
function within(
  { signal, connectMs }: WayOptions,
  { socket, place }: { socket: Socket; place: string },
  work: () => Promise<Socket>,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(new DeviceError('cancelled', `cancelled while connecting through ${place}`, { phase: 'tcp' }));
      socket.destroy();
    };
    const timer = setTimeout(() => {
      reject(noAnswer(place, connectMs));
      socket.destroy();
    }, connectMs);
    signal.addEventListener('abort', onAbort);
    work()
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      });
    if (signal.aborted) onAbort();
  });
}
