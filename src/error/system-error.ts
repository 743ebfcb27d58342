/** The code that the system gave to an error, as `ENOENT`; undefined for an error of another kind. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Why the system refused something, without the call and the paths that Node adds.
 *
 * @returns `no space left on device (ENOSPC)`; the whole message of an error of another kind
 */
export function systemReason(error: unknown): string {
  // Fits `ENOSPC: no space left on device, write`; not `listen failed, no reason: unknown`.
  return error instanceof Error ? error.message.replace(/^(\w+): ([^,]+).*$/s, '$2 ($1)') : String(error);
}
