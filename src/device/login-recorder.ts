import { maskTexts } from '../error/mask.js';
import type { RecordedExchange, RecordedLogin, RecordedQuestion } from '../task/recording.js';
import type { Reply } from './reply.js';
import type { Screen } from './screen.js';
import type { Speech } from './speech.js';

/** What was typed to a question. */
export interface TypedAnswer {
  text: string;
  isSecret?: boolean;
  isKey?: boolean;
}

interface Question extends TypedAnswer {
  question: string;
  /** What came behind it, where that is no part of the reply. */
  answer?: string[];
}

interface Exchange {
  at: string;
  send: string;
  since: number;
  tookMs?: number;
  reply?: Reply;
  questions: Question[];
  next?: string | undefined;
  /** What came of an answer that never ended. */
  partial?: string;
}

const MOST_LINES_ABOVE = 4;

/**
 * Keeps what is typed and answered in one login, to be replayed: told by the channel, it changes nothing. Paging, echoes and probes
 * are left out; what a replay would have to answer is kept, as it stood on the screen.
 */
export class LoginRecorder {
  private first: string | undefined;
  private current = '';
  private readonly exchanges: Exchange[] = [];

  /** @param nonce  the random text of this session: `{nonce}` takes its place */
  constructor(private readonly nonce: string) {}

  /** The session stands on the prompt in the unfinished line. */
  stands(screen: Screen, speech: Speech): void {
    this.standsOn(promptWithAbove(screen, speech));
  }

  /** Lines are typed in one go. */
  begins(inputs: readonly string[]): void {
    const since = performance.now();
    for (const send of inputs) this.exchanges.push({ at: this.current, send, since, questions: [] });
  }

  /** A question was answered. */
  answers(question: string, typed: TypedAnswer): void {
    const { last } = this;
    if (!last) return;
    last.questions.push({ question, ...typed });
    last.next = undefined;
  }

  /** What came behind the answer to a question, and the line on which the device waits now. */
  hears(lines: readonly string[], line: string): void {
    const question = this.last?.questions.at(-1);
    if (question) question.answer = [...lines];
    this.standsOn(line);
  }

  /** The lines typed last have their answers. */
  concludes(replies: readonly Reply[]): void {
    const typed = this.exchanges.slice(-replies.length);
    let at = typed[0]?.at ?? '';
    for (const [index, exchange] of typed.entries()) {
      const reply = replies[index] as Reply;
      exchange.reply = reply;
      exchange.at = at;
      exchange.tookMs = Math.round(performance.now() - exchange.since);
      if (exchange !== this.last) exchange.next = likePrompt(reply.prompt, at);
      at = exchange.next ?? at;
    }
  }

  /** The answer to the line typed last will never end. */
  breaks(partial: string | undefined): void {
    if (this.last && partial !== undefined) this.last.partial = partial;
  }

  /** @returns the login as it was, once it is over and every reply is final or given up */
  finish(): RecordedLogin {
    const login: RecordedLogin = {
      ...(this.first !== undefined && { prompt: this.first }),
      exchanges: this.exchanges.map(writeExchange),
    };
    return this.nonce === '' ? login : maskTexts(login, (text) => text.replaceAll(this.nonce, '{nonce}'));
  }

  private get last(): Exchange | undefined {
    return this.exchanges.at(-1);
  }

  private standsOn(prompt: string): void {
    if (this.last) this.last.next = prompt;
    this.first ??= prompt;
    this.current = prompt;
  }
}

function promptWithAbove({ lines, line }: Screen, { above, modesAbove }: Speech): string {
  const patterns = [...above, ...modesAbove.map(({ pattern }) => pattern)];
  const upper: string[] = [];
  for (const text of lines.slice(-MOST_LINES_ABOVE).reverse()) {
    if (text.trim() === '' || !patterns.some((pattern) => pattern.test(text.trim()))) break;
    upper.unshift(text);
  }
  return [...upper, line].join('\n');
}

/** A reply knows its prompt without blanks at the end; the device shows them. */
function likePrompt(prompt: string, example: string): string {
  const line = example.split('\n').at(-1) ?? '';
  if (line.trim() === prompt) return example;
  return prompt + (/ *$/.exec(line)?.[0] ?? '');
}

function writeExchange(exchange: Exchange): RecordedExchange {
  const { at, send, tookMs, reply, next, partial } = exchange;
  const isWhole = reply === undefined ? partial === undefined : reply.isFinal;
  const lines = reply && partial === undefined ? [...reply.lines] : (partial?.split('\n') ?? []);
  dropAbove(lines, next);
  const { before, asked } = splitAtQuestions(lines, exchange.questions);
  const end = isWhole && next !== undefined ? next : null;
  return {
    at,
    send,
    ...(tookMs !== undefined && { took_ms: tookMs }),
    ...(before.length > 0 && { answer: before.join('\n') }),
    ...(asked.length > 0 && { asked }),
    ...(end !== at && { next: end }),
  };
}

/** The upper lines of a prompt came in front of it, with the answer. */
function dropAbove(lines: string[], next: string | undefined): void {
  const upper = next?.split('\n').slice(0, -1) ?? [];
  if (upper.length > 0 && lines.slice(-upper.length).join('\n') === upper.join('\n')) lines.splice(-upper.length);
}

function splitAtQuestions(
  lines: readonly string[],
  questions: readonly Question[],
): { before: string[]; asked: RecordedQuestion[] } {
  let rest = [...lines];
  let before: string[] | undefined;
  const asked: RecordedQuestion[] = [];
  const keep = (part: string[]) => {
    const last = asked.at(-1);
    if (!last) before = part;
    else if (part.length > 0 && last.answer === undefined) last.answer = part.join('\n');
  };
  for (const { question, text, isSecret, isKey, answer } of questions) {
    const index = question === '' ? -1 : rest.findIndex((line) => line.startsWith(question.trimEnd()));
    if (index >= 0) {
      keep(rest.slice(0, index));
      const behind = (rest[index] as string).slice(question.length).trim();
      rest = [...(behind === '' || behind === text.trim() ? [] : [behind]), ...rest.slice(index + 1)];
    } else if (asked.length === 0) {
      keep(rest);
      rest = [];
    }
    asked.push({
      question,
      ...(isSecret ? { secret: true as const } : { send: text }),
      ...(isKey && { key: true as const }),
      ...(answer && answer.length > 0 && { answer: answer.join('\n') }),
    });
  }
  keep(rest);
  return { before: before ?? [], asked };
}
