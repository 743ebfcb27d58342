import { chmodSync, mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A temporary folder and everything that has to be undone with it. What is made last is undone first, as a server
 * has to be stopped before its user can be removed.
 */
export class Workshop {
  /** Others may enter it: servers read their users' files as those users. */
  readonly folder: string;
  readonly #undo: (() => Promise<void>)[] = [];

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'flow-real-'));
    chmodSync(this.folder, 0o755);
    this.later(() => rm(this.folder, { recursive: true, force: true }));
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Writes a file, with the folders it needs. @returns its path */
  async write(name: string, text: string, mode = 0o644): Promise<string> {
    const path = this.path(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode });
    return path;
  }

  /** Has something undone by {@link close}. */
  later(undo: () => Promise<void>): void {
    this.#undo.push(undo);
  }

  /** Undoes everything, even where one step fails. @throws the first failure */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const undo of this.#undo.splice(0).reverse()) await undo().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
