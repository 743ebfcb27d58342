/** What a lab has counted so far. */
export interface Counts {
  /** Accepted logins. */
  logins: number;
  /** Passwords, answers and signatures that were wrong. */
  refusedLogins: number;
  /** TCP connections so far, open now, and open at the same time at most. */
  connections: number;
  openConnections: number;
  mostConnections: number;
  /** Command lines, set-up included. */
  commands: number;
  /** The highest number of hosts that had a login or a command in flight at the same time. */
  mostAtOnce: number;
}

/** Counts what happens in a lab. */
export class Tally {
  readonly counts: Counts = {
    logins: 0,
    refusedLogins: 0,
    connections: 0,
    openConnections: 0,
    mostConnections: 0,
    commands: 0,
    mostAtOnce: 0,
  };
  /** Times of the logins of the last second; only where their rate is limited. */
  readonly #admitted: number[] = [];
  readonly #commands = new Map<string, string[]>();
  /** By host and command line. */
  readonly #trips = new Map<string, number>();
  readonly #pages = new Map<string, number>();
  /** Connections with something in flight, by host. */
  readonly #busy = new Map<string, number>();

  commandsOf(host: string): readonly string[] {
    return this.#commands.get(host) ?? [];
  }

  countCommand(host: string, text: string): void {
    this.counts.commands++;
    const commands = this.#commands.get(host);
    if (commands) commands.push(text);
    else this.#commands.set(host, [text]);
  }

  /** Ways that led to the last answer to this command, one after the other; only of hosts that are far. */
  tripsTo(host: string, command: string): number | undefined {
    return this.#trips.get(`${host}\0${command}`);
  }

  noteTrips(host: string, command: string, trips: number): void {
    this.#trips.set(`${host}\0${command}`, trips);
  }

  /** How often an output of a host was longer than its screen. */
  pagesOf(host: string): number {
    return this.#pages.get(host) ?? 0;
  }

  countPage(host: string): void {
    this.#pages.set(host, this.pagesOf(host) + 1);
  }

  /** Counts one connection until the function given back is called. */
  countConnection(): () => void {
    const { counts } = this;
    counts.connections++;
    counts.openConnections++;
    counts.mostConnections = Math.max(counts.mostConnections, counts.openConnections);
    return () => {
      counts.openConnections--;
    };
  }

  /** Whether one more login in the second that ends now is within a limit; it counts from then on. */
  admit(now: number, loginsPerSecond: number): boolean {
    while ((this.#admitted[0] ?? now) <= now - 1000) this.#admitted.shift();
    if (this.#admitted.length >= loginsPerSecond) return false;
    this.#admitted.push(now);
    return true;
  }

  /** Makes the flight recorder of one connection: in flight from each `begin` to the next `end`. */
  recordFlight(host: string): { begin(): void; end(): void } {
    let isInFlight = false;
    return {
      begin: () => {
        if (isInFlight) return;
        isInFlight = true;
        this.#busy.set(host, (this.#busy.get(host) ?? 0) + 1);
        this.counts.mostAtOnce = Math.max(this.counts.mostAtOnce, this.#busy.size);
      },
      end: () => {
        if (!isInFlight) return;
        isInFlight = false;
        const left = (this.#busy.get(host) ?? 1) - 1;
        if (left === 0) this.#busy.delete(host);
        else this.#busy.set(host, left);
      },
    };
  }
}
