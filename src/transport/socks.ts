import type { Socket } from 'node:net';
import { SocksClient } from 'socks';
import type { ProxyServer } from '../inventory/proxy.js';

/** A SOCKS server said no, in the package's words; they hold no secret. */
export class SocksRefusal extends Error {
  override readonly name = 'SocksRefusal';
}

/**
 * Asks a SOCKS server, over a connection that is open already, for a way on to a host. A name is looked up by the server.
 * The only file that knows the package socks.
 *
 * @returns the socket; its first bytes come with the next turn of the event loop, so it must be listened to before
 * @throws {SocksRefusal}
 * @see RFC 1928 and RFC 1929
 */
export async function connectBySocks(
  goal: { address: string; port: number },
  { proxy, socket }: { proxy: ProxyServer; socket: Socket },
): Promise<Socket> {
  const { address, port, username, password, kind } = proxy;
  try {
    await SocksClient.createConnection({
      command: 'connect',
      destination: { host: goal.address, port: goal.port },
      existing_socket: socket,
      proxy: {
        host: address,
        port,
        type: kind === 'socks4' ? 4 : 5,
        ...(username !== undefined && { userId: username }),
        ...(password !== undefined && { password }),
      },
    });
    return socket;
  } catch (error) {
    throw new SocksRefusal(error instanceof Error ? error.message : String(error));
  }
}
