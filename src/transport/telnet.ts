import type { Duplex } from 'node:stream';
import { credentialIdOf, hasProof } from '../inventory/credentials.js';
import type { Host } from '../inventory/host.js';
import { explainLeave } from '../inventory/leave.js';
import type { ConnectOptions, Way } from './connect-options.js';
import { encodeTelnet, TelnetStream } from './telnet-stream.js';
import type { Transport } from './transport.js';
import { openWay } from './way.js';

/** How long a device may take to close after we have closed our side. */
const FAREWELL_MS = 2_000;
const TERMINAL = 'vt100';

/**
 * Connects to a host by telnet, through its jump hosts or its proxy. Nobody is logged in yet: the device asks in its shell.
 *
 * @throws {DeviceError} `dns`, `unreachable`, `refused`, `cancelled`; what jump hosts and proxies throw
 */
export async function connectTelnet(host: Host, options: ConnectOptions): Promise<Transport> {
  const candidate = await chooseCandidate(host, options);
  options.onWarning('telnet is not encrypted: the password and all output cross the network in clear text');
  const way = await openWay(host, options);
  return new TelnetTransport(way, { ...options, candidate }, () => options.access.refuse(host, candidate));
}

/** The first of a host's credentials that may be shown. @throws {DeviceError} `lockout`, `cancelled` */
async function chooseCandidate(host: Host, { access, mayShow }: ConnectOptions): Promise<Host> {
  for (;;) {
    const [candidate = host] = access.candidates(host);
    if (!hasProof(candidate)) return candidate;
    const leave = await mayShow(credentialIdOf(candidate));
    if (leave.kind === 'given') return candidate;
    if (leave.kind === 'gone' || !access.refuse(host, candidate)) throw explainLeave(leave, 'these credentials');
  }
}

class TelnetTransport implements Transport {
  readonly phases: Transport['phases'];
  readonly host: Host;
  readonly isProven = false;
  readonly #stream: Duplex;
  readonly #way: Way;
  readonly #telnet: TelnetStream;
  readonly #onRefused: () => boolean;
  readonly #flights: ConnectOptions['flights'];
  #reason: Error | undefined;
  #isOver = false;

  constructor(
    way: Way,
    { candidate, terminal, flights }: Pick<ConnectOptions, 'terminal' | 'flights'> & { candidate: Host },
    onRefused: () => boolean,
  ) {
    this.phases = way.tcpMs === undefined ? {} : { tcp: way.tcpMs };
    this.host = candidate;
    this.#way = way;
    this.#stream = way.stream;
    this.#onRefused = onRefused;
    this.#flights = flights;
    this.#telnet = new TelnetStream({ type: TERMINAL, ...terminal }, (bytes) => this.#send(bytes));
    this.#stream.on('error', (error) => {
      this.#reason ??= error;
    });
  }

  onData(listener: (bytes: Buffer) => void): void {
    this.#flights?.follow(this.#stream, { phase: 'prompt', isClearText: true });
    this.#stream.on('data', (bytes: Buffer) => {
      const text = this.#telnet.receive(bytes);
      if (text.length > 0) listener(text);
    });
  }

  onClose(listener: (reason: Error | undefined) => void): void {
    const over = () => {
      if (this.#isOver) return;
      this.#isOver = true;
      listener(this.#way.lostBecause() ?? this.#reason);
    };
    this.#stream.on('end', over);
    this.#stream.on('close', over);
  }

  write(text: string): void {
    this.#send(encodeTelnet(text));
  }

  refuse(): boolean {
    return this.#onRefused();
  }

  end(): void {
    this.#isOver = true;
    if (this.#stream.destroyed) return;
    const timer = setTimeout(() => this.#stream.destroy(), FAREWELL_MS).unref();
    this.#stream.once('close', () => clearTimeout(timer));
    this.#stream.resume();
    this.#stream.end();
  }

  destroy(): void {
    this.#isOver = true;
    this.#stream.destroy();
  }

  #send(bytes: Buffer): void {
    if (this.#stream.writable) this.#stream.write(bytes);
  }
}
