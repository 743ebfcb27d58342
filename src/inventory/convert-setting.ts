import { describeKind, describeValue } from '../document/describe-value.js';
import { convertCredentials } from './convert-credentials.js';
import { convertSshOptions } from './convert-ssh-options.js';
import { convertText } from './convert-text.js';
import type { Findings } from './findings.js';
import type { Place } from './place.js';
import { PROXY_FORM, parseProxy } from './proxy.js';
import { findReferenceMistake, hasReference } from './references.js';
import type { SettingKey, Settings } from './settings.js';

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
    case 'credentials': {
      const value = convertCredentials(raw, findings);
      if (value) values.credentials = { value, place };
      return;
    }
    case 'transport':
      if (raw.value === 'ssh' || raw.value === 'telnet') values.transport = { value: raw.value, place };
      else findings.error(place, `expected ssh or telnet, got ${describeValue(raw.value)}`);
      return;
    case 'proxy': {
      const value = convertProxy(raw, findings);
      if (value !== undefined) values.proxy = { value, place };
      return;
    }
    case 'platform': {
      const value = convertText(key, raw, findings);
      // Netmiko's word for it.
      if (value !== undefined) values.platform = { value: value === 'autodetect' ? 'auto' : value, place };
      return;
    }
    case 'address':
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
    for (const [index, hop] of list.entries()) findings.noteReferences(hop, raw.place.member(index));
    return list;
  }
  findings.error(
    raw.place,
    `expected the name of a host, user@host:port, or a list of those, got ${describeKind(raw.value)}`,
  );
  return undefined;
}

/** A password may be in it: the value is not shown. */
function convertProxy(raw: RawSetting, findings: Findings): string | undefined {
  const { value, place } = raw;
  const mistake = typeof value === 'string' ? findReferenceMistake(value) : undefined;
  if (mistake) {
    findings.error(place, mistake.message, { proposal: mistake.proposal, hidden: true });
    return undefined;
  }
  if (typeof value === 'string' && (value === 'none' || hasReference(value) || parseProxy(value))) {
    if (!hasReference(value) && parseProxy(value)?.password) findings.notePlainSecret(place, 'proxy');
    return findings.anchor(value, place);
  }
  findings.error(place, `expected ${PROXY_FORM}, got ${describeKind(value)}`, { hidden: true });
  return undefined;
}
