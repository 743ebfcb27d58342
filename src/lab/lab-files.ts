const MOST_BYTES = 64 * 1024 * 1024;

/** Files that were brought to one simulated host, kept in memory until the lab stops: what was put can be fetched again. */
export class LabFiles {
  readonly #files = new Map<string, Buffer>();
  readonly #open = new Map<number, string>();
  #handles = 0;

  /** @returns a handle; undefined when there is no such file and none is to be made */
  open(path: string, { isNew }: { isNew: boolean }): number | undefined {
    if (isNew) this.#files.set(path, Buffer.alloc(0));
    if (!this.#files.has(path)) return undefined;
    this.#open.set(++this.#handles, path);
    return this.#handles;
  }

  close(handle: number): void {
    this.#open.delete(handle);
  }

  /** In bytes; undefined when there is no such file. */
  sizeOf(path: string): number | undefined {
    return this.#files.get(path)?.length;
  }

  sizeOfOpen(handle: number): number | undefined {
    return this.sizeOf(this.#open.get(handle) ?? '');
  }

  /** Pieces may come in any order. @returns false for a handle that is not open, and when the host is full */
  write(handle: number, offset: number, piece: Buffer): boolean {
    const path = this.#open.get(handle);
    const old = path === undefined ? undefined : this.#files.get(path);
    const end = offset + piece.length;
    if (path === undefined || !old || end > MOST_BYTES) return false;
    const bytes = end > old.length ? Buffer.concat([old, Buffer.alloc(end - old.length)]) : old;
    piece.copy(bytes, offset);
    this.#files.set(path, bytes);
    return true;
  }

  /** @returns what is there, at most `length` bytes; undefined at the end of the file */
  read(handle: number, offset: number, length: number): Buffer | undefined {
    const bytes = this.#files.get(this.#open.get(handle) ?? '');
    return bytes && offset < bytes.length ? bytes.subarray(offset, offset + length) : undefined;
  }
}
