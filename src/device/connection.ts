import { checkOptions, checkTexts, wrongArgument } from '../error/arguments.js';
import { DeviceError } from '../error/flow-error.js';
import type { Mask } from '../error/mask.js';
import { InlineExecutor } from '../futures/inline-executor.js';
import type { Answer } from '../task/task.js';
import type { Access } from '../transport/access.js';
import { type AnswerParse, parserOf } from './answer-parse.js';
import { ConfigChange } from './config-change.js';
import { configure } from './configure.js';
import { hideSecrets } from './hide-secrets.js';
import { namesOfPlatform } from './platform.js';
import type { Reply } from './reply.js';
import type { TaskContext } from './run-task.js';
import { readTimeLimit } from './time-limit.js';

/** How one command is sent. */
export interface CommandOptions {
  /** Milliseconds until the prompt, above 0, `Infinity` for no limit; those of the connection unless given. */
  timeoutMs?: number;
  /** What to answer to questions of the device: `{match: '\\[confirm\\]', send: ''}`. One that is not `optional` must come. */
  answers?: Answer[];
}

/** How one command is sent whose answer becomes data. */
export interface ParsedCommandOptions extends CommandOptions {
  /** How its answer becomes data. */
  parse: AnswerParse;
}

/** After these the session stands on its prompt as before. */
const KEEPS_SESSION: ReadonlySet<string> = new Set(['template', 'device', 'expect']);

/** What a connection shares with who made it. */
interface Ties {
  access: Access;
  mask: Mask;
  onNotice(message: string): void;
}

/**
 * One login to one device, in the words of Netmiko. What it returns is final: the echo of the command was seen, and then the
 * prompt, twice. Calls at the same time take their turns. Made by `connect`.
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

  /** Whether the privileged mode (or configuration) is where commands are typed now; true where the platform has no such mode. */
  checkEnableMode(): boolean {
    const { session, platform } = this.#context;
    return session.mode !== 'exec' || platform.privilege === undefined;
  }

  /** Whether the connection stands, as far as is known without typing anything: neither side has closed it, and no failure has ended it. */
  isAlive(): boolean {
    return this.#end === undefined && this.#context.session.isOpen;
  }

  /**
   * Sends one command.
   *
   * @returns what stands between its echo and the prompt, as the device said it: secrets in it are not hidden; with `parse` the data
   *   made of it, such as a list of rows, whose type nobody checks
   * @throws {DeviceError} `device` when the device rejects it, `parse` when its answer does not fit or (before it is typed) there is no
   *   template, after which the connection goes on; `timeout`, `incomplete`, `prompt`, `disconnected`, ..., after which it is over
   */
  sendCommand<Parsed = unknown>(command: string, options: ParsedCommandOptions): Promise<Parsed>;
  sendCommand(command: string, options?: CommandOptions): Promise<string>;
  async sendCommand(command: string, options: CommandOptions & { parse?: AnswerParse } = {}): Promise<unknown> {
    checkCommand(command, options, ['timeoutMs', 'answers', 'parse']);
    if (options.parse === undefined) return this.#ask(command, options);
    const { platform, job } = this.#context;
    const platforms = namesOfPlatform(job.host.platform, platform);
    const parse = parserOf(options.parse, { platforms, command, templateDirs: job.templateDirs });
    const answer = await this.#ask(command, options);
    try {
      return parse(answer);
    } catch (error) {
      throw hideSecrets(error, this.#ties.mask);
    }
  }

  /**
   * Types lines in the configuration mode, and leaves it; where the platform has candidates they are committed.
   *
   * @returns what was typed and said
   * @throws {DeviceError} `device` at the first line that the device rejects: the lines before it hold, except where they were candidates
   */
  async sendConfigSet(lines: string | readonly string[], options: CommandOptions = {}): Promise<string> {
    if (typeof lines !== 'string') checkTexts('sendConfigSet', lines);
    checkCommandOptions(options, ['timeoutMs', 'answers']);
    const { answers = [] } = options;
    const timeoutMs = this.#limitOf(options);
    return this.#take(async ({ session, platform }) => {
      const all = typeof lines === 'string' ? lines.split(/\r?\n/) : [...lines];
      all.forEach(refuseControls);
      const typed = await configure(session, all, {
        platform,
        timeoutMs,
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

  #limitOf({ timeoutMs }: CommandOptions): number {
    return timeoutMs === undefined ? this.#context.job.timeouts.commandMs : readTimeLimit('timeoutMs', timeoutMs);
  }

  async #ask(command: string, options: CommandOptions): Promise<string> {
    const { answers = [] } = options;
    const timeoutMs = this.#limitOf(options);
    return this.#take(async ({ session }) => {
      refuseControls(command);
      const reply = await session.command(command, { timeoutMs, answers });
      await this.#confirm([reply]);
      const said = session.rejectionIn(reply);
      if (said === undefined) return reply.output;
      throw new DeviceError('device', `"${command}" was rejected: ${said}`, { phase: 'command', last: reply.output });
    });
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

function checkCommand(command: unknown, options: CommandOptions, known: readonly string[]): void {
  if (typeof command !== 'string') throw wrongArgument('sendCommand', 'a command as text', command);
  checkCommandOptions(options, known);
}

function checkCommandOptions(options: CommandOptions, known: readonly string[]): void {
  checkOptions(options, known);
  for (const answer of options.answers ?? []) {
    checkOptions(answer, ['match', 'send', 'optional']);
    checkTexts('answers', [answer.match, answer.send]);
  }
}

/** What would act at once, or as Enter, is not typed. */
function refuseControls(line: string): void {
  if (!/[\p{Cc}\u2028\u2029]/u.test(line.replaceAll('\t', ' '))) return;
  throw new DeviceError('template', `${JSON.stringify(line)} has a line break or control character in it`, {
    phase: 'command',
  });
}
