import { Lab, type LabOptions } from '../../src/lab/lab.js';
import type { Seen } from './bench-lab.js';

// A lab in a process of its own, so that its CPU time is nobody else's: forked by `bench-lab.ts`, with what is asked for as JSON.
const { command, longAnswer, ...options } = JSON.parse(process.argv[2] ?? '') as BenchLabOptions;

/** What a bench needs of a lab. */
export interface BenchLabOptions extends Omit<LabOptions, 'now' | 'hold'> {
  /** What every router will be asked. */
  command: string;
  /** The answer to it has so many lines instead of the router's own. */
  longAnswer?: { line: string; lines: number };
}

const lab = await Lab.start({
  ...options,
  platform: 'cisco_ios',
  spread: 'addresses',
  ...(longAnswer && { hold: 'commands' }),
});
process.on('message', () => process.send?.(look()));
process.on('disconnect', () => void lab.stop());
if (longAnswer) void answerAtLength(`${longAnswer.line}\n`.repeat(longAnswer.lines));
process.send?.(lab.hosts());

function look(): Seen {
  const trips = lab.hosts().flatMap(({ name }) => lab.tripsTo(name, command) ?? []);
  return { mostAtOnce: lab.mostAtOnce, ...(trips.length > 0 && { roundTrips: least(trips) / 2 }) };
}

async function answerAtLength(text: string): Promise<void> {
  for (;;) {
    const held = await lab.nextCommand().catch(() => undefined); // the lab was stopped
    if (!held) return;
    held.answer(held.text === command ? text : undefined);
  }
}

function least(numbers: number[]): number {
  return numbers.reduce((one, other) => Math.min(one, other));
}
