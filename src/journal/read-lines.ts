import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { attemptToRead } from './journal-home.js';

/** A line of a file, without its line end. */
export interface Line {
  text: string;
  /** From 1. */
  number: number;
  /** Where it begins, in bytes. */
  offset: number;
  /** In bytes. */
  length: number;
}

const PIECE = 1024 * 1024;
const LINE_END = 0x0a;

/** Reads the lines of a file one after the other, in constant memory; a last line without its end is left out: it is torn. @throws {JournalError} when it cannot be opened */
export function* readLines(path: string): Generator<Line> {
  const descriptor = openToRead(path);
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    let rest = Buffer.alloc(0);
    let number = 0;
    let offset = 0;
    for (;;) {
      const count = readSync(descriptor, piece, 0, PIECE, null);
      if (count === 0) return;
      const bytes = rest.length > 0 ? Buffer.concat([rest, piece.subarray(0, count)]) : piece.subarray(0, count);
      let start = 0;
      for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
        const length = end - start;
        yield { text: bytes.toString('utf8', start, end), number: ++number, offset, length };
        offset += length + 1;
        start = end + 1;
      }
      rest = Buffer.from(bytes.subarray(start));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a file of the journal. @throws {JournalError} */
export function openToRead(path: string): number {
  return attemptToRead(path, () => openSync(path, 'r'));
}

/** A part of a file as text. */
export function readPart(descriptor: number, { offset, length }: Pick<Line, 'offset' | 'length'>): string {
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  while (at < length) {
    const count = readSync(descriptor, bytes, at, length - at, offset + at);
    if (count === 0) break;
    at += count;
  }
  return bytes.toString('utf8', 0, at);
}

/** The last whole line, when it is no longer than `most` bytes; undefined when there is none. @throws {JournalError} when it cannot be opened */
export function readLastLine(path: string, most: number): string | undefined {
  const descriptor = openToRead(path);
  try {
    const { size } = fstatSync(descriptor);
    const length = Math.min(size, most);
    const text = readPart(descriptor, { offset: size - length, length });
    const end = text.lastIndexOf('\n');
    const start = text.lastIndexOf('\n', end - 1);
    return end < 0 || (start < 0 && length < size) ? undefined : text.slice(start + 1, end);
  } finally {
    closeSync(descriptor);
  }
}
