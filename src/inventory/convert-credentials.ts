import { describeKind, describeValue } from '../document/describe-value.js';
import { proposeName } from '../error/nearest.js';
import type { RawSetting } from './convert-setting.js';
import { convertText } from './convert-text.js';
import { CREDENTIAL_KEYS, type Credential } from './credentials.js';
import type { Findings } from './findings.js';
import { SYNONYMS } from './key-table.js';

/** Checks the list under `credentials`; what is wrong goes to `findings` and is left out. */
export function convertCredentials(raw: RawSetting, findings: Findings): Credential[] | undefined {
  const { value, place } = raw;
  if (!Array.isArray(value)) {
    findings.error(place, `expected a list such as [{username: admin, password: ...}], got ${describeKind(value)}`, {
      hidden: true,
    });
    return undefined;
  }
  return value.flatMap((entry: unknown, index) => convertEntry({ value: entry, place: place.member(index) }, findings));
}

function convertEntry({ value, place }: RawSetting, findings: Findings): Credential[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `expected a map such as {username: admin, password: ...}, got ${describeKind(value)}`;
    findings.error(place, message, { hidden: true });
    return [];
  }
  const credential: Credential = {};
  for (const [name, member] of Object.entries(value)) {
    const key = CREDENTIAL_KEYS.find((known) => known === name);
    if (!key) {
      const meant = CREDENTIAL_KEYS.find((known) => known === SYNONYMS[name.toLowerCase()]);
      const proposal = meant ? `did you mean "${meant}"?` : proposeName(name, CREDENTIAL_KEYS);
      findings.error(place.member(name, 'key'), 'unknown key', {
        proposal: proposal ?? `known keys: ${CREDENTIAL_KEYS.join(', ')}`,
      });
      continue;
    }
    if (member === null) continue;
    const text = convertText(key, { value: member, place: place.member(name) }, findings);
    if (text !== undefined) credential[key] = text;
  }
  if (Object.keys(credential).length > 0 || Object.keys(value).length > 0) return [credential];
  findings.error(place, `expected a credential, got ${describeValue(value)}`);
  return [];
}
