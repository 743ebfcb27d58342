import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import { type ComingAnswer, checkEnd, checkUntouched, lacksEnd } from './answer-checks.js';
import { answerPager } from './answer-pager.js';
import type { Dialogue } from './dialogue.js';
import { compact, findEcho } from './echo.js';
import type { LoginRecorder } from './login-recorder.js';
import type { Mode } from './platform.js';
import { answerQuestions, type KnownAnswer, type Questions } from './question.js';
import { isInterrupted, Reading } from './reading.js';
import type { Reply } from './reply.js';
import { SILENCE_MS, Silence } from './silence.js';
import { isNoise, modeAt, modeOf, type Speech } from './speech.js';
import { StandingPrompt } from './standing-prompt.js';

/** How one line is typed, and what ends the answer to it. */
export interface Exchange {
  phase: Phase;
  timeoutMs: number;
  /** Whether the unfinished last line is the prompt that ends the answer. */
  accept: (line: string) => boolean;
  answers?: readonly KnownAnswer[];
  /** The last line of the answer, where it is known: no prompt ends it before. */
  end?: RegExp | undefined;
  /** Only Enter is typed, to see whether the prompt comes again: what came before it is judged by the caller. */
  isProbe?: boolean;
}

/** An answer before the first command is not long: more is a device gone wild. */
const MOST_SETUP_BYTES = 4 * 1024 * 1024;
const MOST_PROBES = 5;

/**
 * Types lines and reads the answers: echo, text, prompt. It knows on which prompt it stands, and keeps the last reply
 * open until the next echo has confirmed it. What it does not do: it decides nothing about modes, privileges or errors of the device; {@link Session} does.
 */
export class Channel {
  mode: Mode = 'exec';
  /** The last reply, final or not. */
  open: Reply | undefined;
  /** The last answer ended in another prompt than that on which its line was typed. */
  hasMoved = false;
  private readonly standing: StandingPrompt;
  /** Number of the screen line on which that prompt stands. */
  private standingAt = 0;
  /** The exchange that is going on, or failed. */
  private reading: Reading | undefined;
  /** Text between the last prompt and the echo of a probe. */
  private beforeProbe: string[] = [];
  private typedLast = '';

  constructor(
    readonly dialogue: Dialogue,
    readonly speech: Speech,
    readonly recorder?: LoginRecorder,
  ) {
    this.standing = new StandingPrompt(speech);
  }

  /** The prompt on which the channel stands, trimmed. */
  get prompt(): string {
    return this.standing.text;
  }

  /** A prompt that flow set itself, with the exit status in it; it is the only one then. */
  get ownPrompt(): RegExp | undefined {
    return this.standing.own;
  }

  set ownPrompt(pattern: RegExp | undefined) {
    this.standing.own = pattern;
  }

  /** Whether an answer was coming in when the last wait ended. */
  get isAnswering(): boolean {
    return this.reading !== undefined;
  }

  /** What has come of the answer that is coming in. */
  get partialAnswer(): string | undefined {
    const from = this.reading?.answerFrom;
    if (from === undefined) return undefined;
    const { lines, wholeLine } = this.dialogue.screen;
    return [...lines.slice(from), wholeLine].join('\n');
  }

  /** Takes the unfinished line for the prompt, for now: the next echo will show, unless it is known already. */
  stand(mode: Mode, isLearned = false): void {
    const { screen } = this.dialogue;
    screen.settleLines();
    this.standing.take(screen.line, isLearned);
    this.standingAt = screen.lines.length;
    this.mode = mode;
    this.recorder?.stands(screen, this.speech);
  }

  /** Whether an unfinished line is the prompt on which the channel stands. */
  isStanding(line: string): boolean {
    return this.standing.is(line);
  }

