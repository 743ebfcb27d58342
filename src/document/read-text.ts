import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import { systemCode } from '../error/system-error.js';

/** The largest file that is read, in bytes, unless told otherwise. */
export const LARGEST_FILE = 16 * 1024 * 1024;

const PIECE = 64 * 1024;

/**
 * Reads a UTF-8 text file (or a pipe, `/dev/stdin`); a byte order mark is left out.
 *
 * @param file  as the user named it; relative to the working directory
 * @throws {DocumentError} when it is missing, a directory, unreadable, not UTF-8, or larger than `largestBytes`
 */
export function readText(file: string, { largestBytes = LARGEST_FILE } = {}): string {
  return decode(file, readBytes(file, largestBytes));
}

function readBytes(file: string, largestBytes: number): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) throw failure(file, 'is a folder, expected a file');
    if (stat.size > largestBytes) throw tooLarge(file, largestBytes);
    return readAll(file, descriptor, largestBytes);
  } catch (error) {
    throw error instanceof DocumentError ? error : explain(file, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Reads until the end and not by the size told beforehand: a pipe has none, and a file may grow meanwhile. */
function readAll(file: string, descriptor: number, largestBytes: number): Buffer {
  const pieces: Buffer[] = [];
  let total = 0;
  for (;;) {
    const piece = Buffer.allocUnsafe(PIECE);
    const count = readSync(descriptor, piece, 0, PIECE, null);
    if (count === 0) return Buffer.concat(pieces, total);
    pieces.push(piece.subarray(0, count));
    total += count;
    if (total > largestBytes) throw tooLarge(file, largestBytes);
  }
}

function explain(file: string, error: unknown): DocumentError {
  const code = systemCode(error) ?? 'unknown reason';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return missing(file);
    case 'EISDIR':
      return failure(file, 'is a folder, expected a file');
    case 'EACCES':
    case 'EPERM':
      return failure(file, 'cannot be read: permission denied', 'check the permissions of the file and its folders');
    default:
      return failure(file, `cannot be read (${code})`);
  }
}

function missing(file: string): DocumentError {
  const folder = dirname(file);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return failure(file, `no such file: there is no folder ${folder}`);
  }
  return failure(file, 'no such file', proposeName(basename(file), names));
}

function tooLarge(file: string, largestBytes: number): DocumentError {
  return failure(file, `is larger than ${largestBytes / 1024 / 1024} MiB`, 'split it into several files');
}

function failure(file: string, message: string, proposal?: string): DocumentError {
  return new DocumentError([{ file, message, severity: 'error', ...(proposal === undefined ? {} : { proposal }) }]);
}

function decode(file: string, bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8').replace(/^\uFEFF/, '');
  const proposal = 'save it as UTF-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) throw failure(file, 'is UTF-16, expected UTF-8', proposal);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) throw failure(file, 'is UTF-16, expected UTF-8', proposal);
  throw new DocumentError([findBadByte(file, bytes, proposal)]);
}

function findBadByte(file: string, bytes: Buffer, proposal: string): Diagnostic {
  let start = 0;
  for (let line = 1; ; line++) {
    const lineBreak = bytes.indexOf(0x0a, start);
    const end = lineBreak === -1 ? bytes.length : lineBreak;
    const part = bytes.subarray(start, end);
    if (!isUtf8(part) || lineBreak === -1) {
      const good = countGoodBytes(part);
      const column = part.subarray(0, good).toString('utf8').length + 1;
      const code = (part[good] ?? 0).toString(16).toUpperCase().padStart(2, '0');
      const position = { file, line, column, length: 1 };
      return {
        file,
        position,
        message: `not UTF-8: byte 0x${code}`,
        sourceLine: part.toString('utf8'),
        proposal,
        severity: 'error',
      };
    }
    start = end + 1;
  }
}

/** Length of the longest start of the bytes that is UTF-8. */
function countGoodBytes(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  for (let at = text.indexOf('\uFFFD'); at !== -1; at = text.indexOf('\uFFFD', at + 1)) {
    const good = Buffer.byteLength(text.slice(0, at));
    // A replacement character that was written as such is UTF-8 as well: it is there in the bytes.
    if (bytes[good] !== 0xef || bytes[good + 1] !== 0xbf || bytes[good + 2] !== 0xbd) return good;
  }
  return bytes.length;
}
