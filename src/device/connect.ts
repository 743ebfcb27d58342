import { checkOptions, checkTexts, optionNames, wrongArgument } from '../error/arguments.js';
import { makeMask } from '../error/mask.js';
import { checkHostKeys } from '../inventory/check-host-keys.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import { alwaysGiven } from '../inventory/leave.js';
import { secretsOf } from '../inventory/secrets-of.js';
import type { HostJob } from '../task/host-job.js';
import type { Timeouts } from '../task/task.js';
import { Access } from '../transport/access.js';
import { connectWith } from './connect-host.js';
import { Connection } from './connection.js';
import { type Device, readDevice } from './device.js';
import { hideSecrets } from './hide-secrets.js';
import { JobRecord } from './job-record.js';
import { logIn } from './log-in.js';
import { readTimeLimit } from './time-limit.js';

/** How to speak to a device. */
export interface ConnectOptions {
  /** Aborted: what is under way ends with `cancelled`, and the connection with it. */
  signal?: AbortSignal;
  /** 10 s to connect, 15 s to log in, 15 s for a prompt, 30 s for a command unless given. */
  timeouts?: Partial<Pick<Timeouts, 'connectMs' | 'authMs' | 'promptMs' | 'commandMs'>>;
  /** `{mode: 'pin', file: '.flow/known_hosts'}` unless given: the first key of a host is kept there, and another one is `hostkey`. */
  hostKeys?: HostKeyPolicy;
  /** Folders with platforms of your own. */
  platformDirs?: string[];
  /** Folders with TextFSM templates and their `index`, asked before flow's own. */
  templateDirs?: string[];
  /** Path of an OpenSSH configuration that fills in what the device does not say, `~/.ssh/config` say; that of the device unless given. */
  sshConfigFile?: string;
  /** Where `${env:NAME}` in a value, and `SSH_AUTH_SOCK` of the agent, are looked up, `process.env` say; nowhere unless given. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Told what is worth knowing and no failure. */
  onNotice?: (message: string) => void;
}

const TIMEOUTS = { connectMs: 10_000, authMs: 15_000, promptMs: 15_000, commandMs: 30_000 };

const OPTIONS = optionNames<ConnectOptions>({
  signal: true,
  timeouts: true,
  hostKeys: true,
  platformDirs: true,
  templateDirs: true,
  sshConfigFile: true,
  env: true,
  onNotice: true,
});

/**
 * Logs in to one device, described here or a host of `loadInventory`, and reaches its prompt; the privileged mode is for {@link Connection.enable}.
 *
 * @throws {DocumentError} for a wrong description of the device, {TypeError} for what is no description, or an option that there is not,
 *   {RangeError} for a time limit that is none: before anything is sent
 * @throws {DeviceError} with the code of what went wrong: `unreachable`, `auth`, `hostkey`, ...
 */
export async function connect(device: Device | Host, options: ConnectOptions = {}): Promise<Connection> {
  checkArguments(device, options);
  const timeouts = readTimeouts(options.timeouts);
  const { host, jumps, notices } = await readDevice(device, options);
  const mask = makeMask(secretsOf([host, ...jumps]));
  const access = new Access();
  const job = jobOf(host, jumps, { ...options, timeouts });
  const record = new JobRecord(job, () => {});
  const { signal = new AbortController().signal, onNotice } = options;
  for (const notice of notices) onNotice?.(mask(notice));
  try {
    const { context } = await logIn(job, record, {
      emit: (event) => {
        if (event.type === 'notice') onNotice?.(mask(event.message));
      },
      signal,
      connect: connectWith(access),
      mayShow: alwaysGiven,
    });
    return new Connection(context, { access, mask, onNotice: (message) => onNotice?.(mask(message)) });
  } catch (error) {
    await access.close();
    throw hideSecrets(error, (text) => nameOptions(mask(text)));
  }
}

/** Hints name flags of the command. */
function nameOptions(text: string): string {
  return text.replace(/`--host-keys (\w+)`/, "`hostKeys: { mode: '$1' }`");
}

function checkArguments(device: unknown, options: ConnectOptions): void {
  if (typeof device !== 'object' || device === null || Array.isArray(device))
    throw wrongArgument('connect', "a device such as { device_type: 'cisco_ios', host: '192.0.2.1' }", device);
  checkOptions(options, OPTIONS);
  checkHostKeys(options.hostKeys);
  checkTexts('platformDirs', options.platformDirs ?? []);
  checkTexts('templateDirs', options.templateDirs ?? []);
}

function jobOf(host: Host, jumps: Host[], options: ConnectOptions & { timeouts: typeof TIMEOUTS }): HostJob {
  const { timeouts, hostKeys, platformDirs = [], templateDirs = [] } = options;
  return {
    host,
    jumps,
    tasks: [],
    mode: 'change',
    login: 1,
    attempts: {},
    vars: {},
    results: {},
    enable: false,
    timeouts,
    hostKeys: hostKeys ?? { mode: 'pin', file: '.flow/known_hosts' },
    platformDirs,
    templateDirs,
  };
}

/** Those that are not given are the defaults. */
function readTimeouts(given: ConnectOptions['timeouts'] = {}): typeof TIMEOUTS {
  checkOptions(given, Object.keys(TIMEOUTS));
  const timeouts = { ...TIMEOUTS };
  for (const name of Object.keys(TIMEOUTS) as (keyof typeof TIMEOUTS)[])
    if (given[name] !== undefined) timeouts[name] = readTimeLimit(`timeouts.${name}`, given[name]);
  return timeouts;
}
