import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * A file that grows line by line. Each line is handed to the system before `append` returns, so that a process which is killed
 * leaves at most its last line torn.
 */
export class LineFile {
  readonly #descriptor: number;

  /** Makes the file, or empties it; readable by its owner alone. @throws the system's error */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'w', 0o600);
  }

  /** @param line  with its line end. @throws the system's error; then a part of the line may be there */
  append(line: string): void {
    const bytes = Buffer.from(line);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
