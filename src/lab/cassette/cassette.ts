import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkSchema } from '../../document/check-schema.js';
import { type Document, readDocument } from '../../document/document.js';
import type { Diagnostic } from '../../error/diagnostic.js';
import { DocumentError, UsageError } from '../../error/flow-error.js';
import type { RecordedLogin } from '../../task/recording.js';

/** What one host said in the logins of a run: `schemas/cassette.schema.json`. */
export interface Cassette {
  /** Its file, without the folder, for people. */
  file: string;
  host: string;
  platform: string;
  software?: string;
  logins: RecordedLogin[];
}

/**
 * Reads every cassette of a folder.
 *
 * @returns host name → cassette, in the order of the files' names
 * @throws {DocumentError} with every mistake in all of them, also a host that has two
 * @throws {UsageError} when the folder cannot be read, or has no cassettes
 */
export function readCassettes(folder: string): Map<string, Cassette> {
  const cassettes = new Map<string, Cassette>();
  const mistakes: Diagnostic[] = [];
  for (const name of cassettesIn(folder)) {
    try {
      const document = readDocument(join(folder, name));
      const cassette = readCassette(document);
      const other = cassettes.get(cassette.host);
      if (other) {
        const message = `host: expected another host than in ${other.file}, got "${cassette.host}" again`;
        mistakes.push(document.diagnose('/host', message));
      } else cassettes.set(cassette.host, cassette);
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      mistakes.push(...error.diagnostics);
    }
  }
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  return cassettes;
}

/** Takes a document for a cassette. @throws {DocumentError} with every mistake in it */
export function readCassette(document: Document): Cassette {
  const mistakes = checkSchema(document, 'cassette');
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  const { host, platform, software, logins } = document.value as Omit<Cassette, 'file'>;
  return { file: basename(document.file), host, platform, ...(software !== undefined && { software }), logins };
}

function cassettesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => /^[^.].*\.ya?ml$/.test(name));
    if (names.length > 0) return names.sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`the recordings in ${folder} cannot be read (${code})`, { cause: error });
  }
  throw new UsageError(`there are no recordings in ${folder}; \`flow run PLAYBOOK --record ${folder}\` makes them`);
}
