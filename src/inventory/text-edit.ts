/** One change of a text: what stands from `start` to `end` gives way to `text`. Offsets from 0, `end` exclusive. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Makes changes of a text that do not touch each other. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const backwards = [...edits].sort((one, other) => other.start - one.start);
  return backwards.reduce((done, { start, end, text: own }) => done.slice(0, start) + own + done.slice(end), text);
}
