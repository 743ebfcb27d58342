import { connect, type Socket } from 'node:net';
import { platform } from 'node:os';
import type { Writable } from 'node:stream';

/**
 * What all connections of a thread read into, one after the other. Not on Windows: there a connection has its buffer for as long as
 * it waits for something to read.
 */
const SHARED = platform() === 'win32' ? undefined : Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Begins a TCP connection that costs little in a fleet: a piece that comes in takes as much memory as it has bytes, not 64 KiB for a
 * while, and all that is written in answer to it goes out together.
 */
export function beginTcp({ address, port }: { address: string; port: number }): Socket {
  const end = { host: address, port, noDelay: true };
  if (!SHARED) return connect(end);
  const callback = (count: number) => {
    take(Buffer.from(SHARED.subarray(0, count)));
    return true;
  };
  const socket = connect({ ...end, onread: { buffer: SHARED, callback } });
  const join = joinAnswers(socket);
  const take = (piece: Buffer) => {
    // Nobody listens yet, or not at the moment.
    if (socket.readableFlowing !== true || socket.readableLength > 0) {
      socket.push(piece);
      return;
    }
    join();
    socket.emit('data', piece);
  };
  return socket;
}

/** @returns to be called before each piece is dealt with: what is written then, at once or in promises, goes out together */
export function joinAnswers(stream: Writable): () => void {
  const uncork = () => stream.uncork();
  const afterAnswers = () => process.nextTick(uncork);
  return () => {
    stream.cork();
    queueMicrotask(afterAnswers);
  };
}
