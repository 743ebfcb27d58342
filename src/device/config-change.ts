import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import type { Answer } from '../task/task.js';
import type { ConfigStep } from './config-steps.js';
import { maskSecrets } from './mask-secrets.js';
import type { ConfigMode, Platform } from './platform.js';
import { answersOf, type KnownAnswer } from './question.js';
import type { Reply } from './reply.js';
import type { Session } from './session.js';
import { findRejection, speechOf } from './speech.js';

/** What typing a configuration needs. */
export interface ChangeOptions {
  platform: Platform;
  config: ConfigMode;
  /** For each line. */
  timeoutMs: number;
  /** The playbook's; they come before those of the platform. */
  answers: readonly Answer[];
}

/**
 * One change of a configuration as it is typed: each method is a step of it, throws what the device says against it, and
 * leaves the session on a prompt. It keeps the transcript.
 */
export class ConfigChange {
  readonly replies: Reply[] = [];
  private readonly transcript: (() => string)[] = [];
  /** Those that must come are judged at the end: no line by itself has to ask. */
  private readonly answers: (KnownAnswer & { isNeeded: boolean })[];
  private readonly given = new Set<KnownAnswer>();
  /** How far the lines have come, for the next failure that does not say it itself; undefined before the first and once told. */
  private place: string | undefined;

  constructor(
    private readonly session: Session,
    private readonly options: ChangeOptions,
  ) {
    this.answers = options.answers.map((answer) => ({ ...answer, optional: true, isNeeded: !answer.optional }));
  }

  /** What was typed and said so far, as on a terminal; where an answer broke off, what had come of it. */
  text(): string {
    return this.transcript.map((part) => part()).join('\n');
  }

  /** @throws {DeviceError} `device` when the mode cannot be entered, or somebody else holds the configuration */
  async enter(): Promise<void> {
    const { enter, locked = [] } = this.options.config;
    if (enter === '') return;
    const reply = await this.type(enter, answersOf(this.options.config.answers));
    const lock = findLock(reply.lines, locked);
    if (lock !== undefined) {
      await this.leave();
      throw this.failure(`the configuration is locked: ${lock}`, reply);
    }
    if (this.session.mode === 'config') return;
    const said = this.session.rejectionIn(reply) ?? `the prompt is ${this.session.prompt}`;
    throw this.failure(`"${enter}" did not lead to the configuration mode: ${said}`, reply);
  }

  /** Types one line or text. @param of  how many lines there are, for the message */
  async take({ lines, number, ready }: ConfigStep, of: number): Promise<void> {
    const [first = ''] = lines;
    this.place = undefined;
    const isInMode = this.options.config.enter === '' || this.session.mode === 'config';
    if (!isInMode) {
      throw new DeviceError(
        'device',
        `line ${number} of ${of} was not typed: "${this.hide(first)}": the line before it left the configuration mode`,
        { phase: 'config' },
      );
    }
    this.place = `line ${number} of ${of}`;
    const reply = ready ? await this.typeBody(lines, ready) : await this.type(first);
    this.place = undefined;
    const said = this.session.rejectionIn(reply);
    if (said !== undefined)
      throw this.failure(`line ${number} of ${of} was rejected: "${this.hide(first)}": ${said}`, reply);
    this.place = `after line ${number + lines.length - 1} of ${of}`;
  }

  /**
   * Makes candidate changes effective, where the platform has them; nothing else.
   *
   * @throws {DeviceError} `device` unless the device says that it did: no failure in any line, and its word of success
   */
  async commit(): Promise<void> {
    const { check, commit, committed, explain } = this.options.config;
    if (commit === undefined) return;
    if (this.options.config.enter !== '' && this.session.mode !== 'config') {
      const message = `the last line left the configuration mode before "${commit}"`;
      throw new DeviceError('device', message, { phase: 'config' });
    }
    const known = answersOf(this.options.config.answers);
    if (check !== undefined) {
      const reply = await this.type(check, known);
      const said = this.failureIn(reply);
      if (said !== undefined) throw this.failure(`"${check}" found a mistake: ${said}`, reply);
    }
    const reply = await this.type(commit, known);
    const said = this.failureIn(reply);
    const isCommitted = committed === undefined ? undefined : new RegExp(committed, 'm').test(reply.output);
    const refused = reply.answered.find((answer) => known.includes(answer));
    if (said === undefined && (isCommitted ?? !refused)) return;
    const reason = said ?? (refused ? `it asked, and was answered "${refused.key ?? refused.send}"` : lastOf(reply));
    const error = `"${commit}" did not succeed: ${reason}`;
    const details = explain === undefined || this.session.mode !== 'config' ? reply : await this.type(explain);
    throw this.failure(error, details);
  }

  /** Drops candidate changes. @returns what came of it, in words; undefined where there are none to drop */
  async drop(): Promise<string | undefined> {
    const { abort, commit } = this.options.config;
    if (this.session.mode !== 'config') return commit === undefined ? undefined : 'nothing was committed';
    if (abort === undefined) return commit === undefined ? undefined : 'nothing was committed';
    const reply = await this.type(abort, answersOf(this.options.config.answers));
    const said = this.session.rejectionIn(reply);
    return said === undefined ? `the changes were dropped by "${abort}"` : `"${abort}" was rejected: ${said}`;
  }

