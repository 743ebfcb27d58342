import { loadPlatform } from '../device/load-platform.js';
import { DocumentError, UsageError } from '../error/flow-error.js';
import { makeExecutor } from '../executors/make-executor.js';
import { loadPlaybook } from '../playbook/load.js';
import type { Playbook } from '../playbook/playbook.js';
import { attributesOf } from '../run/host-attributes.js';
import { Latch } from '../run/latch.js';
import { Slots } from '../run/slots.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import { findUnknownPlatforms } from './check-before-run.js';
import type { Call, Command } from './command.js';
import { describeCheck } from './describe-check.js';
import { EXIT } from './exit-code.js';
import { explainDiagnostics } from './explain-error.js';
import { type Fleet, readFleet } from './fleet.js';
import { takeInterrupts } from './interrupts.js';
import { HOST_KEYS_FLAG, type ReachedFleet, reachFleet } from './reach-fleet.js';
import { HOST_FLAGS, overridesFrom, PLATFORMS_FLAG, platformDirsFrom } from './shared-flags.js';

/** `flow check`: connects to each host, logs in, reaches the prompt (privileged, where there is a secret), and leaves. */
export const check: Command = {
  about: 'Tries the credentials once per host and sends no command but those of a login.',
  operands: [{ form: '[playbook]', text: 'a YAML file; or give --inventory alone' }],
  flags: [
    HOST_FLAGS,
    {
      subject: 'How',
      flags: [
        { form: '-c, --concurrency <hosts>', text: 'hosts in flight at the same time' },
        HOST_KEYS_FLAG,
        PLATFORMS_FLAG,
      ],
    },
    {
      subject: 'What is printed',
      flags: [{ form: '--format <format>', text: 'text (the default) or json', choices: ['text', 'json'] }],
    },
  ],
  examples: [
    { line: 'flow check -i devices.yaml', text: 'who can be reached, and what is wrong with the others' },
    { line: 'flow check clock.yaml --limit R2', text: 'one host, with the time that each phase took' },
  ],
  run: checkHosts,
};

async function checkHosts(call: Call): Promise<number> {
  const { flags, terminal } = call;
  const playbook = readPlaybook(call);
  const fleet = readFleet(playbook, call);
  const platformDirs = platformDirsFrom(call);
  const mistakes = findUnknownPlatforms(fleet, platformDirs);
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  terminal.err.write(explainDiagnostics(fleet.inventory.warnings ?? []));

  const reached = await reachFleet(fleet, { call, folder: playbook.folder });
  const interrupts = takeInterrupts();
  try {
    const outcomes = await visitHosts(playbook, { fleet, reached, platformDirs, signal: interrupts.stop });
    const checked = fleet.hosts.map((host) => ({
      host: reached.hosts.get(host.name) ?? host,
      platform: loadPlatform(host.platform, platformDirs).name,
      outcome: outcomes.get(host.name),
    }));
    terminal.out.write(describeCheck(checked, flags.text('format') === 'json' ? 'json' : 'text'));
    if (interrupts.stop.aborted) return EXIT.interrupted;
    return checked.every(({ outcome }) => outcome?.kind === 'done') ? EXIT.ok : EXIT.raised;
  } finally {
    interrupts.release();
    await reached.close();
  }
}

/** What of a playbook a check needs. */
type CheckedPlaybook = Pick<
  Playbook,
  'file' | 'folder' | 'inventory' | 'select' | 'enable' | 'timeouts' | 'concurrency'
>;

/** The playbook given, or one that says nothing but where the inventory is. */
function readPlaybook(call: Call): CheckedPlaybook {
  const { format: _format, ...overrides } = overridesFrom(call);
  const [file] = call.operands;
  if (file !== undefined) return loadPlaybook(file, { overrides });
  const { inventory, select, concurrency } = overrides;
  if (!inventory)
    throw new UsageError('`flow check` needs a playbook, or --inventory\n  `flow check --help` shows how it is used');
  return {
    file: 'the command line',
    folder: call.terminal.folder,
    inventory: { kind: 'files', paths: inventory },
    ...(select !== undefined && { select: { source: select } }),
    enable: 'auto',
    timeouts: { connectMs: 10_000, authMs: 15_000, promptMs: 15_000, commandMs: 30_000 },
    concurrency: { hosts: concurrency ?? 20, per: {} },
  };
}

/** What visiting needs beside the playbook. */
interface Visit {
  fleet: Fleet;
  reached: ReachedFleet;
  platformDirs: string[];
  signal: AbortSignal;
}

/** Logs in to each host within the limits. @returns outcomes by host; a host not come to before an interrupt has none */
async function visitHosts(playbook: CheckedPlaybook, visit: Visit): Promise<Map<string, JobOutcome>> {
  const { fleet, signal } = visit;
  const bugs: unknown[] = [];
  const executor = makeExecutor('inline', { onBug: (error) => bugs.push(error) });
  const slots = new Slots(playbook.concurrency);
  const ending = new Latch();
  signal.addEventListener('abort', () => ending.open(), { once: true });
  const outcomes = new Map<string, JobOutcome>();
  const limited = Object.keys(playbook.concurrency.per);
  await Promise.all(
    fleet.hosts.map(async (host) => {
      const release = await slots.acquire(attributesOf(host, limited), ending);
      if (!release) return;
      try {
        outcomes.set(host.name, await executor.run(makeJob(playbook, host.name, visit), () => {}, signal));
      } finally {
        release();
      }
    }),
  );
  await executor.close();
  if (bugs.length > 0) throw bugs[0];
  return outcomes;
}

/** A login without a task. */
function makeJob({ enable, timeouts }: CheckedPlaybook, name: string, { reached, platformDirs }: Visit): HostJob {
  const host = reached.hosts.get(name);
  if (!host) throw new Error(`a host that was not reached: ${name}`);
  return {
    host,
    jumps: reached.jumps.get(name) ?? [],
    tasks: [],
    mode: 'read',
    attempts: {},
    vars: {},
    results: {},
    enable,
    timeouts,
    hostKeys: reached.hostKeys,
    platformDirs,
  };
}
