import type { Duplex } from 'node:stream';

/** In clear text sizes are told in steps of so many bytes, as a cipher has them: the exact size would tell how long a password is. */
const CLEAR_TEXT_STEP = 16;

/** How a way is followed. */
export interface FollowOptions {
  /** What is done on it first. */
  phase: string;
  /** What is written can be read on the way. */
  isClearText?: boolean;
}

/** What was written without reading in between, and what came back before the next writing: one round trip. */
export interface Flight {
  /** What the login was doing: `kex`; `auth+shell` where it did two things at once. */
  phase: string;
  /** Bytes on the wire; where they are not encrypted, rounded up. */
  sent: number;
  received: number;
}

/**
 * Counts the round trips of one login: each time something is written after something was read. It sees how much and when,
 * never what. What it takes to get through a proxy or into a jump host is not counted, and the way to the host is one flight.
 */
export class Flights {
  readonly #flights: Flight[] = [];
  #phase = 'tcp';
  #step = 1;
  /** Something was read since the last writing, so that the next writing is a new flight. */
  #isAnswered = true;

  /** From now on the login is doing this. */
  enter(phase: string): void {
    this.#phase = phase;
  }

  /** A way to the host is open: counts it, and everything on it from here. Must be called before the first byte. */
  follow(stream: Duplex, { phase, isClearText = false }: FollowOptions): void {
    this.#flights.push({ phase: 'tcp', sent: 0, received: 0 });
    this.#phase = phase;
    this.#isAnswered = true;
    this.#step = isClearText ? CLEAR_TEXT_STEP : 1;
    stream.on('data', (bytes: Buffer) => this.#read(bytes.length));
    const write = stream.write.bind(stream) as (...values: unknown[]) => boolean;
    stream.write = (...values: unknown[]) => {
      this.#wrote(Buffer.byteLength(values[0] as Buffer | string));
      return write(...values);
    };
  }

  /** The flights so far, in order. */
  list(): Flight[] {
    const round = (bytes: number) => Math.ceil(bytes / this.#step) * this.#step;
    return this.#flights.map(({ phase, sent, received }) => ({ phase, sent: round(sent), received: round(received) }));
  }

  #read(bytes: number): void {
    this.#isAnswered = true;
    const last = this.#flights.at(-1);
    if (last) last.received += bytes;
  }

  #wrote(bytes: number): void {
    const last = this.#flights.at(-1);
    if (!last || this.#isAnswered) {
      this.#flights.push({ phase: this.#phase, sent: bytes, received: 0 });
    } else {
      last.sent += bytes;
      if (!last.phase.split('+').includes(this.#phase)) last.phase += `+${this.#phase}`;
    }
    this.#isAnswered = false;
  }
}
