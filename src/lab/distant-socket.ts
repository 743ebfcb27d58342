import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { DelayLine } from './delay-line.js';

/** A connection of a simulated host: as the kernel has it, or to a client that is far. */
export type ClientSocket = Socket | DistantSocket;

/** Bytes that may be under way to the client before the host has to wait, as with a window of TCP. */
const WINDOW = 4 * 1024 * 1024;

/** Bytes under way, or the end of them; `trips` is how many ways in a row led to their arrival. */
interface Flight {
  bytes: Buffer | 'end' | 'lost';
  trips: number;
}

/**
 * A socket whose client is far: all that passes, in each direction, arrives `latencyMs` late.
 * The connection itself is set up by the kernel and costs no time.
 *
 * It also counts the ways that had to be gone one after the other. Whoever sends can only know what has arrived by then, so what
 * is sent is one way further than the furthest that has arrived.
 */
export class DistantSocket extends Duplex {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly remoteFamily: string | undefined;
  readonly #socket: Socket;
  readonly #toHost: DelayLine<Flight>;
  readonly #toClient: DelayLine<Flight>;
  #bytesToClient = 0;
  #waiting: (() => void) | undefined;
  #tripsToHost = 0;
  #tripsToClient = 0;

  constructor(socket: Socket, latencyMs: number) {
    super({ allowHalfOpen: false });
    this.remoteAddress = socket.remoteAddress;
    this.remotePort = socket.remotePort;
    this.remoteFamily = socket.remoteFamily;
    this.#socket = socket;
    this.#toHost = new DelayLine(latencyMs, (flight) => this.#arriveAtHost(flight));
    this.#toClient = new DelayLine(latencyMs, (flight) => this.#arriveAtClient(flight));
    const send = (bytes: Flight['bytes']) => {
      if (!this.destroyed) this.#toHost.carry({ bytes, trips: this.#tripsToClient + 1 });
    };
    socket.on('data', send);
    socket.once('end', () => send('end'));
    socket.once('close', () => send('lost'));
    socket.on('error', () => {}); // `close` follows
  }

  /** Ways that the bytes took, one after the other, which the client would have if the host answered now. Two are a round trip. */
  get tripsOfAnswer(): number {
    return this.#tripsToHost + 1;
  }

  /** Closes once what was written is out. */
  destroySoon(): void {
    this.end(() => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#bytesToClient += bytes.length;
    this.#toClient.carry({ bytes, trips: this.tripsOfAnswer });
    if (this.#bytesToClient < WINDOW) done();
    else this.#waiting = done;
  }

  override _final(done: () => void): void {
    this.#waiting = done;
    this.#toClient.carry({ bytes: 'end', trips: this.tripsOfAnswer });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#toHost.clear();
    this.#toClient.clear();
    this.#socket.destroy();
    done(error);
  }

  #arriveAtHost({ bytes, trips }: Flight): void {
    this.#tripsToHost = Math.max(this.#tripsToHost, trips);
    if (bytes === 'lost') this.destroy();
    else if (bytes === 'end') {
      this.push(null);
      this.read(0);
    } else if (!this.push(bytes)) this.#socket.pause();
  }

  #arriveAtClient({ bytes, trips }: Flight): void {
    this.#tripsToClient = Math.max(this.#tripsToClient, trips);
    if (bytes === 'end') {
      this.#socket.end();
      this.#release();
    } else if (bytes !== 'lost' && this.#socket.writable) {
      this.#socket.write(bytes, () => {
        this.#bytesToClient -= bytes.length;
        if (this.#bytesToClient < WINDOW) this.#release();
      });
    }
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }
}