  /**
   * Types lines in one write and reads the answers to all of them; the last reply is provisional.
   *
   * @throws {DeviceError} `timeout`, `disconnected`, `cancelled`; `incomplete` without an echo or the known last line, or when
   *   what was typed on the way may stand in the text; `prompt` for a question nobody answers; `expect` for one that did not come
   */
  async exchange(inputs: readonly string[], exchange: Exchange): Promise<Reply[]> {
    const { dialogue, standing, speech } = this;
    const { phase } = exchange;
    // Without an echo nothing tells where the answer before it ends.
    if (speech.platform.echo === 'optional' && !exchange.isProbe) await this.probe(exchange.timeoutMs);
    const { screen } = dialogue;
    screen.forget(this.standingAt);
    this.standingAt = 0;
    const onEarlier = (lines: string[]) => {
      if (exchange.isProbe) this.beforeProbe = lines;
      else this.open?.confirm(lines);
    };
    const reading = new Reading(inputs, { screen, prompt: standing, speech, onEarlier });
    this.reading = reading;
    const answer: ComingAnswer = { dialogue, speech, prompt: standing, reading, phase, end: exchange.end };
    const silence = new Silence(answer);
    const questions: Questions = { answers: exchange.answers ?? [], answeredAt: -1, used: new Map() };
    const until = (): true | undefined => {
      reading.read();
      if (answerPager(dialogue, speech)) return undefined;
      const { line } = screen;
      if (this.isOver(answer, exchange) || silence.isConfirmed) return true;
      answerQuestions(questions, {
        line,
        index: screen.lines.length,
        send: ({ key, send }) => {
          this.recorder?.answers(line, { text: key ?? send, isKey: key !== undefined });
          dialogue.send(key ?? send + speech.platform.enter);
        },
      });
      return undefined;
    };
    const act = () => {
      if (reading.isEchoed && exchange.accept(screen.line)) checkEnd(answer);
      silence.judge();
      return undefined;
    };
    if (!exchange.isProbe) this.recorder?.begins(inputs);
    this.type(inputs);
    await dialogue
      .wait({
        phase,
        what: inputs.at(-1) === '' ? 'the prompt' : `the answer to "${inputs.at(-1)}"`,
        timeoutMs: exchange.timeoutMs,
        until,
        onSilence: { afterMs: SILENCE_MS, act },
        ...(phase === 'command' || phase === 'config' ? {} : { mostBytes: MOST_SETUP_BYTES }),
      })
      .catch((error) => {
        if (!exchange.isProbe) this.recorder?.breaks(this.partialAnswer);
        const { awaited } = reading;
        const isUnechoed = error instanceof DeviceError && error.code === 'timeout' && awaited !== undefined;
        throw isUnechoed && exchange.accept(screen.line) ? this.notEchoed(awaited, phase) : error;
      });
    screen.settleLines();
    reading.read();
    checkEnd(answer);
    checkUntouched(answer, silence.isDisturbed);
    return this.conclude(inputs, exchange, questions);
  }

  /** Types Enter until the prompt comes again with nothing in between: then the open reply is final. */
  async probe(timeoutMs: number): Promise<void> {
    const { open } = this;
    if (!open || open.isFinal) return;
    // No output contains it, so that nothing has to be confirmed.
    if (this.ownPrompt) return open.confirm([]);
    for (let tries = 0; tries < MOST_PROBES; tries++) {
      const [reply] = await this.exchange([''], {
        phase: 'command',
        timeoutMs,
        accept: (line) => this.isStanding(line),
        isProbe: true,
      });
      const came = reply?.lines ?? [];
      if (came.every((line) => this.isAround(line))) return open.confirm(this.beforeProbe);
      open.extend([...this.beforeProbe, open.prompt, ...came]);
    }
    open.abandon('the prompt did not come to rest', this.dialogue.last());
  }

  /** Types a last line, to leave. */
  typeFarewell(input: string): void {
    this.type([input]);
  }

  /** Looks for the echo of the farewell; makes the open reply final when it is there. */
  readFarewell(): boolean {
    const { lines } = this.dialogue.screen;
    for (let index = this.standingAt; index < lines.length; index++) {
      const echo = findEcho(lines, index, this.typedLast, this.prompt);
      const before = lines.slice(this.standingAt, index);
      if (!echo || (echo.prompt === '' && !isInterrupted(before, this.standing, this.speech))) continue;
      this.open?.confirm(before);
      return true;
    }
    if (this.speech.platform.echo === 'required' || !this.hasReturned()) return false;
    this.open?.confirm([]);
    return true;
  }

