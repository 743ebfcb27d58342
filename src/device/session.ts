import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import type { Answer } from '../task/task.js';
import type { Transport } from '../transport/transport.js';
import { Channel } from './channel.js';
import { Dialogue } from './dialogue.js';
import { awaitFirstPrompt, type Credentials } from './login-dialogue.js';
import type { Mode, Platform } from './platform.js';
import type { Reply } from './reply.js';
import { findRejection, modeOf, type Speech, speechOf } from './speech.js';

/** What a session needs to know beside its platform. Times in milliseconds. */
export interface SessionOptions {
  platform: Platform;
  promptMs: number;
  commandMs: number;
  signal: AbortSignal;
  /** Random text of this session, for prompts that flow sets itself. */
  nonce: string;
  /** Told of set-up lines that the device refused: no failure, but worth knowing. */
  onRefusedSetup: (message: string) => void;
}

const LEAVE_MS = 2_000;

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

  constructor(
    transport: Transport,
    private readonly options: SessionOptions,
  ) {
    this.speech = speechOf(options.platform);
    this.dialogue = new Dialogue(transport, { signal: options.signal, columns: options.platform.terminal.columns });
    this.channel = new Channel(this.dialogue, this.speech);
  }

  get mode(): Mode {
    return this.channel.mode;
  }

  /** The prompt on which the session stands. */
  get prompt(): string {
    return this.channel.prompt;
  }

  /** What has come of the answer to the command that is being run, or failed. */
  get partialOutput(): string | undefined {
    return this.channel.partialAnswer;
  }

  /**
   * Waits for the first prompt and sends the platform's set-up lines.
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
    this.channel.stand(place);
    await this.setUp();
  }

  /**
   * Goes to the privileged mode.
   *
   * @param secret  undefined: the inventory has none; an empty text is an answer too
   * @throws {DeviceError} `auth` when the device asks for a secret and it is missing or wrong
   */
  async enable(secret: string | undefined): Promise<void> {
    const { channel, dialogue, speech } = this;
    const { platform, promptMs } = this.options;
    const { privilege, enter } = platform;
    if (!privilege || this.mode !== 'exec') return;
    const asks = (line: string) => speech.question?.test(line.trimEnd()) === true;
    const stood = channel.prompt;
    const isPrompt = (line: string) =>
      line.trim() === stood || channel.isStanding(line) || modeOf(speech, line) === 'privileged';
    const wait = { phase: 'enable', timeoutMs: promptMs } as const;
    const [reply] = await channel.exchange([privilege.command], {
      ...wait,
      accept: (line) => asks(line) || isPrompt(line),
    });
    reply?.confirm([]);
    let said = reply?.lines ?? [];
    if (asks(dialogue.screen.line)) {
      if (secret === undefined)
        throw this.refused('the device asks for a secret, and the inventory has none for this host');
      const asked = dialogue.screen.lines.length;
      dialogue.send(secret + enter);
      const isAnswered = ({ lines, line } = dialogue.screen) => lines.length > asked && (asks(line) || isPrompt(line));
      await dialogue.wait({ ...wait, what: 'the privileged prompt', until: () => isAnswered() || undefined });
      said = dialogue.screen.lines.slice(asked + 1);
    }
    if (modeOf(speech, dialogue.screen.line) !== 'privileged') {
      const refusal = said.find((text) => speech.refusals.some((pattern) => pattern.test(text)));
      throw this.refused(`the device did not accept the secret${refusal ? `: ${refusal.trim()}` : ''}`);
    }
    channel.stand('privileged');
    if (privilege.setupAgain) await this.setUp();
  }

  /** Types a command and waits for the prompt on which it was typed. The reply is provisional: see {@link Reply}. */
  async command(text: string, options: { timeoutMs: number; answers?: readonly Answer[] }): Promise<Reply> {
    const replies = await this.channel.exchange([text], {
      phase: 'command',
      accept: (line) => this.channel.isStanding(line),
      ...options,
    });
    return replies[0] as Reply;
  }

  /** Types a line that may lead to another mode or host name: any prompt of the platform ends it. */
  async line(text: string, options: { phase: Phase; timeoutMs: number; answers?: readonly Answer[] }): Promise<Reply> {
    const accept = (line: string) => modeOf(this.speech, line) !== undefined || this.channel.isStanding(line);
    const replies = await this.channel.exchange([text], { ...options, accept });
    return replies[0] as Reply;
  }

  /** The line by which the device rejected what was typed; undefined when it did not. */
  rejectionIn(reply: Reply): string | undefined {
    const line = findRejection(this.speech, reply.lines);
    if (line !== undefined) return line.trim();
    return reply.status === undefined || reply.status === 0 ? undefined : `exit status ${reply.status}`;
  }

  /** Makes the last reply final by typing Enter: one round trip, needed only where nothing else can be typed before it is final. */
  confirm(): Promise<void> {
    return this.channel.probe(this.options.commandMs);
  }

  /** Logs out. What the last command answered becomes final here. Never throws, never waits longer than 2 s. */
  async leave(): Promise<void> {
    const { enter, logout } = this.options.platform;
    const bye = logout[0];
    try {
      if (bye === undefined || this.dialogue.isClosed) return;
      this.dialogue.send(bye + enter);
      await this.dialogue.wait({
        phase: 'command',
        what: 'the end of the session',
        timeoutMs: LEAVE_MS,
        until: () => this.channel.readFarewell(bye) || undefined,
      });
    } catch {
      // A device that closes without an echo has said all it had to say; one that is silent is left alone.
    } finally {
      this.channel.close();
    }
  }

  /** Drops the session without a word: it is stuck, lost, or nobody waits for it any more. */
  abandon(): void {
    this.channel.close();
  }

  private async setUp(): Promise<void> {
    const { setup, typeAhead } = this.options.platform;
    const steps = setup.filter(({ mode }) => mode === undefined || mode === this.mode);
    const batches =
      typeAhead && steps.every(({ prompt }) => prompt === undefined) ? [steps] : steps.map((step) => [step]);
    for (const batch of batches.filter(({ length }) => length > 0)) {
      const prompt = batch[0]?.prompt;
      const own = prompt === undefined ? this.channel.ownPrompt : new RegExp(this.fill(prompt));
      const replies = await this.channel.exchange(
        batch.map(({ send }) => this.fill(send)),
        {
          phase: 'setup',
          timeoutMs: this.options.promptMs,
          accept: (line) => (own ? own.test(line.trim()) : this.channel.isStanding(line)),
        },
      );
      this.channel.ownPrompt = own;
      for (const reply of replies) {
        const said = this.rejectionIn(reply);
        if (said !== undefined) this.options.onRefusedSetup(`"${reply.input}" was refused: ${said}`);
      }
    }
  }

  private fill(text: string): string {
    return text.replaceAll('{nonce}', this.options.nonce);
  }

  private refused(message: string): DeviceError {
    return new DeviceError('auth', message, { phase: 'enable', last: this.dialogue.last() });
  }

  private stillInShell(): DeviceError {
    const { name, shell } = this.options.platform;
    const message = `"${shell?.enter}" did not lead from the shell to the command line of ${name}`;
    return new DeviceError('prompt', message, { phase: 'prompt', last: this.dialogue.last() });
  }
}
