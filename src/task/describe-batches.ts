import { formatCount } from '../error/format-count.js';
import { nameHosts } from './name-hosts.js';
import { countOf } from './summarize-run.js';

const SHOWN = 6;

/** Names the batches of a run, a line each: `batch 2 of 3: R2, R3`; after the first few they are counted. None for one batch. */
export function listBatches(batches: readonly (readonly string[])[]): string[] {
  if (batches.length === 1) return [];
  // One more line would take as much room as saying so.
  const shown = batches.length === SHOWN + 1 ? batches : batches.slice(0, SHOWN);
  const lines = shown.map((hosts, index) => nameBatch({ number: index + 1, of: batches.length, hosts }));
  const rest = batches.length - shown.length;
  return rest === 0 ? lines : [...lines, `and ${countOf(rest, 'more batch', 'more batches')}`];
}

/** Names one batch and its hosts: `batch 2 of 3: R2, R3`. `number` counts from 1. */
export function nameBatch({ number, of, hosts }: { number: number; of: number; hosts: readonly string[] }): string {
  return `${numberBatch({ number, of })}: ${nameHosts(hosts)}`;
}

/** `batch 2 of 3` */
export function numberBatch({ number, of }: { number: number; of: number }): string {
  return `batch ${formatCount(number)} of ${formatCount(of)}`;
}

/** Says how large the batches are: `3 batches of 1, 3 and 26 hosts`; of many the first few and the last. Empty for one batch. */
export function summarizeBatches(batches: readonly (readonly string[])[]): string {
  if (batches.length === 1) return '';
  const sizes = batches.map(({ length }) => formatCount(length));
  const last = batches.at(-1)?.length === 1 ? '1 host' : `${sizes.at(-1)} hosts`;
  const first = sizes.length > SHOWN ? [...sizes.slice(0, SHOWN - 2), '…'] : sizes.slice(0, -1);
  return `${formatCount(batches.length)} batches of ${first.join(', ')} and ${last}`;
}
