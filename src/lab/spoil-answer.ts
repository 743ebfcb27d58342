import type { SpoiltAnswer } from './faults.js';
import { pickNumber, type Random } from './random.js';

const FLOOD_BYTES = 5 * 1024 * 1024;
const NOISE_BYTES = 300;
/** Control characters and halves of UTF-8, without what ends a line or could be read. */
const NOISE = [...range(0x01, 0x09), ...range(0x0e, 0x1f), ...range(0x7f, 0xff)];
const RELOADING = '\r\n\r\n*** System received a request to reload ***\r\n';

/** What is sent in the place of an answer, of which the prompt is the end; no whole prompt is ever in it. */
export function spoilAnswer(text: string, how: SpoiltAnswer['how'], random: Random): Buffer {
  const half = text.slice(0, Math.floor(text.length / 2));
  switch (how) {
    case 'half-prompt': {
      const prompt = text.lastIndexOf('\n') + 1;
      return Buffer.from(text.slice(0, prompt + Math.floor((text.length - prompt) / 2)), 'utf8');
    }
    case 'garbage': {
      const noise = Array.from({ length: NOISE_BYTES }, () => NOISE[pickNumber(random, 0, NOISE.length - 1)] ?? 0);
      return Buffer.concat([Buffer.from(half, 'utf8'), Buffer.from(noise)]);
    }
    case 'flood':
      return Buffer.from(`${'flood '.repeat(12)}\r\n`.repeat(FLOOD_BYTES / 74), 'utf8');
    case 'reload':
      return Buffer.from(half + RELOADING, 'utf8');
    default:
      return how satisfies never;
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