  /**
   * Leaves the mode from any depth.
   *
   * @throws {DeviceError} `prompt` when the mode is still there: nothing else may be typed in this session
   */
  async leave(): Promise<void> {
    const { leave, leaveTimes = 1, answers } = this.options.config;
    if (leave === '') return;
    let last: Reply | undefined;
    for (let times = 0; times < leaveTimes && this.session.mode === 'config'; times++) {
      last = await this.type(leave, answersOf(answers));
    }
    if (this.session.mode !== 'config') return;
    const message = `"${leave}" did not leave the configuration mode: the prompt is ${this.session.prompt}`;
    throw this.placed(new DeviceError('prompt', message, { phase: 'config', last: last?.output ?? '' }));
  }

  /** Writes the configuration to start-up. @throws {DeviceError} `device` unless the device says that it did */
  async save(): Promise<void> {
    const { save } = this.options.platform;
    if (!save) return;
    const reply = await this.type(save.command, answersOf(save.answers), 'save');
    if (new RegExp(save.success, 'm').test(reply.output)) return;
    throw this.failure(`"${save.command}" did not report success: ${lastOf(reply)}`, reply, 'save');
  }

  /** @throws {DeviceError} `expect` when a question did not come that the playbook says must come */
  checkAnswered(): void {
    const missing = this.answers.find((answer) => answer.isNeeded && !this.given.has(answer));
    if (!missing) return;
    const message = `the device did not ask the expected question /${missing.match}/`;
    throw new DeviceError('expect', message, { phase: 'config' });
  }

  private async type(line: string, known: readonly KnownAnswer[] = [], phase: Phase = 'config'): Promise<Reply> {
    const { prompt } = this.session;
    const answers = [...this.answers, ...known];
    const reply = await this.answerTo(line, (text) =>
      this.session.line(text, { phase, timeoutMs: this.options.timeoutMs, answers }),
    );
    for (const answer of reply.answered) this.given.add(answer);
    this.note(prompt, reply);
    return reply;
  }

  /** @throws {DeviceError} `device` when the device took its first line, but does not wait for the text */
  private async typeBody(lines: readonly string[], ready: RegExp): Promise<Reply> {
    const { prompt } = this.session;
    const { timeoutMs } = this.options;
    const { reply, isTaken } = await this.answerTo(lines.join('\n'), () =>
      this.session.body(lines, { phase: 'config', timeoutMs, ready }),
    );
    this.note(prompt, reply);
    if (isTaken) this.transcript.push(() => this.hide(lines.slice(1).join('\n')));
    if (isTaken || this.session.rejectionIn(reply) !== undefined) return reply;
    throw this.failure(
      `the device did not wait for the text of "${this.hide(lines[0] ?? '')}": nothing of it was typed`,
      reply,
    );
  }

  /** Where the answer does not come to its end: keeps what has come of it for the transcript, and says at which line that was. */
  private async answerTo<T>(text: string, type: (text: string) => Promise<T>): Promise<T> {
    const { prompt } = this.session;
    try {
      return await type(text);
    } catch (error) {
      const answer = this.session.partialOutput ?? '';
      this.transcript.push(() => this.hide(`${prompt}${text}${answer === '' ? '' : `\n${answer}`}`));
      throw error instanceof DeviceError ? this.placed(error) : error;
    }
  }

  private placed(error: DeviceError): DeviceError {
    const { place } = this;
    this.place = undefined;
    return place === undefined ? error : error.reworded(`${place}: ${error.message}`);
  }

  private note(prompt: string, reply: Reply): void {
    this.replies.push(reply);
    this.transcript.push(() => {
      const typed = `${prompt}${this.hide(reply.input)}`;
      return reply.output === '' ? typed : `${typed}\n${this.hide(reply.output)}`;
    });
  }

  /** Without the secrets that a configuration line can hold. */
  private hide(text: string): string {
    return maskSecrets(this.options.platform, text);
  }

  /** A failure in any line: the answer to a commit is never an output that only looks like one. */
  private failureIn(reply: Reply): string | undefined {
    const speech = speechOf(this.options.platform);
    return reply.lines.find((line) => findRejection(speech, [line]) !== undefined)?.trim();
  }

  private failure(message: string, reply: Reply, phase: Phase = 'config'): DeviceError {
    return new DeviceError('device', message, { phase, last: reply.output });
  }
}

/** The line that tells of a lock, and the next one where it ends in a colon: who holds it. */
function findLock(lines: readonly string[], locked: readonly string[]): string | undefined {
  const index = lines.findIndex((line) => locked.some((pattern) => new RegExp(pattern).test(line.trim())));
  if (index < 0) return undefined;
  const line = (lines[index] as string).trim();
  return line.endsWith(':') ? `${line} ${lines[index + 1]?.trim() ?? ''}`.trim() : line;
}

function lastOf(reply: Reply): string {
  return reply.output.split('\n').at(-1)?.trim() || 'it said nothing';
}
