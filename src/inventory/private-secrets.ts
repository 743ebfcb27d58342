import type { Host } from './host.js';
import { LAB_CREDENTIALS } from './read-lab.js';
import { secretsOf } from './secrets-of.js';

/** Secrets worth hiding: those that every simulated device has are in the documentation. */
export function privateSecrets(hosts: readonly Host[]): string[] {
  const isPublic = new Set<string>(Object.values(LAB_CREDENTIALS));
  return secretsOf(hosts).filter((secret) => !isPublic.has(secret));
}
