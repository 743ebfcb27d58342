import { distance } from 'fastest-levenshtein';
import { printableLine } from './printable.js';

/**
 * Finds the candidate a user most likely meant.
 *
 * @returns the nearest name when at most a third of it (and never more than three letters) differs; else undefined.
 *   Letters in another order (`sned`) count as one difference; of equally near names the first wins
 */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const edits = countEdits(wanted, candidate.toLowerCase());
    const allowed = Math.min(3, Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3)));
    if (edits <= allowed && edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** The nearest name as a proposal, `did you mean "command"?`; undefined when nothing is near. */
export function proposeName(word: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestName(word, candidates);
  return nearest === undefined ? undefined : `did you mean "${printableLine(nearest)}"?`;
}

function countEdits(a: string, b: string): number {
  const edits = distance(a, b);
  if (edits !== 2 || a.length !== b.length) return edits;
  return sortLetters(a) === sortLetters(b) ? 1 : edits;
}

function sortLetters(word: string): string {
  return [...word].sort().join('');
}
