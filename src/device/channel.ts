import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import type { Answer } from '../task/task.js';
import type { Dialogue } from './dialogue.js';
import { type Echo, findEcho, findFirstEcho, mayBecomeEcho } from './echo.js';
import type { Mode } from './platform.js';
import { answerQuestions, looksLikeQuestion, type Questions } from './question.js';
import { Reply } from './reply.js';
import { isNoise, modeAt, modeOf, type Speech, settlePrompt } from './speech.js';

/** How one line is typed, and what ends the answer to it. */
export interface Exchange {
  phase: Phase;
  timeoutMs: number;
  /** Whether the unfinished last line is the prompt that ends the answer. */
  accept: (line: string) => boolean;
  answers?: readonly Answer[];
  /** Only Enter is typed, to see whether the prompt comes again: what came before it is judged by the caller. */
  isProbe?: boolean;
}

const SILENCE_MS = 3_000;

/**
 * Types lines and reads the answers: echo, text, prompt. It knows on which prompt it stands, and keeps the last reply
 * open until the next echo has confirmed it.
 *
 * What it does not do: it decides nothing about modes, privileges or errors of the device; {@link Session} does.
 */
export class Channel {
  mode: Mode = 'exec';
  /** A prompt that flow set itself, with the exit status in it; it is the only one then. */
  ownPrompt: RegExp | undefined;
  /** The last reply, final or not. */
  open: Reply | undefined;
  /** The prompt on which the channel stands, trimmed. */
  private standing = '';
  /** Number of the screen line on which that prompt stands. */
  private standingAt = 0;
  /** That text was seen in front of an echo; until then only its looks speak for it. */
  private isLearned = false;
  /** First line of the answer that is coming in. */
  private answerFrom: number | undefined;
  /** Text between the last prompt and the echo of a probe. */
  private beforeProbe: string[] = [];

  constructor(
    readonly dialogue: Dialogue,
    readonly speech: Speech,
  ) {}

  get prompt(): string {
    return this.standing;
  }

  /** What has come of the answer that is coming in. */
  get partialAnswer(): string | undefined {
    if (this.answerFrom === undefined) return undefined;
    const { lines, line } = this.dialogue.screen;
    return [...lines.slice(this.answerFrom), line].join('\n');
  }

  /** Takes the unfinished line for the prompt, for now: the next echo will show. */
  stand(mode: Mode): void {
    const { screen } = this.dialogue;
    this.standing = screen.line.trim();
    this.standingAt = screen.lines.length;
    this.mode = mode;
    this.isLearned = false;
  }

  /** Whether an unfinished line is the prompt on which the channel stands. */
  isStanding(line: string): boolean {
    const text = line.trim();
    if (this.ownPrompt) return this.ownPrompt.test(text);
    return (
      text === this.standing ||
      (text !== '' && settlePrompt(this.speech, text) === settlePrompt(this.speech, this.standing))
    );
  }

  /**
   * Types lines in one write and reads the answers to all of them; the last reply is provisional.
   *
   * @throws {DeviceError} `timeout`, `disconnected`, `cancelled`; `incomplete` without an echo; `prompt` for a question
   *   nobody answers; `expect` for one that did not come
   */
  async exchange(inputs: readonly string[], exchange: Exchange): Promise<Reply[]> {
    const { dialogue } = this;
    const { screen } = dialogue;
    const { enter, pager } = this.speech.platform;
    screen.forget(this.standingAt);
    this.standingAt = 0;
    this.answerFrom = undefined;
    const reading = { index: 0, echoed: 0, between: [] as string[], replies: [] as Reply[] };
    const questions: Questions = { answers: exchange.answers ?? [], answeredAt: -1, used: new Set() };
    const until = (): true | undefined => {
      this.readLines(inputs, reading, exchange);
      const marker = this.findMarker();
      if (marker !== undefined) {
        screen.dropMarker(marker);
        dialogue.send(pager.answer);
        return undefined;
      }
      if (reading.echoed === inputs.length && exchange.accept(screen.line)) return true;
      answerQuestions(questions, {
        line: screen.line,
        index: screen.lines.length,
        send: (text) => dialogue.send(text + enter),
      });
      return undefined;
    };
    dialogue.send(inputs.map((input) => input + enter).join(''));
    await dialogue
      .wait({
        phase: exchange.phase,
        what: inputs.at(-1) === '' ? 'the prompt' : `the answer to "${inputs.at(-1)}"`,
        timeoutMs: exchange.timeoutMs,
        until,
        onSilence: {
          afterMs: SILENCE_MS,
          act: () => (reading.echoed === inputs.length ? this.judgeSilence(exchange) : undefined),
        },
      })
      .catch((error) => {
        const isUnechoed =
          error instanceof DeviceError &&
          error.code === 'timeout' &&
          reading.echoed < inputs.length &&
          exchange.accept(screen.line);
        throw isUnechoed ? this.notEchoed(inputs[reading.echoed] as string, exchange.phase) : error;
      });
    this.closeAnswer(inputs, reading, exchange);
    const wasLearned = this.isLearned && this.isStanding(screen.line);
    this.stand(modeAt(this.speech, screen) ?? this.mode);
    this.isLearned = wasLearned;
    this.answerFrom = undefined;
    this.checkAnswered(questions, exchange.phase);
    for (const reply of reading.replies.slice(0, -1)) reply.confirm([]);
    if (!exchange.isProbe) this.open = reading.replies.at(-1);
    return reading.replies;
  }

