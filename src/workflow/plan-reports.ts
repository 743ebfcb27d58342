import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { filesOf } from '../inventory/files-of.js';
import { literalPath } from '../playbook/overrides.js';
import type { OutputSpec, Playbook } from '../playbook/playbook.js';
import { type OutputNames, type PlannedOutput, planOutputs, type ReadFile } from '../report/plan-outputs.js';
import type { Fleet } from './fleet.js';

/** Stands for a run where there is none yet. */
export const SOME_RUN: OutputNames['run'] = { id: '20000101T000000-00000000', started: '2000-01-01T00:00:00.000Z' };

/**
 * Decides where the reports of a playbook go.
 *
 * @param others.fleet     absent for a playbook without an inventory
 * @param others.reserved  further files that no report may replace
 * @param others.events    absolute path of the file for the events, which must not replace another one either
 * @throws {DocumentError} every output that cannot go there, because the run reads that file, for example
 */
export function planReports(
  playbook: Playbook,
  run: OutputNames['run'],
  { fleet, reserved = [], events }: { fleet?: Fleet; reserved?: readonly ReadFile[]; events?: string | undefined } = {},
): PlannedOutput[] {
  const { folder, outputs, vars } = playbook;
  const eventLines: OutputSpec[] =
    events === undefined ? [] : [{ format: 'json', file: { text: literalPath(events), option: 'events' } }];
  const bounds = { folder, reads: [...filesRead(playbook, fleet), ...reserved] };
  return planOutputs([...outputs, ...eventLines], bounds, { run, playbook, vars }).slice(0, outputs.length);
}

/** Every file that a run reads beside the playbook, and what each is to the user. */
export function filesRead(playbook: Playbook, fleet: Fleet | undefined): ReadFile[] {
  return [
    ...keyFiles(fleet),
    ...templateFiles(playbook),
    ...copiedFiles(playbook),
    ...(fleet ? filesOf(fleet.inventory) : []).map((path) => ({ path: resolve(path), role: 'read as the inventory' })),
  ];
}

function templateFiles({ outputs, folder, file }: Playbook): ReadFile[] {
  return outputs.flatMap(({ template }) => {
    const from = template?.position?.file;
    return from === undefined || from === file
      ? []
      : [{ path: resolve(folder, from), role: 'a template of an output' }];
  });
}

function keyFiles(fleet: Fleet | undefined): ReadFile[] {
  return (fleet?.inventory.hosts ?? []).flatMap(({ name, key }) =>
    key === undefined
      ? []
      : [{ path: resolve(key.replace(/^~(?=\/|$)/, homedir())), role: `the private key of ${name}` }],
  );
}

function copiedFiles({ tasks }: Playbook): ReadFile[] {
  return tasks.flatMap(({ name, action }) => {
    if (action.kind !== 'copy' || action.direction === 'get' || action.local.text.includes('{{')) return [];
    return [{ path: resolve(action.folder, action.local.text), role: `copied to devices by task "${name}"` }];
  });
}
