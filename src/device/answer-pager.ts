import type { Dialogue } from './dialogue.js';
import type { Pager } from './platform.js';
import type { Speech } from './speech.js';

/** Of a longer unfinished line only the end is looked at. */
const LONGEST_MARKER = 600;

/** What waits at the end of an unfinished line, and what lets the output go on. */
interface Waiting {
  /** As it stands at the end of the line. */
  text: string;
  typed: string;
  /** The device erases it before it goes on. */
  isErased: boolean;
}

/**
 * Lets an output go on that waits for a key, or asks whether to: types it and has the marker taken out.
 *
 * @returns whether it waited
 */
export function answerPager(dialogue: Dialogue, speech: Speech): boolean {
  const { screen } = dialogue;
  if (screen.line === '' || screen.isErasing) return false;
  const { markedEnd } = screen;
  if (markedEnd !== undefined && markedEnd.length < LONGEST_MARKER && isWhole(markedEnd, speech)) {
    screen.extendMarker();
    return true;
  }
  const waiting = findWaiting(screen.line.slice(-LONGEST_MARKER), speech);
  if (!waiting) return false;
  screen.dropMarker(waiting.text, waiting.isErased);
  dialogue.send(waiting.typed);
  return true;
}

/** Whether a text is one marker from beginning to end: the first part of it, which was answered, looked like a shorter one. */
function isWhole(text: string, speech: Speech): boolean {
  const patterns = [...speech.markers, ...speech.pagerQuestions.map(({ pattern }) => pattern)];
  return patterns.some((pattern) => pattern.exec(text)?.index === 0);
}

function findWaiting(end: string, speech: Speech): Waiting | undefined {
  const { pager, enter } = speech.platform;
  for (const pattern of speech.markers) {
    const match = pattern.exec(end);
    if (match) return { text: end.slice(match.index), typed: pager.answer, isErased: erasesMarkers(pager) };
  }
  for (const { question, pattern } of speech.pagerQuestions) {
    const match = pattern.exec(end);
    if (match) {
      // The device may repeat what is typed, or end the line.
      return { text: end.slice(match.index), typed: question.key ?? (question.send ?? '') + enter, isErased: false };
    }
  }
  return undefined;
}

/** Whether a marker that stays, once it was answered, is none. */
export function erasesMarkers({ erases, answer }: Pager): boolean {
  return erases ?? answer === ' ';
}
