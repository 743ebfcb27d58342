/** A server that opens TCP connections for others. */
export interface ProxyServer {
  kind: 'socks4' | 'socks5' | 'http';
  address: string;
  port: number;
  username?: string;
  password?: string;
}

const PORTS = { socks4: 1080, socks5: 1080, http: 3128 } as const;

/** What is expected, for messages. */
export const PROXY_FORM = 'socks5://user:password@host:port, http://host:port, or none';

/**
 * Reads `socks5://user:password@host:port`, `socks4://host:port` or `http://host:port`; user, password and port may be missing,
 * `socks5h` and `socks4a` mean the same. In user and password `%40` stands for `@`.
 *
 * @returns undefined when it is no such thing
 */
export function parseProxy(text: string): ProxyServer | undefined {
  // `socks5://u:p@proxy.example.net:1080`, `http://[2001:db8::1]:3128`; not `proxy:1080`
  const found = /^(socks5h?|socks4a?|http):\/\/(?:(.*)@)?(\[[^\]]+\]|[^@:/\s[\]]+)(?::(\d{1,5}))?\/?$/i.exec(text);
  if (!found) return undefined;
  const [, scheme = '', login, address = '', port] = found;
  const kind = scheme.toLowerCase().replace(/[ah]$/, '') as ProxyServer['kind'];
  const number = port === undefined ? PORTS[kind] : Number(port);
  if (number < 1 || number > 65535) return undefined;
  const colon = login?.indexOf(':') ?? -1;
  return {
    kind,
    address: address.replace(/^\[|\]$/g, ''),
    port: number,
    ...(login !== undefined && { username: decode(colon < 0 ? login : login.slice(0, colon)) }),
    ...(login !== undefined && colon >= 0 && { password: decode(login.slice(colon + 1)) }),
  };
}

/** A password with a lone `%` is taken as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
