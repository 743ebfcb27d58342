import type { RunEvent } from './event.js';
import type { RunWarning } from './result.js';

/** Keeps what hosts warned of, each warning once, however often a host was logged in to. */
export class Warnings {
  readonly #byHost = new Map<string, Set<string>>();

  hear(event: RunEvent): void {
    if (event.type !== 'notice' || !event.isWarning) return;
    const messages = this.#byHost.get(event.host) ?? new Set();
    this.#byHost.set(event.host, messages.add(event.message));
  }

  /** In the order of the hosts given, so that two reports of the same fleet can be compared. */
  list(hosts: readonly string[]): RunWarning[] {
    if (this.#byHost.size === 0) return [];
    return hosts.flatMap((host) => [...(this.#byHost.get(host) ?? [])].map((message) => ({ host, message })));
  }
}
