import { describeValue } from '../document/describe-value.js';

/** What is wrong with an address, and what to write instead. */
export interface AddressMistake {
  message: string;
  proposal?: string;
  /** The text may carry a password: it is not to be shown. */
  hidden?: boolean;
}

const LONGEST_NAME = 253;
const EXPECTED = 'expected an IP address or a host name';

/**
 * Finds why a text is no address: neither IPv4 with four parts in range, nor IPv6 without brackets, nor a host name of
 * letters, digits, `-`, `_` and dots. References must have been resolved.
 *
 * @returns nothing for an address
 * @see RFC 1123, 2.1
 */
export function findAddressMistake(text: string): AddressMistake | undefined {
  const { isIP } = process.getBuiltinModule('node:net');
  if (isIP(text) !== 0) return undefined;
  // `http://r1`; not `r1:80`
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme) return { message: `${EXPECTED}, got a URL`, proposal: `leave out ${scheme}`, hidden: true };
  if (text.includes('@')) {
    return { message: `${EXPECTED}, got one with a user`, proposal: 'leave out what is before the @', hidden: true };
  }
  const message = `${EXPECTED}, got ${describeValue(text)}`;
  // `[2001:db8::1]:22`, `[::1]`
  const bracketed = /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i.exec(text);
  if (bracketed) {
    const port = bracketed[2] === undefined ? '' : `, and port: ${bracketed[2]} beside it`;
    return { message, proposal: `write ${bracketed[1]} without the brackets${port}` };
  }
  // `r1:22`; not `2001:db8::1`
  const [, host, port] = /^([\w.-]+):(\d{1,5})$/.exec(text) ?? [];
  if (host && port) return { message, proposal: `write ${host} alone, and port: ${port} beside it` };
  if (/^[\d.]+$/.test(text)) return { message, proposal: 'write four numbers from 0 to 255' };
  return isHostName(text) ? undefined : { message };
}

/** `core-1.example.net`, `sw_3`, `r1.`; not `-r1`, `a..b`, `a/b`. */
function isHostName(text: string): boolean {
  const name = text.replace(/\.$/, '');
  return name.length <= LONGEST_NAME && name.split('.').every((label) => /^[a-z0-9_][a-z0-9_-]{0,62}$/i.test(label));
}
