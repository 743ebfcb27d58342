import type { AskLeave } from '../inventory/leave.js';
import { judgeHostKey } from '../transport/host-key.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

/** What a worker cannot decide alone. */
export type Question = Extract<FromWorker, { type: 'judge-key' | 'ask-leave' }>;

/**
 * Answers for the run, which has the file of host keys and counts refusals.
 *
 * @param mayShowFor  whom to ask for a job; undefined when the job is over
 */
export async function answerWorker(
  message: Question,
  mayShowFor: (job: number) => AskLeave | undefined,
): Promise<ToWorker> {
  const { question } = message;
  switch (message.type) {
    case 'judge-key':
      return { type: 'key-judged', question, judgement: judgeHostKey(message.shown) };
    case 'ask-leave':
      return {
        type: 'leave',
        question,
        leave: (await mayShowFor(message.job)?.(message.credential)) ?? { kind: 'gone' },
      };
    default:
      return message satisfies never;
  }
}

/** The error that a worker has told of. */
export function reviveBug({ message, stack }: Extract<FromWorker, { type: 'bug' }>): Error {
  return Object.assign(new Error(message), { stack });
}
