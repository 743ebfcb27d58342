import { DeviceError } from '../error/flow-error.js';
import { type Mask, makeMask } from '../error/mask.js';
import { InlineExecutor } from '../futures/inline-executor.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import { jumpsOf } from '../inventory/jumps.js';
import { alwaysGiven } from '../inventory/leave.js';
import { secretsOf } from '../inventory/secrets-of.js';
import type { HostJob } from '../task/host-job.js';
import type { Answer, Timeouts } from '../task/task.js';
import { Access } from '../transport/access.js';
import { ConfigChange } from './config-change.js';
import { configure } from './configure.js';
import { connectWith } from './connect-host.js';
import { type Device, readDevice } from './device.js';
import { JobRecord } from './job-record.js';
import { logIn } from './log-in.js';
import type { Reply } from './reply.js';
import type { TaskContext } from './run-task.js';

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
  /** Where `${env:NAME}` in a value is looked up, `process.env` say; nowhere unless given. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Told what is worth knowing and no failure. */
  onNotice?: (message: string) => void;
}

/** How one command is sent. */
export interface CommandOptions {
  /** Milliseconds until the prompt; that of the connection unless given. */
  timeoutMs?: number;
  /** What to answer to questions of the device: `{match: '\\[confirm\\]', send: ''}`. One that is not `optional` must come. */
  answers?: Answer[];
}

const TIMEOUTS = { connectMs: 10_000, authMs: 15_000, promptMs: 15_000, commandMs: 30_000 };

/** After these the session stands on its prompt as before. */
const KEEPS_SESSION: ReadonlySet<string> = new Set(['template', 'device', 'expect']);

/**
 * Logs in to one device, described here or a host of `loadInventory`, and reaches its prompt; the privileged mode is for {@link Connection.enable}.
 *
 * @throws {DocumentError} for a wrong description of the device, before anything is sent
 * @throws {DeviceError} with the code of what went wrong: `unreachable`, `auth`, `hostkey`, ...
 */
export async function connect(device: Device | Host, options: ConnectOptions = {}): Promise<Connection> {
  const host = await readDevice(device, options);
  const mask = makeMask(secretsOf([host]));
  const access = new Access();
  const job = jobOf(host, options);
  const record = new JobRecord(job, () => {});
  const { signal = new AbortController().signal, onNotice } = options;
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
    throw hideSecrets(error, mask);
  }
}

/** What a connection shares with who made it. */
interface Ties {
  access: Access;
  mask: Mask;
  onNotice(message: string): void;
}

/**
 * One login to one device, in the words of Netmiko. What it returns is final: the echo of the command was seen, and then the
 * prompt, twice. Calls at the same time take their turns. Made by {@link connect}.
 */
export class Connection implements AsyncDisposable {
  readonly #context: TaskContext;
  readonly #ties: Ties;
  /** One line is typed at a time. */
  readonly #turns = new InlineExecutor({ maxWorkers: 1 });
  #end: Error | undefined;

  /** @internal */
  constructor(context: TaskContext, ties: Ties) {
    this.#context = context;
    this.#ties = ties;
  }

  /** The platform that is spoken, by its name: that found out for `autodetect`. */
  get platform(): string {
    return this.#context.platform.name;
  }

