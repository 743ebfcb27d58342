import { UsageError } from '../error/flow-error.js';
import { systemCode } from '../error/system-error.js';
import type { Host } from '../inventory/host.js';
import { layCables } from './cabling.js';
import type { Faults } from './faults.js';
import { type HeldCommand, HeldCommands } from './held-commands.js';
import { type LabHosts, listLabHosts } from './lab-host.js';
import { SimulatedHost } from './simulated-host.js';
import { makeHostKey, publicLine } from './ssh-door.js';
import { type Counts, Tally } from './tally.js';

/** What a lab is made of. */
export interface LabOptions {
  hosts: LabHosts;
  /** Of hosts that do not name their own; `cisco_ios` unless given. */
  platform?: string;
  /** Every host waits so long before each answer, in milliseconds; 0 unless given. */
  delayMs?: number;
  /** Every host is so far away: each packet takes so long, each way, in milliseconds; 0 unless given. */
  latencyMs?: number;
  /** Of every host; a host's own come on top. */
  faults?: Faults;
  /** Of single hosts, by name; on top of their own. */
  faultsOf?: (host: string) => Faults;
  /** Commands wait for the test: all but set-up (`commands`), or really all. */
  hold?: boolean | 'commands' | 'all';
  /** `shared` (default): one key for all, made in 3 ms; `own`: one per host. */
  hostKeys?: 'shared' | 'own';
  /** `ports` (default): 127.0.0.1, one port per host; `addresses`: one address in 127.0.0.0/8 per host and the same port, better for thousands. */
  spread?: 'ports' | 'addresses';
  /** The first host's port; with `ports` the others count on from it. Free ones unless given. */
  port?: number;
  /** Folders with platforms of somebody's own. */
  platformDirs?: readonly string[];
  /** For everything random and everything invented. Default 1. */
  seed?: number;
  /** The devices' clock, milliseconds since the epoch; the real one unless given. */
  now?: () => number;
}

/**
 * Simulated devices behind real SSH on loopback. A lab costs nothing while nobody speaks to it:
 * there are no timers but those of asked-for delays, and a device comes to life at its first login.
 *
 * Properties such as {@link mostAtOnce} are counted on the devices' side, so that a test can prove a limit by order alone.
 */
export class Lab {
  readonly #hosts: Map<string, SimulatedHost>;
  readonly #tally: Tally;
  readonly #held: HeldCommands;

  private constructor(hosts: SimulatedHost[], tally: Tally, held: HeldCommands) {
    this.#hosts = new Map(hosts.map((simulated) => [simulated.host.name, simulated]));
    this.#tally = tally;
    this.#held = held;
  }

  /** Starts the devices. @throws {UsageError} for a platform that cannot be simulated, a wrong count, or a port that cannot be had */
  static async start(options: LabOptions): Promise<Lab> {
    const { delayMs, latencyMs } = options;
    const faults: Faults = {
      ...(delayMs !== undefined && { delayMs }),
      ...(latencyMs !== undefined && { latencyMs }),
      ...options.faults,
    };
    const tally = new Tally();
    const held = new HeldCommands();
    const surroundings = {
      seed: options.seed ?? 1,
      now: options.now ?? Date.now,
      tally,
      held,
      hold: holdOf(options.hold),
    };
    const shared = makeHostKey();
    const labHosts = listLabHosts(options.hosts, {
      platform: options.platform,
      platformDirs: options.platformDirs,
      faults,
      faultsOf: options.faultsOf,
    });
    const cables = layCables(labHosts);
    const hosts = labHosts.map((host) => {
      const key = options.hostKeys === 'own' ? makeHostKey() : shared;
      return new SimulatedHost(host, key, { ...surroundings, cables: cables.get(host.name) ?? [] });
    });
    const lab = new Lab(hosts, tally, held);
    try {
      await listenAll(hosts, options);
    } catch (error) {
      await lab.stop();
      throw error;
    }
    return lab;
  }

