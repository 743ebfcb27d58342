import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Workshop } from './workshop.js';

/** What a port does with a connection instead of SSH. */
export type Behaviour = (socket: Socket) => void;

/** Hangs up at once. */
export const hangUp: Behaviour = (socket) => socket.destroy();
/** Takes the connection and says nothing, ever. */
export const keepSilent: Behaviour = () => {};
/** Says something that is not SSH, and hangs up. */
export const speakHttp: Behaviour = (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');

/** Starts a server on a free port of 127.0.0.1 that is no SSH server. @returns its port */
export async function startDeadEnd(workshop: Workshop, behaviour: Behaviour): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    behaviour(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  workshop.later(() => stop(server, sockets));
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}
