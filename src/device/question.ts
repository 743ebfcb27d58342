import type { Answer } from '../task/task.js';

/** The answers of one command, and which of them were given. */
export interface Questions {
  answers: readonly Answer[];
  /** Line number at which the last answer was typed, so that a question is answered once. */
  answeredAt: number;
  used: Set<Answer>;
}

/**
 * Types the answer to the question in the unfinished last line, if the playbook has one. Never answers by default.
 */
export function answerQuestions(
  questions: Questions,
  at: { line: string; index: number; send: (text: string) => void },
): void {
  if (questions.answers.length === 0 || at.index === questions.answeredAt) return;
  const answer = questions.answers.find(({ match }) => new RegExp(match).test(at.line));
  if (!answer) return;
  questions.answeredAt = at.index;
  questions.used.add(answer);
  at.send(answer.send);
}

// `Proceed with reload? [confirm]`, `Overwrite? (y/n):`, `Password:`; not `Interface status:` with text behind it.
const QUESTION =
  /(?:\[confirm\]|[[({]\s*(?:y(?:es)?\s*[/|,]\s*no?|no?\s*[/|,]\s*y(?:es)?)[^\])}]*[\])}](?:\s*\[\w*\])?|\?(?:\s*\[[^\]]*\])?|[Pp]ass(?:word|phrase)|[Uu]ser ?name|\[[^\]]*\]\?)\s*[:?]?\s*$/i;

/** Whether an unfinished line looks as if the device waited for an answer. */
export function looksLikeQuestion(line: string): boolean {
  return line.length < 500 && QUESTION.test(line);
}
