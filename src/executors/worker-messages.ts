import type { Leave } from '../inventory/leave.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import type { KeyJudgement, ShownKey } from '../transport/host-key.js';

/** What a worker is told. All of it can be cloned. `job` numbers the jobs of one worker. */
export type ToWorker =
  | { type: 'run'; job: number; work: HostJob }
  | { type: 'cancel'; job: number }
  /** The answer to `judge-key` of that number. */
  | { type: 'key-judged'; question: number; judgement: KeyJudgement }
  /** The answer to `ask-leave` of that number. */
  | { type: 'leave'; question: number; leave: Leave }
  /** No job runs any more: log out everywhere and end. */
  | { type: 'close' };

/** What a worker tells. */
export type FromWorker =
  /** Everything is loaded: jobs may come. */
  | { type: 'ready' }
  | { type: 'event'; job: number; event: HostEvent }
  | { type: 'outcome'; job: number; outcome: JobOutcome }
  /** A key that a host shows; it is answered by `key-judged`. */
  | { type: 'judge-key'; question: number; shown: ShownKey }
  /** A job wants to show a credential; it is answered by `leave`. */
  | { type: 'ask-leave'; question: number; job: number; credential: string }
  /** A bug of flow that cost one host its result. */
  | { type: 'bug'; message: string; stack: string | undefined };

/**
 * Gathers messages and posts those of one turn of the event loop together: a thousand hosts tell ten thousand events, and each
 * post costs more than what is in it.
 */
export class Outbox<Message> {
  readonly #post: (messages: Message[]) => void;
  #messages: Message[] = [];

  constructor(post: (messages: Message[]) => void) {
    this.#post = post;
  }

  add(message: Message): void {
    if (this.#messages.length === 0) setImmediate(() => this.flush());
    this.#messages.push(message);
  }

  /** Posts what has been gathered, now. */
  flush(): void {
    const messages = this.#messages;
    this.#messages = [];
    if (messages.length > 0) this.#post(messages);
  }
}
