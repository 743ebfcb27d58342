/** Longer than this a piece is handed on. */
const PIECE = 65_536;

/** Makes few large pieces of many small ones, so that few writes are made of them. */
export function* gatherPieces(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
