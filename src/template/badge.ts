import { proposeName } from '../error/nearest.js';
import { tableCell } from './text-forms.js';

const SIGNS: Readonly<Record<string, string>> = {
  green: '🟢',
  yellow: '🟡',
  orange: '🟠',
  red: '🔴',
  blue: '🔵',
  grey: '⚪',
};

/** Colours of the words that flow itself uses. */
const COLOURS: Readonly<Record<string, string>> = {
  finished: 'green',
  pass: 'green',
  raised: 'red',
  failed: 'red',
  fail: 'red',
  unknown: 'orange',
  stopped: 'orange',
  interrupted: 'orange',
  cancelled: 'yellow',
  skipped: 'grey',
  'not applicable': 'grey',
};

/**
 * Writes a word with a coloured sign in front: it looks the same in Markdown, HTML and on a terminal, and asks no server for a picture.
 *
 * @param colour  green, yellow, orange, red, blue or grey; '' takes that of the state or outcome which the text names, else blue
 * @throws {RangeError} for another colour
 */
export function badge(text: string, colour = ''): string {
  const name = colour === '' ? (COLOURS[text.trim().toLowerCase()] ?? 'blue') : colour;
  const sign = Object.hasOwn(SIGNS, name) ? SIGNS[name] : undefined;
  if (sign === undefined) {
    const known = Object.keys(SIGNS);
    const proposal = proposeName(name, known);
    throw new RangeError(`badge: expected ${known.join(', ')}, got "${name}"${proposal ? `; ${proposal}` : ''}`);
  }
  return `${sign} ${tableCell(text.replace(/\s+/g, ' '))}`;
}
