import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import type { Transport } from '../transport/transport.js';
import { endOf } from './answer-checks.js';
import { Channel } from './channel.js';
import { climb } from './climb.js';
import { Dialogue } from './dialogue.js';
import { logOut } from './log-out.js';
import { awaitFirstPrompt, type Credentials } from './login-dialogue.js';
import type { LoginRecorder } from './login-recorder.js';
import { findActingKey, type Mode, type Platform, type SetupStep } from './platform.js';
import { answersOf, type KnownAnswer, looksLikeQuestion } from './question.js';
import { isReadCommand } from './read-command.js';
import type { Reply } from './reply.js';
import { findRejection, isLog, modeOf, type Speech, speechOf } from './speech.js';
import { type BodyOptions, clearInput, interrupt, isLeftOver, typeBody } from './typing.js';

/** What a session needs to know beside its platform. Times in milliseconds. */
export interface SessionOptions {
  platform: Platform;
  promptMs: number;
  commandMs: number;
  signal: AbortSignal;
  /** Random text of this session, for prompts that flow sets itself. */
  nonce: string;
  /** How much one answer may be, for what memory holds; 128 MiB unless given. */
  mostBytes?: number;
  /** Told what is typed and answered. */
  recorder?: LoginRecorder;
  /** Told of set-up lines that the device refused: no failure, but worth knowing. */
  onRefusedSetup: (message: string) => void;
}

/**
 * One login: reaches the prompt and the modes of the platform, types commands, leaves. It does not know tasks, results or
 * inventories.
 *
 * A prompt is learned from the device's own echo of the line typed behind it, never guessed from its looks alone.
 */
export class Session {
  private readonly channel: Channel;
  private readonly dialogue: Dialogue;
  private readonly speech: Speech;
  private credentials: Credentials = { username: undefined, password: undefined, secret: undefined };
  /** Set-up lines that the device refused; told unless another mode takes them. */
  private refused: { step: SetupStep; message: string }[] = [];
  /** What was answered when a command led to a prompt where nothing more may be typed. */
  private astray: Reply | undefined;

  constructor(
    transport: Transport,
    private readonly options: SessionOptions,
  ) {
    this.speech = speechOf(options.platform);
    this.dialogue = new Dialogue(transport, {
      signal: options.signal,
      columns: options.platform.terminal.columns,
      isLog: (line) => isLog(this.speech, line),
      ...(options.mostBytes === undefined ? {} : { mostBytes: options.mostBytes }),
    });
    this.channel = new Channel(this.dialogue, this.speech, options.recorder);
  }

  get mode(): Mode {
    return this.channel.mode;
  }

  /** Whether the device has not hung up, and neither have we. */
  get isOpen(): boolean {
    return !this.dialogue.isClosed;
  }

  /** The prompt on which the session stands. */
  get prompt(): string {
    return this.channel.prompt;
  }

  /** What has come of the answer to the command that is being run, or failed. */
  get partialOutput(): string | undefined {
    return this.channel.partialAnswer ?? this.astray?.output;
  }

  /**
   * Waits for the first prompt.
   *
   * @throws {DeviceError} `prompt` when none of the platform is seen; `auth`, `vty_full`, `disconnected`, `cancelled`
   */
  async start(credentials: Credentials): Promise<void> {
    const { platform, promptMs } = this.options;
    const options = { credentials, promptMs };
    let place = await awaitFirstPrompt(this.dialogue, this.speech, options);
    if (place === 'shell') {
      this.dialogue.leaveLine((platform.shell?.enter ?? '') + platform.enter);
      place = await awaitFirstPrompt(this.dialogue, this.speech, options);
      if (place === 'shell') throw this.stillInShell();
    }
    this.credentials = credentials;
    this.channel.stand(place);
  }

