import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders } from '../../document/make-folders.js';
import { writeYaml } from '../../document/yaml.js';
import { UsageError } from '../../error/flow-error.js';
import type { RecordedLogin } from '../../task/recording.js';

/** A cassette to be written. */
export interface NewCassette {
  host: string;
  platform: string;
  software?: string;
  /** When the run began, ISO 8601. */
  recorded: string;
  logins: RecordedLogin[];
}

const HEAD =
  '# What a host said, recorded by flow; `flow schema cassette` explains it. Look through it before you hand it on.\n';

/** A cassette as the text of its file. */
export function cassetteText({ host, platform, software, recorded, logins }: NewCassette): string {
  return (
    HEAD + writeYaml({ version: 1, host, platform, ...(software !== undefined && { software }), recorded, logins })
  );
}

/**
 * Writes a cassette into a folder, whole or not at all, readable by its owner alone. The folder is made as needed.
 *
 * @throws {UsageError} when it cannot be written
 */
export function writeCassette(folder: string, cassette: NewCassette): void {
  const file = join(folder, fileNameOf(cassette.host));
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    makeFolders(folder, 0o700);
    writeFileSync(temporary, cassetteText(cassette), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`--record: ${file} cannot be written (${code})`, { cause: error });
  }
}

/** `R1` → `R1.yaml`; what a file's name should not have is written as its code: `a/b` → `a%2fb.yaml`. */
export function fileNameOf(host: string): string {
  const safe = host.replace(/[^\w.@:-]|^\./g, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return `${safe}.yaml`;
}
