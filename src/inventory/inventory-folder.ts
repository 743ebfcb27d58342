import { basename } from 'node:path';
import { readText } from '../document/read-text.js';
import { isFile, isFolder, listFolder } from './folder.js';

/** What lies beside inventories in a folder and is none. */
const NO_INVENTORY = /[/\\]\.[^/\\]*$|~$|\.(?:orig|bak|retry|md|py|pyc|sh)$|[/\\]ansible\.cfg$/;
/** `hosts`, `hosts.yaml`, `inventory.ini`; not `hosts.log` */
const USUAL_NAME = /^(?:hosts|inventory)(?:\.(?:ya?ml|json|ini|cfg|csv))?$/;
const KNOWN_ENDING = /\.(?:ya?ml|json|ini|cfg|csv)$/;

/** Files of a folder that may be inventories, in the order of their names. @throws {DocumentError} when it cannot be read */
export function listInventoryFiles(folder: string): string[] {
  return listFolder(folder).filter((file) => !NO_INVENTORY.test(file) && isFile(file));
}

/**
 * True for a folder of inventories as Ansible knows them: with group_vars, host_vars or a file of a usual name, or
 * one in which every file may be an inventory by its ending or its sections.
 */
export function isInventoryFolder(folder: string, files: readonly string[]): boolean {
  const isUsual = (path: string) =>
    USUAL_NAME.test(basename(path)) || (/^(?:group|host)_vars$/.test(basename(path)) && isFolder(path));
  if (listFolder(folder).some(isUsual)) return true;
  const others = files.filter((file) => !KNOWN_ENDING.test(file));
  if (others.some((file) => basename(file).includes('.'))) return false;
  return others.every((file) => /^\[[^\]{}"',]+\]|\bansible_\w+=|^---\s*$/m.test(readText(file)));
}
