import { resolve } from 'node:path';
import { UsageError } from '../error/flow-error.js';
import { loadInventory } from '../inventory/load.js';
import { readCassettes } from '../lab/cassette/cassette.js';
import type { LabOptions } from '../lab/lab.js';
import { type LabHosts, listLabHosts, replayHost, simulateHosts } from '../lab/lab-host.js';
import { readFaults } from '../lab/named-faults.js';
import { findPersonality } from '../lab/personalities/find-personality.js';
import { serveLab } from '../lab/serve.js';
import { parseDuration } from '../playbook/duration.js';
import type { Call, Command } from './command.js';
import { EXIT } from './exit-code.js';
import { FAULT_FLAGS, faultsFrom } from './fault-flags.js';
import { PLATFORMS_FLAG, platformDirsFrom } from './shared-flags.js';

const MOST = 10_000;

/** `flow lab`: simulated devices in the foreground, until Ctrl-C. */
export const lab: Command = {
  about: 'Real SSH on 127.0.0.1; user, password and enable secret are `lab`. Nobody else can reach them.',
  operands: [
    { form: '[devices...]', text: 'how many of which platform: cisco_ios=3 linux=1 (three routers unless given)' },
  ],
  flags: [
    {
      subject: 'What is simulated',
      flags: [
        {
          form: '-i, --inventory <path>',
          text: 'a device for each host of an inventory, with its credentials',
          repeats: true,
        },
        {
          form: '--recordings <folder>',
          text: 'what `flow run --record` has kept: each host answers as it did then, whatever the password',
        },
        PLATFORMS_FLAG,
        { form: '--delay <time>', text: 'each answer comes so late: 200ms, 1s' },
        { form: '--latency <time>', text: 'each packet takes so long, each way: 50ms makes a round trip of 100ms' },
        ...FAULT_FLAGS,
        { form: '--port <number>', text: "the first device's port; the others count on (free ones unless given)" },
      ],
    },
    {
      subject: 'What is printed',
      flags: [
        {
          form: '--format <format>',
          text: 'text with an inventory to paste (the default), or json',
          choices: ['text', 'json'],
        },
      ],
    },
  ],
  examples: [
    { line: 'flow lab', text: 'three routers, and the lines to reach them by hand' },
    { line: 'flow lab cisco_ios=100 --delay 1s --port 2201', text: 'a hundred slow ones, on ports 2201 to 2300' },
  ],
  async run(call) {
    const { flags, terminal, interrupts } = call;
    const port = flags.wholeNumber('port', 1, 65_535);
    const delayMs = readTime('delay', flags.text('delay'));
    const latencyMs = readTime('latency', flags.text('latency'));
    const { hosts, platformDirs } = chooseDevices(call);
    interrupts.begin();
    try {
      await serveLab({
        hosts,
        platformDirs,
        format: flags.text('format') === 'json' ? 'json' : 'text',
        write: (text) => terminal.out.write(text),
        signal: interrupts.stop,
        ...(port !== undefined && { port }),
        ...faultsIn(hosts, call, platformDirs),
        ...(delayMs !== undefined && { delayMs }),
        ...(latencyMs !== undefined && { latencyMs }),
      });
    } finally {
      interrupts.finish();
    }
    return EXIT.ok;
  },
};

/** @throws {UsageError} for a fault that there is not, or one that nobody would have */
function faultsIn(hosts: LabHosts, call: Call, platformDirs: readonly string[]): Pick<LabOptions, 'faultsOf'> {
  const { faults = [], seed = 1 } = faultsFrom(call);
  if (faults.length === 0) return {};
  const names = listLabHosts(hosts, { platformDirs }).map(({ name }) => name);
  return { faultsOf: readFaults(faults, { seed, hosts: names }) };
}

function chooseDevices(call: Call): { hosts: LabHosts; platformDirs: string[] } {
  const { operands, flags, terminal } = call;
  const paths = flags.list('inventory');
  const recordings = flags.text('recordings');
  const platformDirs = platformDirsFrom(call);
  if (recordings !== undefined) {
    if (paths.length + operands.length > 0)
      throw new UsageError('--recordings: the recordings say which devices there are; name no others');
    const cassettes = readCassettes(resolve(terminal.folder, recordings));
    return { hosts: [...cassettes.values()].map(replayHost), platformDirs };
  }
  if (paths.length === 0) return { hosts: countDevices(operands, platformDirs), platformDirs };
  const inventory = loadInventory(paths);
  return { hosts: simulateHosts(inventory.hosts), platformDirs: platformDirsFrom(call, inventory) };
}

function countDevices(operands: readonly string[], platformDirs: string[]): LabHosts {
  if (operands.length === 0) return { cisco_ios: 3 };
  const counts: Record<string, number> = {};
  const strange: string[] = [];
  for (const operand of operands) {
    // `cisco_ios`, `cisco_ios=3`; not `3`
    const [, platform, count] = /^(?!\d+$)([\w-]+)(?:=(\d+))?$/.exec(operand) ?? [];
    if (platform === undefined || Number(count ?? 1) > MOST) strange.push(`"${operand}"`);
    else counts[platform] = (counts[platform] ?? 0) + Number(count ?? 1);
  }
  const mistakes = [
    ...(strange.length > 0 ? [`expected devices such as cisco_ios=3, got ${strange.join(', ')}`] : []),
    ...explainUnknown(Object.keys(counts), platformDirs),
  ];
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n  '));
  return counts;
}

/** Says of each platform that cannot be simulated that it cannot. */
function explainUnknown(platforms: readonly string[], dirs: string[]): string[] {
  return platforms.flatMap((platform) => {
    try {
      findPersonality(platform, dirs);
      return [];
    } catch (error) {
      if (error instanceof UsageError) return [error.message];
      throw error;
    }
  });
}

function readTime(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms === undefined) throw new UsageError(`--${flag}: expected a duration such as 200ms or 1s, got "${text}"`);
  return ms;
}
