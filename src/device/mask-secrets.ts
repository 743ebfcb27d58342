import type { Platform } from './platform.js';

const STARS = '****';
/** What may stand before a line of a configuration: a prompt, or the sign of a line that was added or taken away. */
const PROMPT = /^(?:[^\s#>$%]{1,80}[#>$%] ?|[+-] ?)(?=\S)/;

/** What a platform recognises as secrets, in the forms it is used in. All of them are for single lines. */
interface SecretPatterns {
  /** Only say whether there is anything: as few as can be, for most lines see nothing else. */
  tests: RegExp[];
  /** One each: every match, with the place of its first group. */
  places: RegExp[];
}

const compiled = new WeakMap<object, SecretPatterns>();

/**
 * Hides what a platform's `secrets` patterns recognise in text of a device or lines of a configuration: the first group of
 * every match becomes `****`. Patterns are matched against single lines, also behind a prompt that stands before. A text in
 * which there is nothing to hide costs a test or two per line, and is returned itself.
 *
 * @param found  what was hidden is put there
 * @example maskSecrets(ios, 'snmp-server community s3cret RO') → 'snmp-server community **** RO'
 */
export function maskSecrets(platform: Pick<Platform, 'secrets'>, text: string, found?: Set<string>): string {
  const patterns = patternsOf(platform);
  if (patterns.places.length === 0) return text;
  const parts: string[] = [];
  let kept = 0;
  for (let from = 0; from < text.length; ) {
    const next = text.indexOf('\n', from);
    const end = next < 0 ? text.length : next;
    const line = text.slice(from, end);
    if (mayHoldSecret(line, patterns.tests)) {
      parts.push(text.slice(kept, from), maskLine(line, patterns.places, found));
      kept = end;
    }
    from = end + 1;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept);
}

/** Whether any pattern matches the line, or what stands behind its prompt. */
function mayHoldSecret(line: string, tests: readonly RegExp[]): boolean {
  if (tests.some((test) => test.test(line))) return true;
  const prompt = PROMPT.exec(line)?.[0];
  if (prompt === undefined) return false;
  const rest = line.slice(prompt.length);
  return tests.some((test) => test.test(rest));
}

function maskLine(line: string, places: readonly RegExp[], found: Set<string> | undefined): string {
  const maskAll = (part: string) => places.reduce((rest, pattern) => maskMatches(rest, pattern, found), part);
  const masked = maskAll(line);
  const prompt = PROMPT.exec(masked)?.[0];
  return prompt === undefined ? masked : prompt + maskAll(masked.slice(prompt.length));
}

function maskMatches(line: string, pattern: RegExp, found: Set<string> | undefined): string {
  let masked = '';
  let from = 0;
  for (const { indices } of line.matchAll(pattern)) {
    const [start, end] = indices?.[1] ?? [from, from];
    if (start < from || start === end) continue;
    const secret = line.slice(start, end);
    if (secret !== STARS) found?.add(secret);
    masked += line.slice(from, start) + STARS;
    from = end;
  }
  return masked + line.slice(from);
}

/** `(a)\1` and `(?<name>a)` mean something else, or nothing, in one pattern with others; `(?<=a)` does not. */
const STANDS_ALONE = /\\[1-9k]|\(\?<[^=!]/;

function patternsOf({ secrets }: Pick<Platform, 'secrets'>): SecretPatterns {
  let patterns = compiled.get(secrets);
  if (!patterns) {
    const joined = secrets.filter((secret) => !STANDS_ALONE.test(secret)).map((secret) => `(?:${secret})`);
    const alone = secrets.filter((secret) => STANDS_ALONE.test(secret));
    const tests = joined.length > 0 ? [joined.join('|'), ...alone] : alone;
    patterns = {
      tests: tests.map((test) => new RegExp(test)),
      places: secrets.map((secret) => new RegExp(secret, 'dg')),
    };
    compiled.set(secrets, patterns);
  }
  return patterns;
}
