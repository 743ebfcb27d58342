import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import type { FoundPlatform } from './found-platform.js';
import type { Inventory, InventoryKind } from './host.js';
import { storeInCsv } from './store-in-csv.js';
import { storeInYaml } from './store-in-yaml.js';

/** A file as it is to be written. */
export interface StoredFile {
  file: string;
  text: string;
  /** How many hosts' platforms are new in it. */
  count: number;
}

/**
 * Puts platforms into the texts of inventories, each where its host is written; all else stays as it is, comments and order
 * too. Nothing is written here.
 *
 * @param read  the text of a file, with its own line ends
 * @throws {DocumentError} for a notation that is not written to, or a place that cannot be changed
 */
export function storePlatforms(
  inventory: Pick<Inventory, 'sources'>,
  found: readonly FoundPlatform[],
  read: (file: string) => string,
): StoredFile[] {
  const byFile = new Map<string, FoundPlatform[]>();
  for (const one of found) {
    const file = one.host.position?.file ?? '';
    const same = byFile.get(file);
    if (same) same.push(one);
    else byFile.set(file, [one]);
  }
  const mistakes: Diagnostic[] = [];
  const stored: StoredFile[] = [];
  for (const [file, hosts] of byFile) {
    const kind = inventory.sources.find((source) => source.file === file)?.kind;
    try {
      const edit = editorFor(kind);
      if (!edit) throw refuse(file);
      stored.push({ file, text: edit(file, read(file), hosts), count: hosts.length });
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      for (const diagnostic of error.diagnostics) mistakes.push(diagnostic);
    }
  }
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  return stored;
}

function editorFor(kind: InventoryKind | undefined): typeof storeInYaml | undefined {
  switch (kind) {
    case 'flow':
    case 'netmiko':
      return storeInYaml;
    case 'csv':
      return storeInCsv;
    case 'nornir':
    case 'ansible-yaml':
    case 'ansible-ini':
    case 'lab':
    case 'inline':
    case undefined:
      return undefined;
    default:
      return kind satisfies never;
  }
}

function refuse(file: string): DocumentError {
  const message = "platforms are written to flow's own notation, Netmiko's and CSV only";
  const proposal = 'write them by hand, from the table';
  return new DocumentError([{ file, message, proposal, severity: 'error' }]);
}