  /** The session is over: the open reply is final only where the device has repeated what was typed behind its prompt. */
  close(): void {
    const { open } = this;
    if (open && !open.isFinal) {
      const { lines, line } = this.dialogue.screen;
      const after = [...lines.slice(this.standingAt), line].filter((text) => !isNoise(this.speech, text));
      const [first = '', ...more] = after;
      const rest = compact(first.trim().slice(this.prompt.length));
      const isRepeated = first.trim().startsWith(this.prompt) && rest !== '' && compact(this.typedLast) === rest;
      if (this.ownPrompt || (isRepeated && more.length === 0)) open.confirm([]);
      else open.abandon('the end of the output was never confirmed, and the session is over', this.dialogue.last());
    }
    this.dialogue.end();
  }

  private type(inputs: readonly string[]): void {
    this.typedLast = inputs.at(-1) ?? '';
    this.dialogue.send(inputs.map((input) => input + this.speech.platform.enter).join(''));
  }

  /** Whether the prompt in the unfinished line ends the last answer. */
  private isOver(answer: ComingAnswer, exchange: Exchange): boolean {
    const { reading } = answer;
    const { screen } = this.dialogue;
    // Behind Enter alone the line of the prompt is the echo.
    const needsEcho = exchange.isProbe || this.speech.platform.echo === 'required';
    if ((needsEcho && !reading.isEchoed) || !exchange.accept(screen.line)) return false;
    screen.settleLines();
    reading.read();
    if (lacksEnd(answer)) return false;
    if (reading.isEchoed) return true;
    const isPrompt = this.isStanding(screen.line) || modeOf(this.speech, screen.line) !== undefined;
    const verdict = reading.judgeReturn(isPrompt);
    if (verdict === 'type-enter') this.dialogue.send(this.speech.platform.enter);
    if (verdict === 'refuted') throw this.notEchoed(reading.awaited ?? '', exchange.phase);
    return verdict === 'confirmed';
  }

  /** The answer is over: what came becomes replies, and the channel stands on the prompt that ended it. */
  private conclude(inputs: readonly string[], exchange: Exchange, questions: Questions): Reply[] {
    const { screen } = this.dialogue;
    const reading = this.reading as Reading;
    this.reading = undefined;
    if (reading.isEchoed) reading.close();
    else this.takeUnechoed(reading, exchange);
    this.hasMoved = !this.isStanding(screen.line);
    this.stand(modeAt(this.speech, screen) ?? this.mode, this.standing.isLearned && !this.hasMoved);
    this.checkAnswered(questions, exchange.phase);
    const replies = reading.replies.slice(0, inputs.length);
    for (const reply of reading.replies.slice(0, -1)) reply.confirm([]);
    replies.at(-1)?.answered.push(...questions.used.keys());
    if (!exchange.isProbe) this.recorder?.concludes(replies);
    if (!exchange.isProbe) this.open = replies.at(-1);
    return replies;
  }

  /** The device did not repeat the line; its prompt came twice with nothing in between, which is as good. */
  private takeUnechoed(reading: Reading, { phase }: Exchange): void {
    const reply = this.open && !this.open.isFinal ? undefined : reading.closeUnechoed();
    if (!reply) throw this.notEchoed(reading.awaited ?? '', phase);
    if (reading.hasReturned) reply.confirm([]);
  }

  /** Whether the prompt has come again behind a farewell that the device did not repeat. */
  private hasReturned(): boolean {
    const { lines, line } = this.dialogue.screen;
    if (lines.length <= this.standingAt || modeOf(this.speech, line) === undefined) return false;
    return lines.slice(this.standingAt).every((text) => this.isAround(text));
  }

  /** What may come between one prompt and its repetition. */
  private isAround(line: string): boolean {
    return this.isStanding(line) || isNoise(this.speech, line);
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
