import type { Host, PromptAnswer } from '../inventory/host.js';

/** Asks for the password: `Password:`, `admin@10.0.0.1's password:`, `Enter PASSCODE:`, `Kennwort:`. */
const PASSWORD = /passw|passcode|kennwort/i;

/** How the questions of keyboard-interactive were answered. */
export interface PromptAnswers {
  /**
   * The answers to one round of questions, each found by the text of its question, not by its place; what is not known
   * gets an empty one.
   */
  answer(prompts: readonly { prompt: string }[], finish: (answers: string[]) => void): void;
  /** Called in place of answering, when only a code could be the answer that was given before. */
  onSpent: () => void;
  /** A question for which there was no answer but an empty one. */
  readonly unknown: string | undefined;
}

/**
 * Makes the answers of one login. The password is given once, since a second question means that it was wrong; a scripted
 * answer each time, but a one-time code never again.
 *
 * @param spent  codes that have been given, here or by other logins of this run
 */
export function answersOf({ password, ssh }: Pick<Host, 'password' | 'ssh'>, spent: Set<string>): PromptAnswers {
  const scripted = (ssh.answers ?? []).map((answer) => ({ ...answer, pattern: new RegExp(answer.match, 'i') }));
  let isGiven = false;
  let unknown: string | undefined;
  const answerOne = (prompt: string): string | undefined => {
    const found = scripted.find(({ pattern }) => pattern.test(prompt));
    if (found) return giveOnce(found, spent);
    const isForPassword = PASSWORD.test(prompt) && password !== undefined;
    if (isForPassword && !isGiven) {
      isGiven = true;
      return password;
    }
    if (!isForPassword) unknown ??= prompt.trim();
    return '';
  };
  const made: PromptAnswers = {
    onSpent: () => {},
    get unknown() {
      return unknown;
    },
    answer: (prompts, finish) => {
      const answers = prompts.map(({ prompt }) => answerOne(prompt));
      if (answers.every((text) => text !== undefined)) finish(answers);
      else made.onSpent();
    },
  };
  return made;
}

function giveOnce({ send, oneTime }: PromptAnswer, spent: Set<string>): string | undefined {
  if (!oneTime) return send;
  if (spent.has(send)) return undefined;
  spent.add(send);
  return send;
}
