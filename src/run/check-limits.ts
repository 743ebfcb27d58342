import { joinPointer } from '../document/pointer.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { proposeName } from '../error/nearest.js';
import type { Host } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import { attributesOf, OWN_ATTRIBUTES } from './host-attributes.js';

/**
 * Finds limits of `concurrency.per` for something that no host of the inventory has: misspelt, they would limit nothing without a word.
 *
 * @returns errors at the names in the playbook
 */
export function checkLimits(
  { file, document, concurrency }: Pick<Playbook, 'file' | 'document' | 'concurrency'>,
  hosts: readonly Host[],
): Diagnostic[] {
  const names = Object.keys(concurrency.per).filter((name) => !OWN_ATTRIBUTES.includes(name));
  return names.flatMap((name): Diagnostic[] => {
    if (hosts.some((host) => Object.hasOwn(attributesOf(host, [name]), name))) return [];
    const known = [...new Set([...hosts.flatMap(({ vars }) => Object.keys(vars)), ...OWN_ATTRIBUTES])];
    const message = `concurrency.per: no host has "${name}", so this would limit nothing`;
    const proposal = proposeName(name, known) ?? 'give hosts a variable of that name, or use one that they have';
    if (!document) return [{ file, message, proposal, severity: 'error' }];
    return [document.diagnose(joinPointer(['concurrency', 'per', name]), message, { target: 'key', proposal })];
  });
}
