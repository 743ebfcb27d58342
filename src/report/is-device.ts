import { statSync } from 'node:fs';

/** Whether a path leads to what is neither a file nor a folder, as `/dev/null` and `/dev/fd/63` do: it can be written into, not replaced. */
export function isDevice(file: string): boolean {
  try {
    const kind = statSync(file);
    return !kind.isFile() && !kind.isDirectory();
  } catch {
    return false; // not there, or out of reach
  }
}
