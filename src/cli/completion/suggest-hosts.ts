import { readDocument } from '../../document/document.js';
import type { Inventory } from '../../inventory/host.js';
import { readInventories, readInventoryFrom } from '../../inventory/load.js';
import { draftPlaybook } from '../../playbook/load.js';
import type { Suggestion } from './suggestion.js';

/** What was typed that says which hosts there are. */
export interface HostSource {
  /** Of `--inventory`; they go before the playbook's own. */
  inventories: string[];
  playbook: string | undefined;
}

/**
 * Hosts and groups for the last name of a node set: `R1,@co` is completed to `R1,@core`. What cannot be read gives none: nothing is
 * asked for, looked up or connected to here.
 */
export function suggestHosts(typed: string, source: HostSource): Suggestion[] {
  const before = /^.*[,&!^\s]/s.exec(typed)?.[0] ?? '';
  const inventory = readInventory(source);
  if (!inventory) return [];
  const hosts = inventory.hosts.map(({ name, platform }) => ({ word: `${before}${name}`, text: platform }));
  const groups = [...inventory.groups].map(([name, members]) => ({
    word: `${before}@${name}`,
    text: `${members.length} of the hosts`,
  }));
  return [...hosts, ...groups];
}

function readInventory({ inventories, playbook }: HostSource): Inventory | undefined {
  try {
    if (inventories.length > 0) return readLocal(inventories);
    const source = playbook === undefined ? undefined : draftPlaybook(readDocument(playbook)).playbook.inventory;
    if (!source) return undefined;
    return source.kind === 'files'
      ? readLocal(source.paths)
      : readInventoryFrom(source.document, source.pointer).inventory;
  } catch {
    return undefined; // there is nobody to tell while a line is being typed
  }
}

/** An inventory elsewhere would be asked over the network. */
function readLocal(paths: readonly string[]): Inventory | undefined {
  return paths.some((path) => path.includes('://')) ? undefined : readInventories(paths).inventory;
}
