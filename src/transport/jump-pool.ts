import type { Duplex } from 'node:stream';
import { DeviceError } from '../error/flow-error.js';
import type { Host } from '../inventory/host.js';
import type { ConnectOptions, Way } from './connect-options.js';
import type { SshLogin } from './ssh-attempt.js';
import type { SshClient } from './ssh-client.js';
import { logIn, placeOf } from './ssh-login.js';
import { connectDirectly } from './way.js';

/** The login on one jump host at the end of one chain of them. */
interface Hop {
  key: string;
  login: Promise<SshLogin>;
  /** Ends the attempt when nobody waits for it any more. */
  attempt: AbortController;
  waiting: number;
  lost: Error | undefined;
}

/** These failures are the same for everybody who comes later: who tries again locks an account. */
const FINAL: ReadonlySet<string> = new Set(['auth', 'hostkey', 'kex', 'dns']);

/**
 * Keeps one login per jump host (per chain that leads to it) for all hosts behind it. The first who needs it makes it, who
 * comes meanwhile waits for the same attempt; it stays until the pool is closed or the jump host ends it.
 */
export class JumpPool {
  readonly #hops = new Map<string, Hop>();

  /**
   * Opens a way to a host through others.
   *
   * @param jumps  at least one, nearest to us first
   * @throws {DeviceError} that names the jump host at which it failed
   */
  async open(jumps: readonly Host[], target: Host, options: ConnectOptions): Promise<Way> {
    const { hop, client } = await this.#reach(jumps, options);
    const jump = jumps.at(-1) as Host;
    const place = `${placeOf(target)} (through ${jump.name})`;
    const stream = await forward(client, { target, jump, place }, options);
    return { stream, place, lostBecause: () => hop.lost };
  }

  /** Logs out of every jump host. */
  async close(): Promise<void> {
    const hops = [...this.#hops.values()].reverse();
    this.#hops.clear();
    for (const hop of hops) {
      hop.attempt.abort();
      // A failed one has nothing to close, and its failure was told to those who waited.
      const login = await hop.login.catch(() => undefined);
      login?.end();
    }
  }

  /** Waits for the login on the last of the jump hosts; begins anew where whoever was making it had to leave. */
  async #reach(jumps: readonly Host[], options: ConnectOptions): Promise<{ hop: Hop; client: SshClient }> {
    for (;;) {
      const hop = this.#hopTo(jumps, options);
      try {
        return { hop, client: (await this.#wait(hop, options.signal, jumps)).client };
      } catch (error) {
        const isOthers = error instanceof DeviceError && error.code === 'cancelled' && !options.signal.aborted;
        if (!isOthers) throw error;
        this.#forget(hop);
      }
    }
  }

  #hopTo(chain: readonly Host[], options: ConnectOptions): Hop {
    const key = JSON.stringify(chain.map(identify));
    const known = this.#hops.get(key);
    if (known) return known;
    const attempt = new AbortController();
    const hop: Hop = {
      key,
      attempt,
      waiting: 0,
      lost: undefined,
      login: this.#logInto(chain, { ...options, signal: attempt.signal, flights: undefined }),
    };
    this.#hops.set(key, hop);
    hop.login.then(
      ({ client }) => {
        client.on('error', (error) => {
          hop.lost ??= error;
        });
        client.once('close', () => {
          const name = chain.at(-1)?.name;
          const reason = hop.lost ? `: ${hop.lost.message}` : '';
          hop.lost = new Error(`jump host ${name} ended the connection${reason}`);
          this.#forget(hop);
        });
      },
      (error) => {
        if (!(error instanceof DeviceError && FINAL.has(error.code))) this.#forget(hop);
      },
    );
    return hop;
  }

  async #logInto(
    chain: readonly Host[],
    { usernameSuffix: _ofTheTarget, ...options }: ConnectOptions,
  ): Promise<SshLogin> {
    const jump = chain.at(-1) as Host;
    const before = chain.slice(0, -1);
    const openWay = async (): Promise<Way> => {
      const way = before.length > 0 ? await this.open(before, jump, options) : await connectDirectly(jump, options);
      return { ...way, place: `jump host ${jump.name}` };
    };
    return logIn(jump, openWay, options);
  }

  #forget(hop: Hop): void {
    if (this.#hops.get(hop.key) === hop) this.#hops.delete(hop.key);
  }

  /** Waits for a login as long as its own host is wanted. */
  #wait(hop: Hop, signal: AbortSignal, jumps: readonly Host[]): Promise<SshLogin> {
    return new Promise((resolve, reject) => {
      hop.waiting++;
      let isWaiting = true;
      const settle = (act: () => void) => {
        if (!isWaiting) return;
        isWaiting = false;
        hop.waiting--;
        signal.removeEventListener('abort', onAbort);
        act();
      };
      const onAbort = () =>
        settle(() => {
          if (hop.waiting === 0) {
            this.#forget(hop);
            hop.attempt.abort();
          }
          const message = `cancelled while connecting to jump host ${jumps.at(-1)?.name}`;
          reject(new DeviceError('cancelled', message, { phase: 'tcp' }));
        });
      signal.addEventListener('abort', onAbort);
      hop.login.then(
        (login) => settle(() => resolve(login)),
        (error) => settle(() => reject(error)),
      );
      if (signal.aborted) onAbort();
    });
  }
}

/** Two hosts mean the same login when all that leads to it is the same. */
function identify({ name, address, port, username, password, key, credentials, proxy }: Host): unknown[] {
  return [name, address, port, username, password, key, credentials, proxy];
}

/** Opens a way to the next host through a jump host. */
function forward(
  client: SshClient,
  { target, jump, place }: { target: Host; jump: Host; place: string },
  { connectMs, signal }: ConnectOptions,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const settle = (act: () => void) => {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const fail = (error: DeviceError) => settle(() => reject(error));
    const onAbort = () =>
      fail(new DeviceError('cancelled', `cancelled while connecting to ${place}`, { phase: 'tcp' }));
    const timer = setTimeout(
      () =>
        fail(new DeviceError('unreachable', `no answer from ${place} within ${connectMs / 1000} s`, { phase: 'tcp' })),
      connectMs,
    );
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, channel) => {
      if (isOver) channel?.destroy();
      else if (error) fail(explainForward(error, target, jump));
      else settle(() => resolve(channel));
    });
  });
}

function explainForward(error: Error & { reason?: unknown }, target: Host, jump: Host): DeviceError {
  const details = { phase: 'tcp', cause: error } as const;
  const there = `${target.address} port ${target.port}`;
  const said = error.message.replace(/^\(SSH\) Channel open failure: ?/, '');
  // ssh2's words for a request that was open when the connection ended.
  if (said === 'No response from server')
    return new DeviceError(
      'disconnected',
      `jump host ${jump.name} ended the connection on the way to ${there}`,
      details,
    );
  if (/refused/i.test(said))
    return new DeviceError('refused', `connections are refused by ${there}, says jump host ${jump.name}`, details);
  if (/not (?:be )?resolved|name or service|no address|unknown host/i.test(said))
    return new DeviceError('dns', `no address is known for ${there}, says jump host ${jump.name}`, details);
  const reason = said === '' ? '' : `: ${said}`;
  return new DeviceError('unreachable', `jump host ${jump.name} found no way to ${there}${reason}`, details);
}
