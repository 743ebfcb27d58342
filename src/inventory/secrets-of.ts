import type { Host } from './host.js';

// Names of variables that hold secrets: `snmp_community`, `api_token`, `tacacs_secret`; not `site`, `passive`.
const SECRET_VARIABLE = /passw|passphrase|secret|token|community|credential|psk/i;

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
    for (const [key, member] of Object.entries(value)) collect(member, isSecret || SECRET_VARIABLE.test(key), into);
  }
}
