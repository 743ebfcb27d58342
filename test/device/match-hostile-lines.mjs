// Reads patterns as JSON from standard input and matches each against long lines made to hurt it, 60 kB each.
import { readFileSync } from 'node:fs';

const LENGTH = 60_000;
const COMMON = [
  'a',
  ' ',
  '#',
  '>',
  '(',
  'a ',
  '-',
  '%',
  ':',
  '/',
  '$',
  '"',
  '[edit ',
  'a.',
  '\\',
  'R1(config)',
  '--More-- ',
  '1 ',
];

const patterns = JSON.parse(readFileSync(0, 'utf8'));
for (const text of patterns) {
  const pattern = new RegExp(text);
  for (const piece of new Set([...COMMON, ...piecesOf(text)])) {
    const line = piece.repeat(Math.ceil(LENGTH / piece.length));
    const since = process.hrtime.bigint();
    pattern.test(line);
    pattern.test(`x${line}\u0001`);
    const spentMs = Number(process.hrtime.bigint() - since) / 1e6;
    if (process.argv.includes('--slow') && spentMs > 20)
      console.log(Math.round(spentMs), JSON.stringify(text), JSON.stringify(piece));
  }
}

/** The words of a pattern, alone, together and behind its beginning: what it would begin to match again and again. */
function piecesOf(text) {
  const words = (text.match(/[A-Za-z<=#%$:-]{2,}|[A-Za-z]+ [A-Za-z]+/g) ?? []).slice(0, 12);
  return [...words, ...words.map((word) => `${word} `), words.join(' '), `${words.join(' ')} `].filter(
    (piece) => piece !== '',
  );
}
