import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLazyOutput } from '../task/lazy-output.js';
import type { Result } from '../task/result.js';

/** Characters; below it a place in a file would cost as much as it saves. */
const LONG = 4_096;

/**
 * Keeps the long outputs of a run in a file, so that memory grows with what is in flight and not with what has been said.
 *
 * The file has no name once it is open: nobody else finds it, and its room is free again when it is closed or the process ends,
 * however that ends. Where it cannot be made or takes no more, outputs stay in memory.
 */
export class OutputStore {
  readonly #folder: string;
  /** Undefined until the first long output, null once there can be none. */
  #file: number | null | undefined;
  /** Bytes so far. */
  #size = 0;

  /** @param folder  where the file is made; the system's for temporary files unless given */
  constructor(folder = tmpdir()) {
    this.#folder = folder;
  }

  /** Takes a masked result. @returns it, with an output that is read from the file when it is long */
  keep(result: Result): Result {
    const { output } = result;
    if (output === null || output.length < LONG) return result;
    // Such characters are nearly all there are, and are read back to the letter in half the room.
    const encoding = /^[\0-\xff]*$/.test(output) ? 'latin1' : 'utf16le';
    const bytes = Buffer.from(output, encoding);
    const at = this.#append(bytes);
    if (at === undefined) return result;
    return withLazyOutput(result, () => this.#read(at, bytes.length).toString(encoding));
  }

  /** Gives the room back: no output of this store can be read any more. */
  close(): void {
    if (typeof this.#file === 'number') closeSync(this.#file);
    this.#file = null;
  }

  /** @returns where it begins; undefined when there is no room for it */
  #append(bytes: Buffer): number | undefined {
    const at = this.#size;
    try {
      if (this.#file === undefined) this.#file = openNameless(this.#folder);
      if (this.#file === null) return undefined;
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
      this.#size += bytes.length;
      return at;
    } catch {
      this.#file ??= null; // what has been written stays readable, and the next one may be shorter
      return undefined;
    }
  }

  #read(at: number, length: number): Buffer {
    if (typeof this.#file !== 'number') throw new Error('an output is read after its store was closed');
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#file, bytes, done, length - done, at + done);
      if (count === 0) throw new Error('the file of outputs is shorter than what was written to it');
      done += count;
    }
    return bytes;
  }
}

function openNameless(folder: string): number {
  const path = join(folder, `flow-outputs-${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}