  /** Goes to the privileged mode; nothing where it is that already, or the platform has none. @throws {DeviceError} `auth` */
  enable(): Promise<void> {
    return this.#take(async ({ session }) => {
      if (session.mode === 'exec') await session.setUp({ enable: true });
    });
  }

  /**
   * Sends one command.
   *
   * @returns what stands between its echo and the prompt, as the device said it: secrets in it are not hidden
   * @throws {DeviceError} `device` when the device rejects it, after which the connection goes on; `timeout`, `incomplete`, `prompt`,
   *   `disconnected`, ..., after which it is over
   */
  sendCommand(command: string, { timeoutMs, answers = [] }: CommandOptions = {}): Promise<string> {
    return this.#take(async ({ session, job }) => {
      refuseControls(command);
      const reply = await session.command(command, { timeoutMs: timeoutMs ?? job.timeouts.commandMs, answers });
      await this.#confirm([reply]);
      const said = session.rejectionIn(reply);
      if (said === undefined) return reply.output;
      throw new DeviceError('device', `"${command}" was rejected: ${said}`, { phase: 'command', last: reply.output });
    });
  }

  /**
   * Types lines in the configuration mode, and leaves it; where the platform has candidates they are committed.
   *
   * @returns what was typed and said
   * @throws {DeviceError} `device` at the first line that the device rejects: the lines before it hold, except where they were candidates
   */
  sendConfigSet(lines: string | readonly string[], { timeoutMs, answers = [] }: CommandOptions = {}): Promise<string> {
    return this.#take(async ({ session, platform, job }) => {
      const all = typeof lines === 'string' ? lines.split(/\r?\n/) : [...lines];
      all.forEach(refuseControls);
      const typed = await configure(session, all, {
        platform,
        timeoutMs: timeoutMs ?? job.timeouts.commandMs,
        answers,
        save: false,
        diff: false,
        onBegin: () => {},
        onNotice: this.#ties.onNotice,
      });
      await this.#confirm(typed.replies);
      if (typed.error) throw typed.error;
      return typed.output();
    });
  }

  /** Writes the running configuration to start-up. @throws {DeviceError} `device` unless the device says that it did */
  saveConfig(): Promise<string> {
    return this.#take(async ({ session, platform, job }) => {
      const { save, config } = platform;
      if (!save || !config)
        throw new DeviceError('device', `${platform.name} has no command that saves`, { phase: 'save' });
      const change = new ConfigChange(session, { platform, config, timeoutMs: job.timeouts.commandMs, answers: [] });
      if (save.mode === 'config') await change.enter();
      try {
        await change.save();
      } finally {
        if (save.mode === 'config') await change.leave();
      }
      await this.#confirm(change.replies);
      return change.text();
    });
  }

  /** Types Enter. @returns the prompt that comes, as it stands on the screen, without spaces around it */
  findPrompt(): Promise<string> {
    return this.#take(async ({ session }) => {
      await session.confirm();
      return session.prompt;
    });
  }

  /** Logs out, when what was asked before is done. It may be called again. */
  async disconnect(): Promise<void> {
    if (!this.#end) {
      const end = this.#take(({ session }) => session.leave());
      this.#end = new DeviceError('disconnected', 'the connection was closed by disconnect()', { phase: 'command' });
      await end;
    }
    await this.#turns.shutdown();
    await this.#ties.access.close();
  }

  /** The same as {@link disconnect}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.disconnect();
  }

  /** Answers become final when the prompt has come a second time. */
  async #confirm(replies: readonly Reply[]): Promise<void> {
    if (replies.length === 0) return;
    await this.#context.session.confirm();
    await Promise.all(replies.map((reply) => reply.final()));
  }

  #take<T>(act: (context: TaskContext) => Promise<T>): Promise<T> {
    if (this.#end) return Promise.reject(this.#end);
    const future = this.#turns.submit(async () => {
      try {
        return await act(this.#context);
      } catch (error) {
        const shown = hideSecrets(error, this.#ties.mask);
        if (!(error instanceof DeviceError) || !KEEPS_SESSION.has(error.code)) this.#lose(shown);
        throw shown;
      }
    });
    return future.result() as Promise<T>;
  }

  #lose(reason: unknown): void {
    const message = reason instanceof Error ? reason.message : String(reason);
    this.#end ??= new DeviceError('disconnected', `the connection is over: ${message}`, {
      phase: 'command',
      cause: reason,
    });
    this.#context.session.abandon();
  }
}

function jobOf(host: Host, { timeouts, hostKeys, platformDirs = [] }: ConnectOptions): HostJob {
  return {
    host,
    jumps: jumpsOf(host, () => undefined),
    tasks: [],
    mode: 'change',
    attempts: {},
    vars: {},
    results: {},
    enable: false,
    timeouts: { ...TIMEOUTS, ...timeouts },
    hostKeys: hostKeys ?? { mode: 'pin', file: '.flow/known_hosts' },
    platformDirs,
    templateDirs: [],
  };
}

/** What would act at once, or as Enter, is not typed. */
function refuseControls(line: string): void {
  if (!/[\p{Cc}\u2028\u2029]/u.test(line.replaceAll('\t', ' '))) return;
  throw new DeviceError('template', `${JSON.stringify(line)} has a line break or control character in it`, {
    phase: 'command',
  });
}

function hideSecrets(error: unknown, mask: Mask): unknown {
  if (!(error instanceof DeviceError)) return error;
  const { code, phase, hint } = error;
  return new DeviceError(code, mask(error.message), {
    phase,
    last: mask(error.last),
    ...(hint !== undefined && { hint: mask(hint) }),
  });
}
