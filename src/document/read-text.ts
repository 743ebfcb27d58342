/** Reads a UTF-8 text file. @throws {DocumentError} when it is missing, a directory, unreadable, not UTF-8, or larger than 16 MiB */
export function readText(_file: string): string {
  throw new Error('not written yet');
}
