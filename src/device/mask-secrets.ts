import type { Platform } from './platform.js';

const STARS = '****';
/** What may stand before a line of a configuration: a prompt, or the sign of a line that was added or taken away. */
const PROMPT = /^(?:[^\s#>$%]{1,80}[#>$%] ?|[+-] ?)(?=\S)/;
const compiled = new WeakMap<object, RegExp[]>();

/**
 * Hides what a platform's `secrets` patterns recognise in text of a device or lines of a configuration: the first group of
 * every match becomes `****`. Patterns are matched against single lines, also behind a prompt that stands before.
 *
 * @param found  what was hidden is put there
 * @example maskSecrets(ios, 'snmp-server community s3cret RO') → 'snmp-server community **** RO'
 */
export function maskSecrets(platform: Pick<Platform, 'secrets'>, text: string, found?: Set<string>): string {
  const patterns = patternsOf(platform);
  if (patterns.length === 0) return text;
  return text
    .split('\n')
    .map((line) => {
      if (line === '') return line;
      const maskAll = (part: string) => patterns.reduce((rest, pattern) => maskLine(rest, pattern, found), part);
      const masked = maskAll(line);
      const prompt = PROMPT.exec(masked)?.[0];
      return prompt === undefined ? masked : prompt + maskAll(masked.slice(prompt.length));
    })
    .join('\n');
}

function maskLine(line: string, pattern: RegExp, found: Set<string> | undefined): string {
  pattern.lastIndex = 0;
  if (!pattern.test(line)) return line;
  pattern.lastIndex = 0;
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

function patternsOf({ secrets }: Pick<Platform, 'secrets'>): RegExp[] {
  let patterns = compiled.get(secrets);
  if (!patterns) {
    patterns = secrets.map((pattern) => new RegExp(pattern, 'dg'));
    compiled.set(secrets, patterns);
  }
  return patterns;
}
