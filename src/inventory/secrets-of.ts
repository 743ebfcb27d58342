import { isSecretName } from '../error/mask.js';
import type { Host } from './host.js';

// Beside what is a secret anywhere: `tacacs_pass`, `wifi_psk`, `credentials`; not `site`, `passive`.
const SECRET_VARIABLE = /(?:^|[_-])(?:pass|psk)$|credential/i;

/** Every secret text of the hosts, to be masked wherever something is shown: credentials, what references gave, variables named like secrets. */
export function secretsOf(hosts: Iterable<Host>): string[] {
  const secrets = new Set<string>();
  for (const host of hosts) {
    for (const text of [host.password, host.secret, host.passphrase, ...(host.secrets ?? [])])
      if (text) secrets.add(text);
    collect(host.vars, false, secrets);
  }
  return [...secrets];
}

function collect(value: unknown, isSecret: boolean, into: Set<string>): void {
  if (typeof value === 'string') {
    if (isSecret && value !== '') into.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value))
      collect(member, isSecret || isSecretName(key) || SECRET_VARIABLE.test(key), into);
  }
}
