/** Replaces secrets in a text; made once per run from every secret of its hosts. */
export type Mask = (text: string) => string;

const SHORTEST = 3;

/**
 * Makes a function that replaces each secret by `****`, the longest first.
 * Secrets of fewer than three characters are left alone: masking them would destroy the text and hide nothing.
 */
export function makeMask(secrets: Iterable<string>): Mask {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST).sort((a, b) => b.length - a.length);
  if (known.length === 0) return (text) => text;
  const pattern = new RegExp(known.map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replace(pattern, '****');
}
