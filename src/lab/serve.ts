import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describeLab, withoutSecrets } from './describe-lab.js';
import { Lab, type LabOptions } from './lab.js';

/** A lab that runs by itself, for people or for another process. */
export interface ServeOptions extends LabOptions {
  /** `text` tells a person what to connect to; `json` writes one object per line. */
  format: 'text' | 'json';
  write(text: string): void;
  /** Questions of another process, one JSON object per line (see {@link LabQuestion}); the lab ends with it. */
  questions?: Readable;
  /** Aborted: the lab ends. */
  signal: AbortSignal;
}

/** What a process may ask of a lab that it started. */
export type LabQuestion = { ask: 'counts' } | { ask: 'commands'; host: string } | { ask: 'stop' };

/**
 * Starts a lab, says how to reach it, and runs until it is told to end. With `json` the lines are
 * `{"event":"ready","hosts":[...]}`, then an answer to each question (`counts`, `commands`, `error`), at last `{"event":"stopped","counts":{...}}`.
 *
 * Passwords and secrets other than `lab` are somebody's own, and never written.
 *
 * @throws {UsageError} for a platform that cannot be simulated, or a wrong count
 */
export async function serveLab(options: ServeOptions): Promise<void> {
  const lab = await Lab.start(options);
  try {
    const hosts = withoutSecrets(lab.hosts());
    options.write(options.format === 'json' ? jsonLine({ event: 'ready', hosts }) : describeLab(hosts));
    await Promise.race([untilAborted(options.signal), answerQuestions(lab, options)]);
  } finally {
    await lab.stop();
  }
  if (options.format === 'json') options.write(jsonLine({ event: 'stopped', counts: lab.counts }));
}

/** Settles when a question says so, or when nobody can ask any more; never without questions. */
async function answerQuestions(lab: Lab, { questions, write, signal }: ServeOptions): Promise<void> {
  if (!questions) return untilAborted(signal);
  const lines = createInterface({ input: questions });
  signal.addEventListener('abort', () => lines.close(), { once: true });
  for await (const line of lines) {
    const question = parseQuestion(line);
    if (question?.ask === 'stop') return;
    write(jsonLine(answerTo(lab, question)));
  }
}

function answerTo(lab: Lab, question: Exclude<LabQuestion, { ask: 'stop' }> | undefined): object {
  switch (question?.ask) {
    case undefined:
      return {
        event: 'error',
        message: 'expected {"ask": "counts"}, {"ask": "commands", "host": NAME} or {"ask": "stop"}',
      };
    case 'counts':
      return { event: 'counts', counts: lab.counts };
    case 'commands':
      return { event: 'commands', host: question.host, commands: lab.commandsOf(question.host) };
    default:
      return question satisfies never;
  }
}

function parseQuestion(line: string): LabQuestion | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('ask' in value)) return undefined;
  if (value.ask === 'counts' || value.ask === 'stop') return { ask: value.ask };
  const host = 'host' in value ? value.host : undefined;
  return value.ask === 'commands' && typeof host === 'string' ? { ask: 'commands', host } : undefined;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function jsonLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