  /** The devices as an inventory has them, with the credentials they accept. */
  hosts(): Host[] {
    return [...this.#hosts.values()].map(({ host, address, port }) => ({
      name: host.name,
      address,
      port,
      platform: host.personality.name,
      username: host.username,
      password: host.password ?? 'lab',
      ...(host.secret !== null && { secret: host.secret }),
      groups: [...host.groups],
      vars: { ...host.vars },
      jump: [],
      ssh: {},
    }));
  }

  /**
   * Sends the hosts of an inventory to the simulated devices of the same names: address and port become the lab's,
   * keys, agents and jumps are left out, missing credentials are filled in; all else stays as it is.
   *
   * @throws {Error} when the lab has no device of that name
   */
  place(hosts: readonly Host[]): Host[] {
    const simulated = new Map(this.hosts().map((host) => [host.name, host]));
    return hosts.map((host) => {
      const device = simulated.get(host.name);
      if (!device) throw new Error(`the lab has no device called ${host.name}`);
      const { key: _key, passphrase: _passphrase, agent: _agent, credentials: _credentials, ...way } = host;
      const { transport: _transport, proxy: _proxy, ...rest } = way;
      const { address, port, username, password, secret } = device;
      return { username, password, ...(secret !== undefined && { secret }), ...rest, address, port, jump: [], ssh: {} };
    }) as Host[];
  }

  /** The next command held back, of any host or of one; waits for it. Rejects when the lab stops first. */
  nextCommand(host?: string): Promise<HeldCommand> {
    return this.#held.next(host);
  }

  /** Answers everything held, and everything to come: with the given lines, or as the devices would. */
  answerAll(output?: string): void {
    this.#held.answerAll(output);
  }

  /** Counted so far. */
  get counts(): Readonly<Counts> {
    return this.#tally.counts;
  }

  /** Accepted logins so far. */
  get logins(): number {
    return this.#tally.counts.logins;
  }

  /** Wrong passwords so far. */
  get refusedLogins(): number {
    return this.#tally.counts.refusedLogins;
  }

  /** The highest number of hosts that had a login or a command in flight at the same time. */
  get mostAtOnce(): number {
    return this.#tally.counts.mostAtOnce;
  }

  /** Command lines that a host was sent, in order, set-up included; never an answer to a question. */
  commandsOf(host: string): readonly string[] {
    return this.#tally.commandsOf(host);
  }

  /**
   * Ways of packets between a host that is far and its client, one after the other, from the client's or the host's first byte until
   * the answer to this command has arrived; two are a round trip. Undefined when it was not asked, or is not far.
   */
  tripsTo(host: string, command: string): number | undefined {
    return this.#tally.tripsTo(host, command);
  }

  /** How many outputs of a host did not fit on its screen, and were shown page by page. */
  pagesOf(host: string): number {
    return this.#tally.pagesOf(host);
  }

  /** The host's key as a line of a known_hosts file: `[127.0.0.1]:2201 ssh-ed25519 AAAA...`. */
  knownHostsLine(host: string): string {
    const simulated = this.#find(host);
    return `[${simulated.address}]:${simulated.port} ${publicLine(simulated.hostKey)}`;
  }

  /** From its next login on, the host proves itself by another key. */
  changeHostKey(host: string): void {
    this.#find(host).changeHostKey(makeHostKey());
  }

  /** Prints a text (a log message) on every open session of a host. */
  say(host: string, text: string): void {
    this.#find(host).say(text);
  }

  /** Cuts every connection of a host, as a loss of power would. */
  dropConnections(host: string): void {
    this.#find(host).dropConnections();
  }

  /** Cuts all connections and closes all ports; safe to call twice. */
  async stop(): Promise<void> {
    this.#held.stop();
    await Promise.all([...this.#hosts.values()].map((host) => host.stop()));
  }

  #find(host: string): SimulatedHost {
    const simulated = this.#hosts.get(host);
    if (!simulated) throw new Error(`the lab has no device called ${host}`);
    return simulated;
  }
}

function holdOf(hold: LabOptions['hold']): 'none' | 'commands' | 'all' {
  if (hold === true) return 'commands';
  return hold === undefined || hold === false ? 'none' : hold;
}

/** One address each is the fast way: the kernel takes seconds to find thousands of free ports on one address. */
async function listenAll(hosts: SimulatedHost[], { spread = 'ports', port = 0 }: LabOptions): Promise<void> {
  const [first, ...others] = hosts;
  if (!first) return;
  const isPorts = spread === 'ports';
  await listen(first, isPorts ? '127.0.0.1' : addressOf(0), port);
  const outcomes = await Promise.allSettled(
    others.map((host, index) =>
      isPorts
        ? listen(host, '127.0.0.1', port === 0 ? 0 : port + index + 1)
        : listen(host, addressOf(index + 1), first.port),
    ),
  );
  // Only when all have tried may the lab be stopped: a port opened later would stay open.
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}

async function listen(host: SimulatedHost, address: string, port: number): Promise<void> {
  if (port > 65_535) throw new UsageError(`the lab has no port left for ${host.host.name}: ports end at 65535`);
  try {
    await host.listen(address, port);
  } catch (error) {
    const reason = LISTEN_ERRORS[systemCode(error) ?? ''];
    if (reason === undefined) throw error;
    throw new UsageError(`the lab cannot use port ${port} of ${address} for ${host.host.name}: ${reason}`, {
      cause: error,
    });
  }
}

const LISTEN_ERRORS: Record<string, string> = {
  EADDRINUSE: 'something else listens there',
  EACCES: 'ports below 1024 are for root',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EMFILE: 'too many open files; `ulimit -n` raises the limit',
};

/** 127.1.0.1, 127.1.0.2, ... 127.1.1.1, without the addresses that end in 0 or 255. */
function addressOf(index: number): string {
  return `127.${1 + Math.floor(index / 254 / 256)}.${Math.floor(index / 254) % 256}.${(index % 254) + 1}`;
}
