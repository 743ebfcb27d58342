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

/** What keys of secrets have in common, misspelt ones too: `password`, `pasword`, `enable_secret`, `api-token`, `community`. */
const SECRET_NAME = /pas{1,2}w|pwd|passp|^pass$|secret|token|community/i;

/** Whether a key of that name is likely to hold a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

const KEY = String.raw`((?:pas{1,2}w|pwd|passp|\bpass\b|secret|token|community)[\w-]*["']?\s*[:=]\s*)`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"?|'[^']*'?`;

// Matches `enable_secret: "x y"`, `"password":x`, `password=x, y`, but not `passive: true`. The value ends with the line or a comment.
const BLOCK_SECRET = new RegExp(String.raw`${KEY}(${QUOTED}|[^\s"'](?:[^#\s]|\s+(?![#\s]))*)`, 'gi');
// The same between braces, where a plain value ends at the next comma or brace.
const FLOW_SECRET = new RegExp(String.raw`${KEY}(${QUOTED}|[^\s"',}][^,}#]*)`, 'gi');

/**
 * Hides the values of keys that look like secrets in a line of a file, so that the line can be shown in an error.
 * Each character becomes a `*`, and the columns of the line stay what they are; a reference such as `${env:NAME}` is no secret.
 */
export function maskSecretValues(line: string): string {
  const isFlow = line.slice(0, Math.max(0, line.search(SECRET_NAME))).includes('{');
  return line.replace(isFlow ? FLOW_SECRET : BLOCK_SECRET, (whole, key: string, value: string) =>
    /^["']?\$\{/.test(value) ? whole : key + '*'.repeat(value.length),
  );
}
