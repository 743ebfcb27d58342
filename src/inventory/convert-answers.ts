import { describeKind, describeValue } from '../document/describe-value.js';
import { proposeName } from '../error/nearest.js';
import type { RawSetting } from './convert-setting.js';
import type { Findings } from './findings.js';
import type { PromptAnswer } from './host.js';
import { findReferenceMistake } from './references.js';

const KEYS = ['match', 'send', 'one_time'];

/** Checks the list under `ssh.answers`; what is wrong goes to `findings` and is left out. What is sent is never shown. */
export function convertAnswers({ value, place }: RawSetting, findings: Findings): PromptAnswer[] | undefined {
  if (!Array.isArray(value)) {
    findings.error(place, `expected a list such as [{match: code, send: ...}], got ${describeKind(value)}`, {
      hidden: true,
    });
    return undefined;
  }
  return value.flatMap((entry: unknown, index) =>
    convertAnswer({ value: entry, place: place.member(index) }, findings),
  );
}

function convertAnswer({ value, place }: RawSetting, findings: Findings): PromptAnswer[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    findings.error(place, `expected a map {match, send, one_time}, got ${describeKind(value)}`, { hidden: true });
    return [];
  }
  const given: Record<string, unknown> = { ...value };
  for (const key of Object.keys(given))
    if (!KEYS.includes(key))
      findings.error(place.member(key, 'key'), 'unknown key', { proposal: proposeName(key, KEYS), hidden: true });
  const match = convertMatch({ value: given.match, place: place.member('match') }, findings);
  const send = convertSend({ value: given.send, place: place.member('send') }, findings);
  const oneTime = given.one_time ?? false;
  if (typeof oneTime !== 'boolean')
    findings.error(place.member('one_time'), `expected true or false, got ${describeValue(oneTime)}`);
  if (match === undefined || send === undefined) return [];
  return [{ match, send, ...(oneTime === true && { oneTime }) }];
}

function convertMatch({ value, place }: RawSetting, findings: Findings): string | undefined {
  if (typeof value !== 'string' || value === '') {
    findings.error(place, 'expected `match`, a part of the question as a regular expression', { hidden: true });
    return undefined;
  }
  try {
    new RegExp(value, 'i');
    return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
    findings.error(place, `expected a regular expression: ${reason}`);
    return undefined;
  }
}

function convertSend({ value, place }: RawSetting, findings: Findings): string | undefined {
  if (typeof value !== 'string') {
    const came = value === undefined ? 'nothing' : describeKind(value);
    findings.error(place, `expected \`send\`, a text in quotes, got ${came}`, { hidden: true });
    return undefined;
  }
  const mistake = findReferenceMistake(value);
  if (!mistake) return findings.anchor(value, place);
  findings.error(place, mistake.message, { proposal: mistake.proposal, hidden: true });
  return undefined;
}
