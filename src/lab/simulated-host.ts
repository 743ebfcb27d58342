import { createServer, type Server, type Socket } from 'node:net';
import { Console, type Gate } from './console.js';
import type { Cable } from './device-facts.js';
import { type ClientSocket, DistantSocket } from './distant-socket.js';
import type { HeldCommands } from './held-commands.js';
import type { LabHost } from './lab-host.js';
import { isAccepted, isAcceptedByShell, offeredMethods, plainUsername } from './login-check.js';
import type { Device } from './personalities/personality.js';
import { makeRandom } from './random.js';
import { type HostKey, makeDoor, makeHostKey, type Terminal, type TerminalUser } from './ssh-door.js';
import type { Tally } from './tally.js';
import { findUnaskedPort } from './unasked-port.js';
import { Wire } from './wire.js';

/** What all hosts of a lab share. */
export interface LabSurroundings {
  seed: number;
  now: () => number;
  tally: Tally;
  held: HeldCommands;
  /** Which commands wait for the test. */
  hold: 'none' | 'commands' | 'all';
  /** What the host is connected to. */
  cables: readonly Cable[];
}

type Flight = ReturnType<Tally['recordFlight']>;

/** One simulated device: a port on loopback, an SSH server behind it, and the device that answers. */
export class SimulatedHost {
  readonly host: LabHost;
  readonly #lab: LabSurroundings;
  readonly #sockets = new Set<ClientSocket>();
  readonly #consoles = new Set<Console>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #hostKey: HostKey;
  #server: Server | undefined;
  #door: ((socket: ClientSocket) => void) | undefined;
  #flights = new WeakMap<ClientSocket, Flight>();
  #device: Device | undefined;
  #connections = 0;
  #shells = 0;
  #isLate = true;
  #hasAnswered = false;
  address = '';
  port = 0;

  constructor(host: LabHost, hostKey: HostKey, lab: LabSurroundings) {
    this.host = host;
    this.#hostKey = hostKey;
    this.#lab = lab;
  }

  get hostKey(): HostKey {
    return this.#hostKey;
  }

  /** Opens the port; 0 takes a free one, which nobody else gets where it is to be shut. */
  async listen(address: string, wanted: number): Promise<void> {
    const port = wanted === 0 && this.host.faults.refusesConnections ? await findUnaskedPort(address) : wanted;
    const server = createServer({ noDelay: true }, (socket) => this.#welcome(this.#place(socket)));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port }, resolve);
    });
    const bound = server.address();
    this.address = address;
    this.port = typeof bound === 'object' && bound !== null ? bound.port : port;
    this.#server = server;
    if (this.#isShut) await this.#stopListening();
  }

  /** From the next login on, the host proves itself by another key. */
  changeHostKey(hostKey: HostKey): void {
    this.#hostKey = hostKey;
    this.#door = undefined;
  }

  /** Prints a text on every open session, wherever its cursor is. */
  say(text: string): void {
    for (const console of this.#consoles) console.interject(text);
  }

  /** Cuts every connection, as a device does that loses its power. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.dropConnections();
    await this.#stopListening();
  }

  /** It listens no more: as many as it serves have come. */
  get #isShut(): boolean {
    const { refusesConnections = false, goodLogins = 0 } = this.host.faults;
    return refusesConnections && this.#connections >= goodLogins;
  }

