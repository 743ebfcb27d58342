import { createHash } from 'node:crypto';
import { findSecretSpans, hideSpans, uniteSpans } from '../error/secret-spans.js';
import type { Playbook } from '../playbook/playbook.js';

/** Of a playbook without its passwords: mending one leaves it the same. */
export function fingerprintOf(playbook: Playbook): string {
  return fingerprint(withoutSecrets(playbook));
}

/** The text of a playbook, its passwords hidden. */
export function withoutSecrets({ document }: Playbook): string {
  return (document?.source ?? '').split('\n').map(hideLine).join('\n');
}

function hideLine(line: string): string {
  return hideSpans(line, uniteSpans(findSecretSpans(line))).text;
}

/** By which a text is known again. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
