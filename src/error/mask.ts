import { isPlainWord, standsAsSecret } from './plain-secret.js';
import { SecretIndex } from './secret-index.js';

/** Replaces secrets in a text; made once per run from every secret of its hosts. */
export type Mask = (text: string) => string;

const SHORTEST = 3;
const STARS = '****';

/**
 * Makes a function that replaces each secret by `****`, the longest first; its cost grows with the text, not with the number of secrets.
 *
 * A secret that is one plain word (`cisco`, `lab`, `12345`) would make a ruin of every text it occurs in, and the ruin would give
 * it away: it is masked only where it stands as a secret does, see {@link standsAsSecret}. One of fewer than three characters is left alone.
 */
export function makeMask(secrets: Iterable<string>): Mask {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST);
  const plain = known.filter(isPlainWord);
  const distinct = known.filter((secret) => !isPlainWord(secret));
  const ofDistinct = distinct.length > 0 ? new SecretIndex(distinct) : undefined;
  const ofPlain = plain.length > 0 ? new SecretIndex(plain) : undefined;
  return (text) => {
    const masked = ofDistinct ? ofDistinct.replace(text, STARS) : text;
    return ofPlain ? ofPlain.replace(masked, STARS, standsAsSecret) : masked;
  };
}

/** Masks every text in a value, however deep; keys stay. */
export function maskTexts<T>(value: T, mask: Mask): T;
export function maskTexts(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskTexts(item, mask)]));
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
