import { BrokenSecrets } from './broken-secrets.js';
import { isPlainWord, standsAsSecret } from './plain-secret.js';
import { SecretIndex } from './secret-index.js';
import { isSecretVariable, STARS } from './secret-names.js';

/** Replaces secrets in a text; made once per run from every secret of its hosts. */
export type Mask = (text: string) => string;

const SHORTEST = 3;

/**
 * Makes a function that replaces each secret by `****`, the longest first, also where the end of a line breaks it or the text begins
 * or ends within it; its cost grows with the text, not with the number of secrets.
 *
 * A secret that is one plain word (`cisco`, `lab`, `12345`) would make a ruin of every text it occurs in, and the ruin would give
 * it away: it is masked only where it stands as a secret does, see `standsAsSecret`. One of fewer than three characters is left alone.
 *
 * @throws {TypeError} for one text instead of a list
 */
export function makeMask(secrets: Iterable<string>): Mask {
  refuseOneText('makeMask', secrets);
  const known = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST);
  const plain = known.filter(isPlainWord);
  const distinct = known.filter((secret) => !isPlainWord(secret));
  const ofDistinct = distinct.length > 0 ? new SecretIndex(distinct) : undefined;
  let ofBroken: BrokenSecrets | undefined;
  const ofPlain = plain.length > 0 ? new SecretIndex(plain) : undefined;
  return (text) => {
    const whole = ofDistinct ? ofDistinct.replace(text, STARS) : text;
    if (distinct.length > 0) ofBroken ??= new BrokenSecrets(distinct);
    const masked = ofBroken ? ofBroken.replace(whole, STARS) : whole;
    return ofPlain ? ofPlain.replace(masked, STARS, standsAsSecret) : masked;
  };
}

/** One text is a list of its letters, and would be hidden by none of them. @throws {TypeError} */
export function refuseOneText(name: string, secrets: Iterable<string>): void {
  if (typeof secrets === 'string') throw new TypeError(`${name}: expected a list of secrets, got one text`);
}

/** Masks every text in a value, however deep; keys stay. */
export function maskTexts<T>(value: T, mask: Mask): T;
export function maskTexts(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskTexts(item, mask)]));
}

/** Makes variables fit to be shown: what stands under the name of a secret becomes `****`, however deep, and every other text is masked. */
export function maskVariables(vars: Record<string, unknown>, mask: Mask): Record<string, unknown> {
  const named = Object.entries(vars).map(([name, value]) => [name, maskValue(value, isSecretVariable(name))]);
  return maskTexts(Object.fromEntries(named), mask);
}

function maskValue(value: unknown, isSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => maskValue(item, isSecret));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, maskValue(member, isSecret || isSecretVariable(name))]),
    );
  }
  const isShown = typeof value === 'boolean' || value === null || value === undefined || value === '';
  return isSecret && !isShown ? STARS : value;
}
