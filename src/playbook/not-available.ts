import type { Findings } from './findings.js';
import { isMap } from './values.js';

/**
 * Refuses what the language has and this version of flow cannot do yet. Nothing of a playbook is ever ignored:
 * a canary that is no canary would be worse than an error.
 */
export function refuseUnavailable(findings: Findings): void {
  const root = findings.valueAt('');
  if (!isMap(root) || root.executor !== 'queue') return;
  findings.add('/executor', '"queue" is not available yet', { proposal: 'write threads or processes' });
}
