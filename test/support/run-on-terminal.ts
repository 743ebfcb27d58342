import { spawn } from 'node:child_process';
import { FLOW } from './run-flow.js';

/** What a person types. */
export interface Typed {
  /** Typed once this has been printed, in order. */
  answers: [question: string, typed: string][];
  env?: Record<string, string>;
}

/** Runs flow on a pseudo-terminal; what it printed is everything that a person would have seen. */
export function runOnTerminal(
  words: string[],
  cwd: string,
  { answers, env = {} }: Typed,
): Promise<{ exitCode: number | null; printed: string }> {
  const command = [process.execPath, FLOW, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd,
    env: { PATH: process.env.PATH, TERM: 'xterm', ...env },
  });
  let printed = '';
  const open = [...answers];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    const [question, typed] = open[0] ?? [];
    if (question === undefined || typed === undefined || !printed.includes(question)) return;
    open.shift();
    child.stdin.write(typed);
  });
  return new Promise((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, printed }));
  });
}
