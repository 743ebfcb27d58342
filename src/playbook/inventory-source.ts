import { resolve } from 'node:path';
import { proposeLabFlag } from '../inventory/read-lab.js';
import type { Findings } from './findings.js';
import type { InventorySource } from './playbook.js';
import { isMap } from './values.js';

/** Reads `inventory`; undefined when the playbook names none. @param folder  the playbook's, absolute */
export function readInventorySource(findings: Findings, folder: string): InventorySource | undefined {
  const value = findings.valueAt('/inventory');
  if (typeof value === 'string') return { kind: 'files', paths: [resolvePath(value, folder)] };
  if (Array.isArray(value)) {
    const paths = value.filter((path): path is string => typeof path === 'string');
    return { kind: 'files', paths: paths.map((path) => resolvePath(path, folder)) };
  }
  if (!isMap(value)) return undefined;
  const { document } = findings;
  const pointer = '/inventory';
  if (Object.hasOwn(value, 'lab')) {
    const counts = isMap(value.lab)
      ? Object.entries(value.lab).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
      : [];
    for (const key of isMap(value.lab) ? Object.keys(value.lab) : [])
      findings.propose(`/inventory/lab/${key}`, proposeLabFlag(key));
    return {
      kind: 'lab',
      counts: Object.fromEntries(counts),
      document,
      pointer,
      position: findings.position('/inventory/lab'),
    };
  }
  if (!Object.hasOwn(value, 'hosts')) {
    findings.add(pointer, 'expected hosts or lab, got neither', {
      proposal: 'write hosts: {R1: {address: 192.0.2.1, platform: cisco_ios}}, for example',
    });
  }
  return { kind: 'inline', document, pointer };
}

/** A URL is handed on as it is: it is for the inventory to say what it can read. */
function resolvePath(path: string, folder: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : resolve(folder, path);
}
