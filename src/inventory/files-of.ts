import { basename, dirname, join } from 'node:path';
import { isFolder, listFolder } from './folder.js';
import type { Inventory } from './host.js';
import { listInventoryFiles } from './inventory-folder.js';

/** Paths of the files that an inventory was read from, as `sources` names them, and of those read beside them. */
export function filesOf({ sources }: Pick<Inventory, 'sources'>): string[] {
  return sources.flatMap(({ file, kind }) => {
    switch (kind) {
      case 'nornir':
        return membersOf(isFolder(file) ? file : dirname(file), file, /^(?:hosts|groups|defaults)\.ya?ml$/);
      case 'ansible-yaml':
      case 'ansible-ini': {
        const folder = isFolder(file) ? file : dirname(file);
        return [...ownFiles(file), ...filesBelow(join(folder, 'group_vars')), ...filesBelow(join(folder, 'host_vars'))];
      }
      case 'flow':
      case 'netmiko':
      case 'csv':
        return [file];
      case 'inline':
      case 'lab':
        return [];
      default:
        return kind satisfies never;
    }
  });
}

function membersOf(folder: string, file: string, names: RegExp): string[] {
  return [file, ...listFolder(folder).filter((path) => names.test(basename(path)))];
}

function ownFiles(file: string): string[] {
  return isFolder(file) ? listInventoryFiles(file) : [file];
}

function filesBelow(folder: string): string[] {
  return isFolder(folder) ? listFolder(folder).flatMap((path) => (isFolder(path) ? filesBelow(path) : [path])) : [];
}
