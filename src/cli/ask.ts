import { Writable } from 'node:stream';
import { Interrupted } from './interrupts.js';

/** How a question is asked. */
export interface AskOptions {
  /** What is typed is not shown: for passwords. */
  hidden?: boolean;
}

/**
 * Asks the person at the terminal; the question goes to standard error, so that the report stays clean.
 *
 * @returns the line typed, without its end; undefined when the input ended without one
 * @throws {Interrupted} on Ctrl-C
 */
export function ask(question: string, options: AskOptions = {}): Promise<string | undefined> {
  const output = options.hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
  const { createInterface } = process.getBuiltinModule('node:readline');
  // First the terminal is read key by key, then it is asked: an answer that came in between would be lost.
  const reader = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  if (options.hidden) process.stderr.write(question);
  reader.setPrompt(options.hidden ? '' : question);
  reader.prompt();
  return new Promise((resolve, reject) => {
    let answer: string | undefined;
    reader.once('line', (line) => {
      // Half a line that the end of the input cut off is no answer.
      if (!process.stdin.readableEnded) answer = line;
      reader.close();
    });
    reader.once('SIGINT', () => {
      process.stderr.write('\n');
      reject(new Interrupted());
      reader.close();
    });
    reader.once('error', () => reader.close()); // the terminal was closed
    reader.once('close', () => {
      if (options.hidden) process.stderr.write('\n');
      resolve(answer);
    });
  });
}
