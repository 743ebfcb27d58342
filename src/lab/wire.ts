import type { Faults } from './faults.js';
import { pickNumber, type Random } from './random.js';
import { spoilAnswer } from './spoil-answer.js';

/** Where the pieces go. */
export interface WireEnds {
  write(bytes: Buffer): void;
  drop(): void;
}

/** Sends what a console says in the way that the host's faults ask for: in pieces, up to a byte, or not at all. */
export class Wire {
  readonly #faults: Faults;
  readonly #ends: WireEnds;
  readonly #random: Random;
  #sent = 0;
  #piece = 0;
  #isCut = false;
  #answers = 0;

  constructor(faults: Faults, random: Random, ends: WireEnds) {
    this.#faults = faults;
    this.#random = random;
    this.#ends = ends;
  }

  send(text: string): void {
    const { spoils } = this.#faults;
    this.#answers++;
    if (spoils === undefined || this.#answers < spoils.answer) this.#sendUpToFault(Buffer.from(text, 'utf8'));
    else if (this.#answers === spoils.answer) {
      this.#sendUpToFault(spoilAnswer(text, spoils.how, this.#random));
      if (spoils.how === 'reload') this.#ends.drop();
    }
  }

  #sendUpToFault(all: Buffer): void {
    const { closeAtByte = Number.POSITIVE_INFINITY, silentAfterBytes = Number.POSITIVE_INFINITY } = this.#faults;
    const room = Math.min(closeAtByte, silentAfterBytes) - this.#sent;
    const bytes = all.length > room ? all.subarray(0, Math.max(0, room)) : all;
    this.#sendPieces(bytes);
    this.#sent += bytes.length;
    if (this.#sent >= closeAtByte && !this.#isCut) {
      this.#isCut = true;
      this.#ends.drop();
    }
  }

  #sendPieces(bytes: Buffer): void {
    if (this.#faults.chunks === undefined) {
      if (bytes.length > 0) this.#ends.write(bytes);
      return;
    }
    for (let start = 0; start < bytes.length; ) {
      const size = this.#nextSize(this.#faults.chunks);
      this.#ends.write(bytes.subarray(start, start + size));
      start += size;
    }
  }

  #nextSize(chunks: NonNullable<Faults['chunks']>): number {
    if (chunks === 'random') return pickNumber(this.#random, 1, 1000);
    const size = chunks[this.#piece % chunks.length] ?? 1;
    this.#piece++;
    return Math.max(1, size);
  }
}