  /**
   * Sends the platform's set-up lines, and goes to the privileged mode where that is wanted and the platform has one: all in one
   * flight where the device lets us type ahead. Set-up lines that it refused are sent again in the privileged mode.
   *
   * @throws {DeviceError} `auth` when the device asks for a secret and it is missing or wrong
   */
  async setUp({ enable }: { enable: boolean }): Promise<void> {
    const { promptMs, platform } = this.options;
    const { privilege, setup } = platform;
    // The first prompt may have been text that looked like one: the mode is known when something has been typed behind it.
    const mustClimb = () => enable && privilege !== undefined && this.mode === 'exec';
    const steps = this.stepsHere(setup);
    const ahead = mustClimb() && this.mayBatch(steps) ? steps : [];
    if (ahead.length === 0) await this.typeSetup(setup);
    if (mustClimb()) {
      const lines = ahead.map(({ send }) => this.fill(send));
      const replies = await climb(this.channel, { credentials: this.credentials, promptMs, ahead: lines });
      this.noteRefused(ahead, replies);
      const again = privilege?.setupAgain ? setup : this.refused.map(({ step }) => step);
      this.refused = [];
      await this.typeSetup(again);
    }
    if (this.mode !== 'exec' || !privilege) this.tellRefused();
  }

  /**
   * Types a command and waits for the prompt on which it was typed. The reply is provisional: see {@link Reply}.
   *
   * @throws {DeviceError} `prompt` when it leads to the configuration mode, or a command that only reads to any other prompt: the
   *   session is over then; and what {@link Channel.exchange} throws
   */
  async command(text: string, options: { timeoutMs: number; answers?: readonly KnownAnswer[] }): Promise<Reply> {
    const { channel } = this;
    const { prompt, mode } = channel;
    this.prepare(text);
    const { clearInput: leavesText } = this.options.platform;
    const accept = (line: string) =>
      channel.isStanding(line) || (leavesText === true && isLeftOver(line, prompt, text));
    const end = endOf(this.speech, text);
    const [reply] = (await channel.exchange([text], { phase: 'command', accept, end, ...options })) as [Reply];
    if (leavesText && (this.rejectionIn(reply) !== undefined || channel.prompt !== prompt)) {
      await clearInput(channel, prompt, options.timeoutMs);
      return reply;
    }
    const hasMoved = channel.hasMoved || channel.mode !== mode;
    if (!hasMoved) return reply;
    const isConfiguring = channel.mode === 'config' && mode !== 'config';
    if (isConfiguring || isReadCommand(this.options.platform, text)) throw await this.retreat(reply, prompt);
    return reply;
  }

  /** Types a line that may lead to another mode or host name: any prompt of the platform ends it. */
  async line(
    text: string,
    options: { phase: Phase; timeoutMs: number; answers?: readonly KnownAnswer[] },
  ): Promise<Reply> {
    this.prepare(text);
    const accept = (line: string) => modeOf(this.speech, line) !== undefined || this.channel.isStanding(line);
    const replies = await this.channel.exchange([text], { ...options, accept });
    return replies[0] as Reply;
  }

  /** Types a text of several lines that the device takes without a prompt: see {@link typeBody}. */
  body(lines: readonly string[], options: BodyOptions): Promise<{ reply: Reply; isTaken: boolean }> {
    return typeBody(this.channel, lines, options);
  }

  /** Presses Ctrl-C to get out of a question that nobody answers. @throws {DeviceError} `timeout` when no prompt comes */
  async interrupt(): Promise<void> {
    await interrupt(this.channel, this.options.promptMs);
  }

  /** The line by which the device rejected what was typed; undefined when it did not. */
  rejectionIn(reply: Reply): string | undefined {
    const line = findRejection(this.speech, reply.lines);
    if (line !== undefined) return line.trim();
    if (reply.isDone === false) return `the answer did not end with /${this.options.platform.done}/`;
    return reply.status === undefined || reply.status === 0 ? undefined : `exit status ${reply.status}`;
  }

  /** Makes the last reply final by typing Enter: one round trip, needed only where nothing else can be typed before it is final. */
  confirm(): Promise<void> {
    return this.channel.probe(this.options.commandMs);
  }

  /** Logs out. What the last command answered becomes final here; waits 2 s at most once that is. @throws {DeviceError} `cancelled` before that */
  async leave(): Promise<void> {
    const { promptMs, platform } = this.options;
    this.tellRefused();
    // It may not repeat the farewell.
    if (platform.echo === 'optional') await this.channel.probe(promptMs).catch(() => {});
    await logOut(this.channel, promptMs);
    this.channel.close();
  }

