/**
 * Tells whether a name matches a pattern of `*` (any text) and `?` (one character), whole and case-sensitively.
 * Takes no more than pattern times name steps, whatever is asked.
 */
export function matchesGlob(name: string, pattern: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let retry = 0;
  while (at < name.length) {
    const wanted = pattern.charAt(place);
    if (wanted === '*') {
      star = place++;
      retry = at;
    } else if (wanted !== '' && (wanted === '?' || wanted === name.charAt(at))) {
      at++;
      place++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++retry;
    } else return false;
  }
  while (pattern.charAt(place) === '*') place++;
  return place === pattern.length;
}

/** True for a text with `*` or `?` in it. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}
