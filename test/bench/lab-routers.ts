import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../src/inventory/host.js';

/** What the routers have seen so far. */
export interface Seen {
  logins: number;
  mostAtOnce: number;
  /** Routers that were asked for the clock at least once. */
  answered: number;
}

/** Simulated routers in another process. */
export class LabRouters {
  readonly hosts: Host[];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, hosts: Host[]) {
    this.#child = child;
    this.hosts = hosts;
  }

  static async start(count: number): Promise<LabRouters> {
    const program = fileURLToPath(new URL('lab-process.ts', import.meta.url));
    const child = fork(program, [String(count)], { execArgv: ['--import', 'tsx'] });
    const [hosts] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('the lab did not start'))),
    ]);
    return new LabRouters(child, hosts as Host[]);
  }

  async seen(): Promise<Seen> {
    this.#child.send('seen');
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
