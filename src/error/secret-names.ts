/** What is put in the place of a secret: always the same, so that not even its length is told. */
export const STARS = '****';

/** What keys of secrets have in common, misspelt ones too: `password`, `pasword`, `enable_secret`, `api-token`, `community`. */
const SECRET_NAME = /pas{1,2}w|pwd|passp|^pass$|secret|token|community/i;

// Beside what is a secret anywhere: `tacacs_pass`, `wifi_psk`, `key`, `radius-key`, `enable`; not `site`, `monkey`, `public_key`, `enabled`.
const SECRET_VARIABLE = /(?:^|[_-])(?:pass|psk|enable)$|(?:^|(?<!public)[_-])keys?$|credential/i;

/** Whether a key of that name is likely to hold a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Whether a variable of that name is: there `key` and `enable` hold a secret, which as settings of a host or a playbook they do not. */
export function isSecretVariable(name: string): boolean {
  return SECRET_NAME.test(name) || SECRET_VARIABLE.test(name);
}
