import { accessSync, constants, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import { isDevice } from './is-device.js';
import { diagnoseOutput, type PlannedOutput } from './plan-outputs.js';
import { realPathOf } from './real-path.js';

/**
 * Finds reports that could not be written when the run is over: a folder has that name, or there is no folder to put it into that
 * one may write to. Folders that are missing are no mistake: they will be made.
 *
 * @param playbookFile  as the user named it
 */
export function findUnwritable(outputs: readonly PlannedOutput[], playbookFile: string): Diagnostic[] {
  return outputs.flatMap(({ spec, path: file }): Diagnostic[] => {
    const reason = file === null ? undefined : whyUnwritable(file);
    return spec.file && reason ? [diagnoseOutput(spec.file, playbookFile, `cannot write ${file}: ${reason}`)] : [];
  });
}

/** Says why a file cannot be made or replaced at a path, whose missing folders may be made, and nothing can be written into it; undefined where it can. */
export function whyUnwritable(file: string): string | undefined {
  if (isFolder(file)) return 'it is a folder';
  if (isDevice(file)) return mayAccess(file, constants.W_OK) ? undefined : 'one may not write to it';
  const folder = nearestExisting(path.dirname(realPathOf(file)));
  if (!isFolder(folder)) return `${folder} is no folder`;
  return mayAccess(folder, constants.W_OK | constants.X_OK) ? undefined : `one may not write to ${folder}`;
}

function mayAccess(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}

function nearestExisting(file: string): string {
  const parent = path.dirname(file);
  return parent === file || kindOf(file) ? file : nearestExisting(parent);
}

function isFolder(file: string): boolean {
  return kindOf(file)?.isDirectory() ?? false;
}

/** Undefined for what is not there, or cannot be looked at. */
function kindOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}
