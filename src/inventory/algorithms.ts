import type { SshOptions } from './host.js';

/** A list of algorithms: in place of the usual ones, or put before or after them, or taken away. */
export type AlgorithmList = NonNullable<NonNullable<SshOptions['algorithms']>['kex']>;

/**
 * Reads a list as ssh_config writes it: `a,b` replaces, `+a,b` adds at the end, `^a,b` puts first, `-a,b` takes away.
 *
 * @see ssh_config(5), KexAlgorithms
 */
export function parseAlgorithms(text: string): AlgorithmList {
  const sign = text.charAt(0);
  const list = (/[+^-]/.test(sign) ? text.slice(1) : text)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  switch (sign) {
    case '+':
      return { append: list };
    case '^':
      return { prepend: list };
    case '-':
      return { remove: list };
    default:
      return list;
  }
}
