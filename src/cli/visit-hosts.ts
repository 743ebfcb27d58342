import { setMaxListeners } from 'node:events';
import { InlineHostExecutor } from '../executors/inline-host-executor.js';
import type { Host } from '../inventory/host.js';
import { DEFAULT_LOCKOUT_AFTER } from '../playbook/limits.js';
import type { Playbook } from '../playbook/playbook.js';
import { attributesOf } from '../run/host-attributes.js';
import { Latch } from '../run/latch.js';
import { LoginQueue } from '../run/login-queue.js';
import { makeMayEnable } from '../run/may-enable.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import type { Reached } from '../workflow/reach.js';

/** What of a playbook visiting heeds. */
export type VisitLimits = Pick<Playbook, 'enable' | 'timeouts' | 'concurrency' | 'pace' | 'lockoutAfter'>;

/** The limits where there is no playbook. @param most  hosts in flight at the same time; 20 unless given */
export function limitsWithout(most = 20): VisitLimits {
  return {
    enable: 'auto',
    timeouts: { connectMs: 10_000, authMs: 15_000, promptMs: 15_000, commandMs: 30_000 },
    concurrency: { hosts: most, per: {} },
    lockoutAfter: DEFAULT_LOCKOUT_AFTER,
  };
}

/** What visiting needs beside the limits. */
export interface Visit {
  /** Who is visited, of those reached. */
  hosts: readonly Host[];
  reached: Pick<Reached, 'hosts' | 'jumps' | 'hostKeys'>;
  platformDirs: string[];
  signal: AbortSignal;
}

/** Logs in to each host within the limits. @returns outcomes by host; a host not come to before an interrupt has none */
export async function visitHosts(limits: VisitLimits, visit: Visit): Promise<Map<string, JobOutcome>> {
  const { hosts, signal } = visit;
  // Every host listens to it: more than ten are no mistake.
  setMaxListeners(0, signal);
  const bugs: unknown[] = [];
  const executor = new InlineHostExecutor({ onBug: (error) => bugs.push(error) });
  const queue = new LoginQueue({
    ...limits,
    hosts: visit.reached.hosts.values(),
    random: Math.random,
    mayEnable: makeMayEnable(limits.enable, visit.platformDirs),
  });
  const ending = new Latch();
  signal.addEventListener('abort', () => ending.open(), { once: true });
  const outcomes = new Map<string, JobOutcome>();
  const limited = Object.keys(limits.concurrency.per);
  await Promise.all(
    hosts.map(async ({ name }) => {
      const job = makeJob(limits, name, visit);
      const turn = await queue.enter({ ...job, attributes: attributesOf(job.host, limited) }, ending);
      if (!turn) return;
      if ('code' in turn) {
        outcomes.set(name, { kind: 'failed', task: '', error: turn, lost: true, begun: false, partial: {} });
        return;
      }
      const emit = (event: HostEvent) => {
        if (event.type === 'login') turn.hear(event);
      };
      try {
        const work = { ...job, host: turn.host, jumps: turn.jumps };
        outcomes.set(name, await executor.submit({ job: work, emit, signal, mayShow: turn.mayShow }).result());
      } finally {
        turn.leave();
      }
    }),
  );
  queue.dispose();
  await executor.close();
  if (bugs.length > 0) throw bugs[0];
  return outcomes;
}

/** A login without a task. */
function makeJob({ enable, timeouts }: VisitLimits, name: string, { reached, platformDirs }: Visit): HostJob {
  const host = reached.hosts.get(name);
  if (!host) throw new Error(`a host that was not reached: ${name}`);
  return {
    host,
    jumps: reached.jumps.get(name) ?? [],
    tasks: [],
    mode: 'read',
    login: 1,
    attempts: {},
    vars: {},
    results: {},
    enable,
    timeouts,
    hostKeys: reached.hostKeys,
    platformDirs,
    templateDirs: [],
  };
}
