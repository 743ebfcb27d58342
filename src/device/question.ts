import type { Answer } from '../task/task.js';
import type { Question } from './platform.js';

/** An answer of the playbook, or one that the platform lists. */
export interface KnownAnswer extends Answer {
  /** Typed without Enter, instead of `send`: a single key. */
  key?: string;
  /** How often it may be given to one line; any number unless said. */
  times?: number;
}

/** The answers of one command, and which of them were given. */
export interface Questions {
  answers: readonly KnownAnswer[];
  /** Line number at which the last answer was typed, so that a question is answered once. */
  answeredAt: number;
  /** How often each was given. */
  used: Map<KnownAnswer, number>;
}

/** The questions that a platform lists, as answers: none of them has to come. */
export function answersOf(questions: readonly Question[] = []): KnownAnswer[] {
  return questions.map(({ match, send = '', key, times = 1 }) => {
    return { match, send, times, optional: true, ...(key === undefined ? {} : { key }) };
  });
}

/**
 * Types the answer to the question in the unfinished last line, if the playbook has one. Never answers by default.
 */
export function answerQuestions(
  questions: Questions,
  at: { line: string; index: number; send: (answer: KnownAnswer) => void },
): void {
  if (questions.answers.length === 0 || at.index === questions.answeredAt) return;
  const answer = questions.answers.find(({ match }) => new RegExp(match).test(at.line));
  if (!answer) return;
  const given = questions.used.get(answer) ?? 0;
  if (given >= (answer.times ?? Number.POSITIVE_INFINITY)) return;
  questions.answeredAt = at.index;
  questions.used.set(answer, given + 1);
  at.send(answer);
}

// `Proceed with reload? [confirm]`, `Overwrite? (y/n):`, `Password:`; not `Interface status:` with text behind it.
const QUESTION =
  /(?:\[confirm\]|[[({]\s*(?:y(?:es)?\s*[/|,]\s*no?|no?\s*[/|,]\s*y(?:es)?)[^\])}]*[\])}](?:\s*[[(]\w*[\])])?|\?(?:\s*\[[^\]]*\])?|[Pp]ass(?:word|phrase)|[Uu]ser ?name|\[[^\]]*\]\?)\s*[:?]?\s*$/i;

/** Whether an unfinished line looks as if the device waited for an answer. */
export function looksLikeQuestion(line: string): boolean {
  return line.length < 500 && QUESTION.test(line);
}
