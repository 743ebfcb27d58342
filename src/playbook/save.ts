import type { SaveSpec } from '../task/task.js';
import type { Findings } from './findings.js';
import { isMap } from './values.js';

/** Reads `save` of a task: a path, or a map with one in `file`. */
export function readSave(findings: Findings, task: string, folder: string): SaveSpec | undefined {
  const place = savePlace(findings, task);
  const text = place && findings.valueAt(place);
  if (place === undefined || typeof text !== 'string') return undefined;
  checkCommand(findings, task);
  const value = findings.valueAt(`${task}/save`);
  const options = isMap(value) ? value : {};
  return {
    file: { text, position: findings.position(place) },
    folder,
    secrets: options.secrets === 'keep' ? 'keep' : 'mask',
    git: options.git === true,
    minSize: typeof options.min_size === 'number' ? options.min_size : 1,
  };
}

/** Where the path of `save` stands; undefined for a task that saves nothing. */
export function savePlace(findings: Findings, task: string): string | undefined {
  const value = findings.valueAt(`${task}/save`);
  if (value === undefined) return undefined;
  return isMap(value) ? `${task}/save/file` : `${task}/save`;
}

function checkCommand(findings: Findings, task: string): void {
  const value = findings.valueAt(task);
  const kind = isMap(value) && ['config', 'copy'].find((key) => Object.hasOwn(value, key));
  if (kind)
    findings.add(`${task}/save`, `only the output of a command can be saved, and this is a task with ${kind}`, {
      target: 'key',
    });
}