  /** @returns once whoever is connected has gone */
  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Puts the distance between the host and its client. */
  #place(socket: Socket): ClientSocket {
    const { latencyMs = 0 } = this.host.faults;
    return latencyMs > 0 ? new DistantSocket(socket, latencyMs) : socket;
  }

  #welcome(socket: ClientSocket): void {
    const { tally } = this.#lab;
    const { faults } = this.host;
    this.#connections++;
    if (this.#isShut) void this.#stopListening();
    const discount = tally.countConnection();
    const flight = tally.recordFlight(this.host.name);
    flight.begin();
    this.#sockets.add(socket);
    this.#flights.set(socket, flight);
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#sockets.delete(socket);
      flight.end();
      discount();
    });
    const isTooFast = faults.loginsPerSecond !== undefined && !tally.admit(this.#lab.now(), faults.loginsPerSecond);
    if (faults.closesOnConnect || isTooFast) socket.end();
    else if (faults.silentOnConnect) socket.resume();
    else this.#answerConnection(socket);
  }

  #answerConnection(socket: ClientSocket): void {
    const { host } = this;
    if (host.faults.changesHostKey && this.#hasAnswered) this.changeHostKey(makeHostKey());
    this.#hasAnswered = true;
    this.#door ??= makeDoor({
      hostKey: this.#hostKey,
      ident: host.personality.ident,
      faults: host.faults,
      forwards: host.forwards,
      hasFiles: host.hasFiles,
      methods: offeredMethods(host),
      accepts: (attempt) => isAccepted(host, attempt),
      onAttempt: (client) => this.#flights.get(client)?.begin(),
      onRefused: (client, isCredential) => {
        if (!isCredential) return;
        this.#lab.tally.counts.refusedLogins++;
        this.#flights.get(client)?.end();
      },
      onReady: () => {
        this.#lab.tally.counts.logins++;
      },
      onForward: (client) => this.#flights.get(client)?.end(),
      openTerminal: (terminal, client) => this.#openTerminal(terminal, client),
    });
    this.#door(socket);
  }

  #openTerminal(terminal: Terminal, client: ClientSocket): TerminalUser {
    const { host } = this;
    const flight = this.#flights.get(client);
    const wire = new Wire(host.faults, makeRandom(this.#lab.seed, `${host.name} wire`), terminal);
    const { vtyFull, goodLogins = 0 } = host.faults;
    if (vtyFull !== undefined && this.#shells++ >= goodLogins) {
      wire.send(`${vtyFull}\r\n`);
      terminal.end();
      flight?.end();
      return { receive: () => {}, close: () => {} };
    }
    this.#device ??= host.personality.makeDevice({
      name: host.name,
      seed: this.#lab.seed,
      now: this.#lab.now,
      secret: host.secret ?? undefined,
      privilege: host.privilege,
      motd: host.faults.motd,
      cables: this.#lab.cables,
      accepts: (username, password) => this.#judgeByShell(username, password),
    });
    const username = plainUsername(host, terminal.username);
    const shell = this.#device.openShell({ username, from: '127.0.0.1', screen: terminal.screen });
    const console = new Console({
      shell,
      screen: terminal.screen,
      gate: this.#makeGate(client, flight),
      ends: {
        write: (text) => wire.send(text),
        end: () => {
          flight?.end();
          terminal.end();
        },
        drop: () => terminal.drop(),
        onIdle: () => flight?.end(),
        onPage: () => this.#lab.tally.countPage(host.name),
      },
    });
    this.#consoles.add(console);
    console.start();
    return {
      receive: (bytes) => console.receive(bytes),
      close: () => {
        if (this.#consoles.delete(console)) console.close();
      },
    };
  }

  #judgeByShell(username: string, password: string): boolean {
    const isRight = isAcceptedByShell(this.host, username, password);
    if (!isRight) this.#lab.tally.counts.refusedLogins++;
    return isRight;
  }

  #makeGate(client: ClientSocket, flight: Flight | undefined): Gate {
    const { tally, held, hold } = this.#lab;
    const { name } = this.host;
    return {
      admit: ({ text, isSetup }, proceed) => {
        flight?.begin();
        tally.countCommand(name, text);
        if (client instanceof DistantSocket) tally.noteTrips(name, text, client.tripsOfAnswer);
        const delayMs = isSetup ? 0 : this.#nextDelayMs();
        const decide = () => {
          if (hold === 'all' || (hold === 'commands' && !isSetup)) held.hold(name, text, proceed);
          else proceed({ kind: 'run' });
        };
        if (delayMs > 0) this.#later(delayMs, decide);
        else decide();
      },
    };
  }

  #nextDelayMs(): number {
    const { delayMs = 0, lateByMs = 0 } = this.host.faults;
    const late = this.#isLate ? lateByMs : 0;
    this.#isLate = false;
    return delayMs + late;
  }

  #later(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
  }
}
