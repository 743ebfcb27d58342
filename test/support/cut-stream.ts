import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Size in bytes of the n-th piece, from 0; Infinity for all that is left. */
export type Cut = (index: number) => number;

/** One end of a TCP connection: what is written goes out in pieces of chosen sizes, one per turn of the event loop; what comes in is left as it is. */
export class CutStream extends Duplex {
  #pieces = 0;

  constructor(
    private readonly socket: Socket,
    private readonly cut: Cut,
  ) {
    super();
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      if (!this.push(bytes)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', () => {}); // a close follows
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.socket.destroyed) {
      done();
      return;
    }
    const size = Math.min(this.cut(this.#pieces++), bytes.length);
    this.socket.write(bytes.subarray(0, size));
    const rest = bytes.subarray(size);
    setImmediate(() => (rest.length > 0 ? this._write(rest, _encoding, done) : done()));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }
}
