import type { Findings } from './findings.js';
import type { BatchSize } from './playbook.js';

/** Reads `batches`: sizes in their order; none means one batch with every host. */
export function readBatches(findings: Findings): BatchSize[] {
  const value = findings.valueAt('/batches');
  if (!Array.isArray(value)) return [];
  return value.flatMap((size, index): BatchSize[] => {
    if (typeof size === 'number') return [{ kind: 'hosts', hosts: size }];
    const percent = Number.parseFloat(String(size));
    if (percent === 0) findings.add(`/batches/${index}`, 'expected more than 0%: a batch has at least one host');
    return percent > 0 ? [{ kind: 'percent', percent }] : [];
  });
}

/**
 * Splits hosts into batches, in their order. A share is of all hosts, rounded down, and at least one host; the last size is
 * used again until every host has a batch, and sizes beyond the last host make none.
 *
 * @returns at least one batch, none of them empty unless there are no hosts
 */
export function splitIntoBatches(hosts: readonly string[], sizes: readonly BatchSize[]): string[][] {
  const batches: string[][] = [];
  for (let start = 0; start < hosts.length; ) {
    const size = sizes[Math.min(batches.length, sizes.length - 1)];
    const count = size === undefined ? hosts.length : countOf(size, hosts.length);
    batches.push(hosts.slice(start, start + count));
    start += count;
  }
  return batches.length > 0 ? batches : [[]];
}

function countOf(size: BatchSize, hosts: number): number {
  switch (size.kind) {
    case 'hosts':
      return size.hosts;
    case 'percent':
      return Math.max(1, Math.floor((size.percent * hosts) / 100));
    default:
      return size satisfies never;
  }
}
