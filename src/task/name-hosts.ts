import { printableLine } from '../error/printable.js';
import { countOf } from './summarize-run.js';

const SHOWN = 3;

/** Names a few hosts and counts the others: `R1, R2, R3 and 997 more hosts`. */
export function nameHosts(hosts: readonly string[]): string {
  // One more would take as much room as saying so.
  const shown = hosts.length === SHOWN + 1 ? hosts : hosts.slice(0, SHOWN);
  const names = shown.map(printableLine).join(', ');
  const rest = hosts.length - shown.length;
  return rest === 0 ? names : `${names} and ${countOf(rest, 'more host')}`;
}
