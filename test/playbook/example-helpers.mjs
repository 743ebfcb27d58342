/** A helper of a report, as a user writes one. */
export function shout(text) {
  return `${text}!`;
}
