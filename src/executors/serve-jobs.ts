import type { CallPort } from '../futures/call-port.js';
import type { Leave } from '../inventory/leave.js';
import { Access } from '../transport/access.js';
import type { KeyJudgement } from '../transport/host-key.js';
import { InlineHostExecutor } from './inline-host-executor.js';
import { type FromWorker, Outbox, type ToWorker } from './worker-messages.js';

/**
 * The worker's side: runs the jobs that come over the port as an inline executor does, many at a time, and tells what comes of
 * them. Limits, order and retries are not its business, nor is the file of host keys: who gives the jobs keeps it.
 *
 * @returns when it has been told to close and has logged out everywhere
 */
export function serveJobs(port: CallPort<ToWorker[], FromWorker[]>): Promise<void> {
  return new Promise((resolve) => {
    const outbox = new Outbox<FromWorker>((messages) => port.post(messages));
    const questions = new Map<number, (judgement: KeyJudgement) => void>();
    const requests = new Map<number, (leave: Leave) => void>();
    /** Credentials that need not be asked for any more. */
    const proven = new Set<string>();
    let asked = 0;
    const access = new Access(
      (shown) =>
        new Promise((answer) => {
          questions.set(++asked, answer);
          outbox.add({ type: 'judge-key', question: asked, shown });
        }),
    );
    const executor = new InlineHostExecutor({ access, onBug: (error) => outbox.add(describeBug(error)) });
    const running = new Map<number, AbortController>();

    const askLeave = (job: number, credential: string): Leave | Promise<Leave> => {
      if (proven.has(credential)) return { kind: 'given', isProven: true };
      return new Promise((answer) => {
        requests.set(++asked, (leave) => {
          if (leave.kind === 'given' && leave.isProven) proven.add(credential);
          answer(leave);
        });
        outbox.add({ type: 'ask-leave', question: asked, job, credential });
      });
    };
    const run = async ({ job, work }: Extract<ToWorker, { type: 'run' }>) => {
      const controller = new AbortController();
      running.set(job, controller);
      const emit = (event: Extract<FromWorker, { type: 'event' }>['event']) =>
        outbox.add({ type: 'event', job, event });
      const mayShow = (credential: string) => askLeave(job, credential);
      const outcome = await executor.submit({ job: work, emit, signal: controller.signal, mayShow }).result();
      running.delete(job);
      outbox.add({ type: 'outcome', job, outcome });
    };
    const take = (message: ToWorker) => {
      switch (message.type) {
        case 'run':
          void run(message);
          return;
        case 'cancel':
          running.get(message.job)?.abort();
          return;
        case 'key-judged':
          questions.get(message.question)?.(message.judgement);
          questions.delete(message.question);
          return;
        case 'leave':
          requests.get(message.question)?.(message.leave);
          requests.delete(message.question);
          return;
        case 'close':
          for (const controller of running.values()) controller.abort();
          void executor.close().then(() => {
            outbox.flush();
            resolve();
          });
          return;
        default:
          message satisfies never;
      }
    };
    port.onMessage((messages) => {
      for (const message of messages) take(message);
    });
    outbox.add({ type: 'ready' });
  });
}

function describeBug(thrown: unknown): FromWorker {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { type: 'bug', message: error.message, stack: error.stack };
}
