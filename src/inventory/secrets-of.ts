import { isSecretVariable } from '../error/secret-names.js';
import type { Host } from './host.js';
import { mapTexts } from './map-texts.js';
import { parseProxy } from './proxy.js';
import { commandsIn, hasReference, parseReferences } from './references.js';

/**
 * Every secret of hosts whose references are not looked up yet: what {@link secretsOf} has, but of a text with references only
 * what stands beside them, and the commands of `${exec:...}`. `${env:NAME}` says where a secret is, and is none.
 */
export function writtenSecretsOf(hosts: Iterable<Host>): string[] {
  const written = [...hosts];
  const commands = new Set<string>();
  const collectCommands = (text: string) => {
    for (const command of commandsIn(text)) commands.add(command);
    return text;
  };
  for (const host of written) mapTexts(host, collectCommands);
  const literals = secretsOf(written).flatMap((text) =>
    hasReference(text) ? parseReferences(text).filter((part) => typeof part === 'string') : [text],
  );
  return [...new Set([...literals, ...commands])];
}

/** Every secret text of the hosts, to be masked wherever something is shown: credentials, what references gave, variables named like secrets. */
export function secretsOf(hosts: Iterable<Host>): string[] {
  const secrets = new Set<string>();
  for (const host of hosts) {
    for (const { password, secret, passphrase } of [host, ...(host.credentials ?? [])])
      for (const text of [password, secret, passphrase]) if (text) secrets.add(text);
    for (const text of [...(host.secrets ?? []), ...(host.ssh.answers ?? []).map(({ send }) => send)])
      if (text) secrets.add(text);
    for (const text of passwordsIn(host.proxy)) secrets.add(text);
    collect(host.vars, false, secrets);
  }
  return [...secrets];
}

/** The texts of variables that are named like secrets. */
export function secretsIn(vars: Record<string, unknown>): string[] {
  const secrets = new Set<string>();
  collect(vars, false, secrets);
  return [...secrets];
}

/** The password of a URL, as it is written and as it is meant. */
function passwordsIn(url = ''): string[] {
  const meant = parseProxy(url)?.password;
  if (!meant) return [];
  // The last `@` ends the password, which may have others in it.
  const written = url.slice(0, url.lastIndexOf('@')).replace(/^\w+:\/\/[^:]*:/, '');
  return [meant, written];
}

function collect(value: unknown, isSecret: boolean, into: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number') {
    if (isSecret && value !== '') into.add(String(value));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) collect(member, isSecret || isSecretVariable(key), into);
  }
}