  /** Types Enter until the prompt comes again with nothing in between: then the open reply is final. */
  async probe(timeoutMs: number): Promise<void> {
    const { open } = this;
    if (!open || open.isFinal) return;
    for (let tries = 0; tries < MOST_PROBES; tries++) {
      const [reply] = await this.exchange([''], {
        phase: 'command',
        timeoutMs,
        accept: (line) => this.isStanding(line),
        isProbe: true,
      });
      const came = reply?.lines ?? [];
      if (came.every((line) => isNoise(this.speech, line))) return open.confirm(this.beforeProbe);
      open.extend([...this.beforeProbe, open.prompt, ...came]);
    }
    open.abandon('the prompt did not come to rest', this.dialogue.last());
  }

  /** Looks for the echo of a last line, typed to leave; makes the open reply final when it is there. */
  readFarewell(input: string): boolean {
    const { lines } = this.dialogue.screen;
    for (let index = this.standingAt; index < lines.length; index++) {
      if (!findEcho(lines, index, input, this.standing)) continue;
      this.open?.confirm(lines.slice(this.standingAt, index));
      return true;
    }
    return false;
  }

  /** The connection is over: the open reply is final when nothing but our own good-bye followed its prompt. */
  close(): void {
    const { open } = this;
    if (open && !open.isFinal) {
      const { lines, line } = this.dialogue.screen;
      const after = [...lines.slice(this.standingAt), line].filter((text) => !isNoise(this.speech, text));
      if (after.every((text) => text.trim().startsWith(this.standing))) open.confirm([]);
      else open.abandon('more came after the prompt, and then the session ended', this.dialogue.last());
    }
    this.dialogue.end();
  }

  /** Sorts completed lines into echoes and what stands between them. */
  private readLines(inputs: readonly string[], reading: Reading, exchange: Exchange): void {
    const { lines } = this.dialogue.screen;
    while (reading.index < lines.length) {
      const input = inputs[reading.echoed];
      const echo = input === undefined ? undefined : this.echoAt(reading, input);
      if (echo) {
        if (echo.prompt !== '') this.standing = echo.prompt;
        this.isLearned = true;
        this.closeAnswer(inputs, reading, exchange);
        reading.echoed++;
        reading.index += echo.lines + this.countRepeats(reading.index + echo.lines, input as string, echo);
        this.answerFrom = reading.index;
      } else if (input !== undefined && mayBecomeEcho(lines, reading.index, input, this.standing)) {
        return;
      } else reading.between.push(lines[reading.index++] as string);
    }
  }

  /** What came since the last echo is the answer to it; before the first echo it belongs to the reply that is still open. */
  private closeAnswer(inputs: readonly string[], reading: Reading, exchange: Exchange): void {
    const { between, echoed } = reading;
    reading.between = [];
    if (echoed > 0) {
      const line = echoed === inputs.length ? this.dialogue.screen.line.trim() : this.standing;
      const own = this.ownPrompt?.exec(line);
      // A text without a line end stands in front of the prompt.
      if (own && own.index > 0) between.push(line.slice(0, own.index));
      const status = own?.groups?.status;
      const end = { prompt: own?.[0] ?? line, status: status === undefined ? undefined : Number(status) };
      reading.replies.push(new Reply(inputs[echoed - 1] as string, between, end, this.speech));
    } else if (exchange.isProbe) this.beforeProbe = between;
    else this.open?.confirm(between);
  }

  private echoAt({ index, between }: Reading, input: string): Echo | undefined {
    const { lines } = this.dialogue.screen;
    const echo = findEcho(lines, index, input, this.standing);
    // The line alone is the echo only behind a prompt that a log message interrupted.
    if (echo && (echo.prompt !== '' || between.some((line) => line.trim() === this.standing))) return echo;
    return this.isLearned || input === '' ? undefined : findFirstEcho(lines[index] as string, input, this.speech);
  }

  /** Some line editors paint the prompt and the line a second time. */
  private countRepeats(index: number, input: string, first: Echo): number {
    const again =
      input === '' || first.prompt === ''
        ? undefined
        : findEcho(this.dialogue.screen.lines, index, input, first.prompt);
    return again && again.prompt !== '' ? again.lines : 0;
  }

  /** The pager's marker at the end of the unfinished line, if it waits for an answer. */
  private findMarker(): string | undefined {
    const { line, isErasing } = this.dialogue.screen;
    if (isErasing) return undefined;
    for (const pattern of this.speech.markers) {
      const match = pattern.exec(line);
      if (match) return line.slice(match.index);
    }
    return undefined;
  }

  /** The device says nothing more: it asks something, or its prompt has changed. */
  private judgeSilence(exchange: Exchange): true | undefined {
    const { line } = this.dialogue.screen;
    if (looksLikeQuestion(line)) {
      throw new DeviceError(
        'prompt',
        `the device asks a question that the playbook does not answer: "${line.trim()}"`,
        {
          phase: exchange.phase,
          last: this.dialogue.last(),
          hint: 'give the task `answers: [{match: ..., send: ...}]`',
        },
      );
    }
    return exchange.phase === 'command' && !this.ownPrompt && modeOf(this.speech, line) ? true : undefined;
  }

  private checkAnswered({ answers, used }: Questions, phase: Phase): void {
    const missing = answers.find((answer) => !answer.optional && !used.has(answer));
    if (!missing) return;
    throw new DeviceError('expect', `the device did not ask the expected question /${missing.match}/`, {
      phase,
      last: this.dialogue.last(),
    });
  }

  private notEchoed(input: string, phase: Phase): DeviceError {
    return new DeviceError('incomplete', `the device did not repeat "${input}" before its prompt`, {
      phase,
      last: this.dialogue.last(),
    });
  }
}

const MOST_PROBES = 5;

/** How far the answers to some lines have been read. */
interface Reading {
  /** Next screen line to look at. */
  index: number;
  /** Lines whose echo was found. */
  echoed: number;
  /** Lines since the last echo. */
  between: string[];
  replies: Reply[];
}
