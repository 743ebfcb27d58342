import { styleText } from 'node:util';
import type { FutureState } from '../../task/result.js';

/** What a stretch of text stands for; which of the 16 colours that is, is decided here alone. */
export type Tone = 'title' | 'good' | 'bad' | 'warning' | 'active' | 'quiet' | 'plain';

/** Colours a text without line breaks or control characters. */
export type Paint = (tone: Tone, text: string) => string;

/** Makes a painter; without colour it gives the text back as it is. */
export function makePaint(color: boolean): Paint {
  if (!color) return (_tone, text) => text;
  return (tone, text) => (text === '' ? '' : paintTone(tone, text));
}

/** The tone in which a state is told. */
export function toneOf(state: FutureState): Tone {
  switch (state) {
    case 'finished':
      return 'good';
    case 'raised':
    case 'unknown':
      return 'bad';
    case 'cancelled':
      return 'warning';
    case 'running':
      return 'active';
    case 'skipped':
    case 'pending':
      return 'quiet';
    default:
      return state satisfies never;
  }
}

// The caller has decided whether there is colour: a stream's own opinion is not asked.
const DECIDED = { validateStream: false } as const;

function paintTone(tone: Tone, text: string): string {
  switch (tone) {
    case 'title':
      return styleText('bold', text, DECIDED);
    case 'good':
      return styleText('green', text, DECIDED);
    case 'bad':
      return styleText('red', text, DECIDED);
    case 'warning':
      return styleText('yellow', text, DECIDED);
    case 'active':
      return styleText('cyan', text, DECIDED);
    case 'quiet':
      return styleText('dim', text, DECIDED);
    case 'plain':
      return text;
    default:
      return tone satisfies never;
  }
}
