import assert from 'node:assert/strict';
import { parseDocument } from '../../src/document/document.js';
import { DocumentError } from '../../src/error/flow-error.js';
import type { Host } from '../../src/inventory/host.js';
import { type LoadOptions, readPlaybook } from '../../src/playbook/load.js';
import type { Playbook } from '../../src/playbook/playbook.js';

/** Reads a playbook from its text, as if it stood in `t.yaml` of the working folder. */
export function loadText(text: string, options?: LoadOptions): Playbook {
  return readPlaybook(parseDocument('t.yaml', text), options);
}

/** The whole message of a playbook (or of work on it) that must fail. */
export function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof DocumentError, `expected a DocumentError, got ${error}`);
    return error.message;
  }
  throw new assert.AssertionError({ message: 'expected a DocumentError, and nothing was thrown' });
}

/** Hosts of those names, in no group. */
export function hostsNamed(names: readonly string[]): Host[] {
  return names.map((name) => ({
    name,
    address: '192.0.2.1',
    port: 22,
    platform: 'cisco_ios',
    groups: [],
    vars: {},
    jump: [],
    ssh: {},
  }));
}
