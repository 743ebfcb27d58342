import type { Host } from './host.js';
import { mapTexts } from './map-texts.js';
import { parseReferences } from './references.js';
import { type ReferenceSources, resolveReferences } from './resolve-references.js';

/** Stands before a text that is to be resolved elsewhere; no file can have it in a text. */
const DEFERRED = '\0';

/**
 * Keeps references to environment variables and files in credentials as they are, for a worker to look up where it runs.
 * What says where a host is (address, jumps, variables) stays: it is needed here.
 *
 * @returns a host that {@link resolveReferences} leaves those references in, for {@link resolveDeferred}
 */
export function deferReferences(host: Host): Host {
  const { address, jump, vars } = host;
  const deferred = mapTexts(host, (text) => (isForWorker(text) ? `${DEFERRED}${withoutReferences(text)}` : text));
  return { ...deferred, address, jump, vars };
}

/** Looks up what was deferred. @throws {DocumentError} with every reference that gives nothing */
export function resolveDeferred(hosts: readonly Host[], sources: ReferenceSources): Promise<Host[]> {
  const written = hosts.map((host) =>
    mapTexts(host, (text) => (text.startsWith(DEFERRED) ? text.slice(DEFERRED.length) : withoutReferences(text))),
  );
  return resolveReferences(written, sources);
}

/** A text with nothing in it that looks like a reference: `$${` is read as `${`. */
function withoutReferences(text: string): string {
  return text.replaceAll('${', () => '$${');
}

function isForWorker(text: string): boolean {
  const references = parseReferences(text).filter((part) => typeof part !== 'string');
  return references.length > 0 && references.every(({ kind }) => kind === 'env' || kind === 'file');
}
