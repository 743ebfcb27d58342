import type { Lab } from '../../src/lab/lab.js';
import { QUEUE_KEY, type RealRedis } from './redis.js';
import { type RunFlowOptions, runFlow } from './run-flow.js';

/** Reads one thing. */
export const CLOCK = 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n';
/** Changes one thing. */
export const MOTD =
  'name: Motd\ninventory: devices.yaml\nmode: change\ntasks:\n  - {name: motd, config: [hostname X1], diff: false}\n';

/** Runs `clock.yaml` of a folder over a queue. */
export function runQueued(
  redis: RealRedis,
  folder: string,
  words: readonly string[] = [],
  options: RunFlowOptions = {},
) {
  const flags = ['--format', 'json', '--executor', 'queue', '--yes'];
  const env = { FLOW_QUEUE_KEY: QUEUE_KEY, FLOW_QUEUE_URL: redis.url, ...options.env };
  return runFlow(['run', 'clock.yaml', ...flags, ...words], { cwd: folder, ...options, env });
}

/** How often a host was sent a line. */
export const typedOn = (lab: Lab, host: string, text: string) =>
  lab.commandsOf(host).filter((line) => line === text).length;
