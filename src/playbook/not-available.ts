import { joinPointer } from '../document/pointer.js';
import type { Findings } from './findings.js';
import { isMap } from './values.js';

/**
 * Refuses what the language has and this version of flow cannot do yet. Nothing of a playbook is ever ignored:
 * a backup that is not saved, or a canary that is no canary, would be worse than an error.
 */
export function refuseUnavailable(findings: Findings): void {
  const root = findings.valueAt('');
  if (!isMap(root)) return;
  if (root.executor === 'queue')
    refuse(findings, '/executor', '"queue" is not available yet', 'write threads or processes');
  if (!Array.isArray(root.tasks)) return;
  for (const [index, task] of root.tasks.entries()) {
    const parse = isMap(task) ? task.parse : undefined;
    if (parse === 'textfsm' || (isMap(parse) && Object.hasOwn(parse, 'textfsm')))
      refuseKeys(findings, joinPointer(['tasks', index]), ['parse']);
  }
}

function refuseKeys(findings: Findings, pointer: string, keys: string[]): void {
  const value = findings.valueAt(pointer);
  if (!isMap(value)) return;
  for (const key of keys) {
    if (Object.hasOwn(value, key)) findings.add(`${pointer}/${key}`, 'not available yet', { target: 'key' });
  }
}

function refuse(findings: Findings, pointer: string, message: string, proposal: string): void {
  findings.add(pointer, message, { proposal });
}
