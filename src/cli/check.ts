import { loadPlatform } from '../device/load-platform.js';
import { DocumentError, UsageError } from '../error/flow-error.js';
import type { Mask } from '../error/mask.js';
import type { Playbook } from '../playbook/playbook.js';
import { checkLimits } from '../run/check-limits.js';
import { cleanReport } from '../run/clean.js';
import type { JobOutcome } from '../task/host-job.js';
import { readFleet } from '../workflow/fleet.js';
import { fleetChoiceFrom } from './choose-fleet.js';
import type { Call, Command } from './command.js';
import { describeCheck } from './describe-check.js';
import { EXIT } from './exit-code.js';
import { writeDiagnostics } from './explain-error.js';
import { HOST_KEYS_FLAG } from './reach-flags.js';
import { reachFleet } from './reach-fleet.js';
import { readPlaybookOf } from './read-plan.js';
import { HOST_FLAGS, overridesFrom, PLATFORMS_FLAG, platformDirsFrom } from './shared-flags.js';
import { limitsWithout, type VisitLimits, visitHosts } from './visit-hosts.js';

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
  const { flags, terminal, interrupts } = call;
  const playbook = readPlaybook(call);
  const fleet = readFleet(playbook, fleetChoiceFrom(call));
  const platformDirs = platformDirsFrom(call, fleet.inventory);
  const mistakes = checkLimits(playbook, fleet.inventory.hosts);
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  writeDiagnostics(terminal.err, fleet.inventory.warnings ?? []);

  const reached = await reachFleet(fleet, call, playbook.folder);
  interrupts.begin();
  try {
    const outcomes = await visitHosts(playbook, { hosts: fleet.hosts, reached, platformDirs, signal: interrupts.stop });
    const checked = fleet.hosts.map((host) => ({
      host: reached.hosts.get(host.name) ?? host,
      platform: platformOf(outcomes.get(host.name)) ?? loadPlatform(host.platform, platformDirs).name,
      outcome: cleanOutcome(outcomes.get(host.name), terminal.mask),
    }));
    terminal.out.write(describeCheck(checked, flags.text('format') === 'json' ? 'json' : 'text'));
    if (interrupts.stop.aborted) return EXIT.interrupted;
    return checked.every(({ outcome }) => outcome?.kind === 'done') ? EXIT.ok : EXIT.raised;
  } finally {
    interrupts.finish();
    await reached.close();
  }
}

/** The platform that was found out. */
function platformOf(outcome: JobOutcome | undefined): string | undefined {
  return outcome?.kind === 'done' ? outcome.login?.platform : undefined;
}

/** Masks what a device said, before it becomes JSON: there a quote in a secret would be written in another way. */
function cleanOutcome(outcome: JobOutcome | undefined, mask: Mask): JobOutcome | undefined {
  return outcome?.kind === 'failed' ? { ...outcome, error: cleanReport(outcome.error, mask) } : outcome;
}

/** The playbook given, or one that says nothing but where the inventory is. */
function readPlaybook(
  call: Call,
): VisitLimits & Pick<Playbook, 'file' | 'folder' | 'document' | 'inventory' | 'select'> {
  const { format: _format, ...overrides } = overridesFrom(call);
  const [file] = call.operands;
  if (file !== undefined) return readPlaybookOf(file, call, overrides);
  const { inventory, select, concurrency } = overrides;
  if (!inventory)
    throw new UsageError('`flow check` needs a playbook, or --inventory\n  `flow check --help` shows how it is used');
  return {
    file: 'the command line',
    folder: call.terminal.folder,
    inventory: { kind: 'files', paths: inventory },
    ...(select !== undefined && { select: { source: select } }),
    ...limitsWithout(concurrency),
  };
}
