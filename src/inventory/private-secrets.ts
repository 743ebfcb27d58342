import type { Host } from './host.js';
import { LAB_CREDENTIALS } from './read-lab.js';
import { writtenSecretsOf } from './secrets-of.js';

/** Secrets of hosts as they are written that are worth hiding: those that every simulated device has are in the documentation. */
export function privateSecrets(hosts: readonly Host[]): string[] {
  const isPublic = new Set<string>(Object.values(LAB_CREDENTIALS));
  return writtenSecretsOf(hosts).filter((secret) => !isPublic.has(secret));
}
