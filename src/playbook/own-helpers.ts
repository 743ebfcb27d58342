import { realpathSync } from 'node:fs';
import path from 'node:path';
import { readText } from '../document/read-text.js';
import { DocumentError } from '../error/flow-error.js';
import { HELPERS } from '../template/helpers.js';
import type { Findings } from './findings.js';

/** A module with template helpers of the user's own. */
export interface OwnHelpers {
  /** Absolute. */
  file: string;
  /** What it exports by name. */
  names: string[];
}

// `export function shout(`, `export const shout =`, `export async function`; and `export { a, b as c }`
const DECLARED = /^\s*export\s+(?:async\s+)?(?:function\s*\*?|const|let|var)\s+([A-Za-z_$][\w$]*)/gm;
const LISTED = /^\s*export\s*\{([^}]*)\}/gm;

/**
 * Reads `helpers`: which names the module exports, so that templates can be checked. Nothing of it is run for that.
 *
 * @param folder  the playbook's, absolute; the module stays inside of it, symbolic links followed
 */
export function readOwnHelpers(findings: Findings, folder: string): OwnHelpers | undefined {
  const written = findings.valueAt('/helpers');
  if (typeof written !== 'string') return undefined;
  const file = path.resolve(folder, written);
  try {
    const text = readText(file);
    if (leaves(folder, file) || leaves(realpathSync(folder), realpathSync(file))) {
      findings.add('/helpers', `"${written}" is outside of the playbook's folder`);
      return undefined;
    }
    const names = exportedNames(text);
    if (names.length === 0) {
      findings.add('/helpers', `${written} exports no function`, {
        proposal: 'write `export function name(value) { ... }`',
      });
    }
    for (const name of names.filter((each) => Object.hasOwn(HELPERS, each))) {
      findings.add('/helpers', `${written} exports "${name}", which is the name of a helper of flow`);
    }
    return { file, names };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    for (const { message, proposal } of error.diagnostics) findings.add('/helpers', message, { proposal });
    return undefined;
  }
}

function exportedNames(text: string): string[] {
  const declared = [...text.matchAll(DECLARED)].map(([, name = '']) => name);
  const listed = [...text.matchAll(LISTED)].flatMap(([, list = '']) => list.split(','));
  const names = listed.map(
    (item) =>
      item
        .trim()
        .split(/\s+as\s+/)
        .at(-1) ?? '',
  );
  return [...new Set([...declared, ...names])].filter((name) => name !== '' && name !== 'default');
}

function leaves(folder: string, file: string): boolean {
  const inside = path.relative(folder, file);
  return inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside);
}
