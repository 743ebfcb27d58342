import { dirname, isAbsolute, resolve } from 'node:path';
import { describeKind, describeValue } from '../document/describe-value.js';
import { findAddressMistake } from './address.js';
import type { RawSetting } from './convert-setting.js';
import type { Findings } from './findings.js';
import type { Place } from './place.js';
import { findReferenceMistake, hasReference } from './references.js';
import { SECRET_KEYS, type SettingKey } from './settings.js';

/** Settings that are text. */
export type TextKey = Exclude<SettingKey, 'port' | 'jump' | 'ssh' | 'credentials' | 'transport' | 'proxy'>;

/** Checks a setting that is text; a secret is never shown, and a reference in it is checked for its form. */
export function convertText(key: TextKey, raw: RawSetting, findings: Findings): string | undefined {
  const { value, place } = raw;
  const hidden = SECRET_KEYS.has(key);
  if (typeof value !== 'string') {
    const isScalar = typeof value === 'number' || typeof value === 'boolean';
    const came = hidden ? describeKind(value) : describeValue(value);
    const proposal = isScalar ? 'put it in quotes' : undefined;
    findings.error(place, `expected text, got ${came}`, { proposal, hidden });
    return undefined;
  }
  const mistake = findReferenceMistake(value);
  if (mistake) {
    findings.error(place, mistake.message, { proposal: mistake.proposal, hidden });
    return undefined;
  }
  if (hidden) {
    if (value !== '' && !hasReference(value)) findings.notePlainSecret(place, key);
    return findings.anchor(value, place);
  }
  return checkPlainText(key, { value, place }, findings);
}

/** Address, platform, user and key go into commands and on the screen: no control characters, no blank address. */
function checkPlainText(key: TextKey, raw: { value: string; place: Place }, findings: Findings): string | undefined {
  const { value, place } = raw;
  if (value.trim() === '') {
    findings.error(place, 'expected text, got an empty one');
    return undefined;
  }
  if (
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value) ||
    (key === 'address' && !hasReference(value) && /\s/.test(value))
  ) {
    findings.error(place, `expected text without blanks and control characters, got ${describeValue(value)}`);
    return undefined;
  }
  const wrong = key === 'address' && !hasReference(value) ? findAddressMistake(value) : undefined;
  if (wrong) {
    findings.error(place, wrong.message, wrong);
    return undefined;
  }
  if (key === 'platform') {
    if (!hasReference(value)) return value;
    findings.error(place, 'a platform cannot be a reference: what to send is planned before anything is looked up');
    return undefined;
  }
  const anchored = findings.anchor(value, place);
  const isRelativePath = key === 'key' && !isAbsolute(value) && !value.startsWith('~') && !value.startsWith('$');
  return isRelativePath ? resolve(dirname(place.file), anchored) : anchored;
}
