import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Host } from '../../src/inventory/host.js';
import type { BenchLabOptions } from './lab-process.js';

/** What the routers have seen so far. */
export interface Seen {
  /** Logins in flight at the same time, at most. */
  mostAtOnce: number;
  /**
   * Round trips that led to the last answer, of routers that are far. The least of all routers: a client that was too busy to send
   * at once what it could have sent is counted a trip too many.
   */
  roundTrips?: number;
}

/** Simulated routers in another process. */
export class BenchLab {
  readonly hosts: Host[];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, hosts: Host[]) {
    this.#child = child;
    this.hosts = hosts;
  }

  static async start(options: BenchLabOptions): Promise<BenchLab> {
    const [program, hook] = ['lab-process.ts', 'shared-group1.mjs'].map((name) => new URL(name, import.meta.url)) as [
      URL,
      URL,
    ];
    const child = fork(program, [JSON.stringify(options)], { execArgv: ['--import', 'tsx', '--import', hook.href] });
    const [hosts] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('the lab did not start'))),
    ]);
    return new BenchLab(child, hosts as Host[]);
  }

  async look(): Promise<Seen> {
    this.#child.send('look');
    const [seen] = await once(this.#child, 'message');
    return seen as Seen;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.disconnect();
    await exit;
  }
}
