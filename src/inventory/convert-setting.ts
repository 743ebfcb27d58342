import { dirname, isAbsolute, resolve } from 'node:path';
import { describeKind, describeValue } from '../document/describe-value.js';
import { convertSshOptions } from './convert-ssh-options.js';
import type { Findings } from './findings.js';
import type { Place } from './place.js';
import { anchorReferences, findReferenceMistake, hasReference } from './references.js';
import { SECRET_KEYS, type SettingKey, type Settings } from './settings.js';

/** A value as a notation has it. */
export interface RawSetting {
  value: unknown;
  place: Place;
}

/**
 * Checks the type of one setting and puts it into `settings`; a mistake goes to `findings` instead.
 * `null` is taken as not given.
 */
export function convertSetting(
  key: SettingKey,
  raw: RawSetting,
  into: { settings: Settings; findings: Findings },
): void {
  const { place } = raw;
  const { findings } = into;
  const values = into.settings.values;
  if (raw.value === null || raw.value === undefined) return;
  switch (key) {
    case 'port': {
      const value = convertPort(raw, findings);
      if (value !== undefined) values.port = { value, place };
      return;
    }
    case 'jump': {
      const value = convertJump(raw, findings);
      if (value) values.jump = { value, place };
      return;
    }
    case 'ssh':
      values.ssh = { value: convertSshOptions(raw, findings), place };
      return;
    case 'address':
    case 'platform':
    case 'username':
    case 'password':
    case 'secret':
    case 'key':
    case 'passphrase': {
      const value = convertText(key, raw, findings);
      if (value !== undefined) values[key] = { value, place };
      return;
    }
    default:
      key satisfies never;
  }
}

type TextKey = Exclude<SettingKey, 'port' | 'jump' | 'ssh'>;

function convertText(key: TextKey, raw: RawSetting, findings: Findings): string | undefined {
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
    return anchorReferences(value, dirname(place.file));
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
  if (key === 'platform') {
    if (!hasReference(value)) return value;
    findings.error(place, 'a platform cannot be a reference: what to send is planned before anything is looked up');
    return undefined;
  }
  const anchored = anchorReferences(value, dirname(place.file));
  const isRelativePath = key === 'key' && !isAbsolute(value) && !value.startsWith('~') && !value.startsWith('$');
  return isRelativePath ? resolve(dirname(place.file), anchored) : anchored;
}

function convertPort(raw: RawSetting, findings: Findings): number | undefined {
  const { value, place } = raw;
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  if (typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  findings.error(place, `expected a port between 1 and 65535, got ${describeValue(value)}`);
  return undefined;
}

function convertJump(raw: RawSetting, findings: Findings): string[] | undefined {
  const list = typeof raw.value === 'string' ? [raw.value] : raw.value;
  if (
    Array.isArray(list) &&
    list.every((hop): hop is string => typeof hop === 'string' && /^[^\s\u0000-\u001f]+$/.test(hop))
  ) {
    return list;
  }
  findings.error(
    raw.place,
    `expected the name of a host, user@host:port, or a list of those, got ${describeValue(raw.value)}`,
  );
  return undefined;
}