  /**
   * Drops the session: it is stuck, lost, or nobody waits for it any more. Where the device waits for an answer that nobody
   * gives, Ctrl-C is typed first, so that it does not take the hanging up for one.
   */
  abandon(): void {
    const { channel, dialogue } = this;
    if (channel.isAnswering && !dialogue.isClosed && looksLikeQuestion(dialogue.screen.line)) dialogue.send('\u0003');
    this.channel.close();
  }

  /** Leaves a prompt to which a command should not have led, and the device with it. */
  private async retreat(reply: Reply, from: string): Promise<DeviceError> {
    const { platform, promptMs } = this.options;
    const { prompt } = this.channel;
    const last = this.dialogue.last();
    this.astray = reply;
    const { leave = '', leaveTimes = 1, answers } = platform.config ?? {};
    const how = { phase: 'config', timeoutMs: promptMs, answers: answersOf(answers) } as const;
    for (let times = 0; leave !== '' && times < leaveTimes && this.mode === 'config'; times++) {
      const isLeft = await this.line(leave, how).catch(() => undefined);
      if (!isLeft) break;
    }
    await this.leave();
    return new DeviceError('prompt', `"${reply.input}" led from the prompt ${from} to ${prompt}`, {
      phase: 'command',
      last,
      hint: 'flow has logged out, and typed nothing more there; to configure is the work of `config:`',
    });
  }

  /** Those that are meant for the mode in which the session is. */
  private stepsHere(steps: readonly SetupStep[]): SetupStep[] {
    return steps.filter(({ mode }) => mode === undefined || mode === this.mode);
  }

  private mayBatch(steps: readonly SetupStep[]): boolean {
    const { typeAhead, echo } = this.options.platform;
    return typeAhead && echo === 'required' && steps.every(({ prompt }) => prompt === undefined);
  }

  private async typeSetup(all: readonly SetupStep[]): Promise<void> {
    const steps = this.stepsHere(all);
    const batches = this.mayBatch(steps) ? [steps] : steps.map((step) => [step]);
    for (const batch of batches.filter(({ length }) => length > 0)) {
      const prompt = batch[0]?.prompt;
      // Its random text is enough to know it by, also behind an output without a line end.
      const own = prompt === undefined ? this.channel.ownPrompt : new RegExp(this.fill(prompt).replace(/^\^/, ''));
      const replies = await this.channel.exchange(
        batch.map(({ send }) => this.fill(send)),
        {
          phase: 'setup',
          timeoutMs: this.options.promptMs,
          accept: (line) => (own ? own.test(line.trim()) : this.channel.isStanding(line)),
        },
      );
      this.channel.ownPrompt = own;
      this.noteRefused(batch, replies);
    }
  }

  private noteRefused(steps: readonly SetupStep[], replies: readonly Reply[]): void {
    for (const [index, reply] of replies.entries()) {
      reply.confirm([]);
      const said = this.rejectionIn(reply);
      if (said !== undefined)
        this.refused.push({ step: steps[index] as SetupStep, message: `"${reply.input}" was refused: ${said}` });
    }
  }

  /** @throws {DeviceError} `template` for a key that the device acts on before Enter: help, or completion */
  private prepare(text: string): void {
    this.tellRefused();
    const key = findActingKey(this.options.platform, text);
    if (key === undefined) return;
    const message = `"${text}" was not typed: the device acts on ${key} at once, before the line is complete`;
    throw new DeviceError('template', message, { phase: 'command' });
  }

  /** Set-up lines that no mode has accepted. */
  private tellRefused(): void {
    for (const { message } of this.refused) this.options.onRefusedSetup(message);
    this.refused = [];
  }

  private fill(text: string): string {
    return text.replaceAll('{nonce}', this.options.nonce);
  }

  private stillInShell(): DeviceError {
    const { name, shell } = this.options.platform;
    const message = `"${shell?.enter}" did not lead from the shell to the command line of ${name}`;
    return new DeviceError('prompt', message, { phase: 'prompt', last: this.dialogue.last() });
  }
}
