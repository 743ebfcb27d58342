import type { Diagnostic } from '../error/diagnostic.js';
import { printableLine } from '../error/printable.js';
import type { Host } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import { siteOf } from './site-of.js';

/**
 * Finds what cannot be done over a queue: hosts whose site nobody can tell, and tasks that need a file of this machine.
 *
 * @returns errors in the playbook
 */
export function checkQueue(
  { file, document, executor, queue, tasks }: Pick<Playbook, 'file' | 'document' | 'executor' | 'queue' | 'tasks'>,
  hosts: readonly Host[],
): Diagnostic[] {
  if (executor !== 'queue') return [];
  const diagnose = (pointer: string, message: string, proposal: string): Diagnostic =>
    document && document.value !== null
      ? document.diagnose(pointer, message, { proposal })
      : { file, message, proposal, severity: 'error' };
  const lost = hosts.filter((host) => siteOf(host, queue) === undefined).map(({ name }) => printableLine(name));
  const copy = tasks.find(({ action }) => action.kind === 'copy');
  return [
    ...(lost.length > 0
      ? [
          diagnose(
            '/queue/route',
            `queue.route: ${queue.route} is no name of a site on ${lost.slice(0, 3).join(', ')}${lost.length > 3 ? ` and ${lost.length - 3} more` : ''}`,
            'give these hosts the variable: letters, digits, ".", "_" and "-", at most 64',
          ),
        ]
      : []),
    ...(copy
      ? [
          diagnose(
            '',
            `executor: queue: task "${copy.name}" copies a file, and workers may be on other machines`,
            'use threads or processes for this playbook',
          ),
        ]
      : []),
  ];
}
