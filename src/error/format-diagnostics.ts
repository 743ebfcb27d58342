import { type Diagnostic, formatDiagnostic } from './diagnostic.js';
import { formatCount } from './format-count.js';

/** Of mistakes that say the same of different places, so many are shown. */
const MOST_ALIKE = 20;
/** More than these are not shown, whatever they say. */
const MOST = 1000;

/**
 * Draws diagnostics one below the other. Of those that say the same only the first {@link MOST_ALIKE} are drawn, and of all
 * {@link MOST}; how many more there are is told instead.
 *
 * @param columns  the width of the terminal, where it is one
 * @returns one text per diagnostic or remark, which may have several lines; without a final line end
 */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], columns?: number): string[] {
  const alike = new Map<string, number>();
  const kinds = diagnostics.map(kindOf);
  for (const kind of kinds) alike.set(kind, (alike.get(kind) ?? 0) + 1);
  const shown = new Map<string, number>();
  const texts: string[] = [];
  let told = 0;
  for (const [index, diagnostic] of diagnostics.entries()) {
    if (texts.length >= MOST) break;
    const kind = kinds[index] as string;
    const count = (shown.get(kind) ?? 0) + 1;
    if (count > MOST_ALIKE) continue;
    shown.set(kind, count);
    texts.push(formatDiagnostic(diagnostic, columns));
    told++;
    const more = (alike.get(kind) ?? 0) - MOST_ALIKE;
    if (count < MOST_ALIKE || more <= 0) continue;
    texts.push(`and ${formatCount(more)} more like these`);
    told += more;
  }
  if (told < diagnostics.length) texts.push(`and ${formatCount(diagnostics.length - told)} more`);
  return texts;
}

/** What a message says without the names and numbers in it: `r1: no platform is given` and `r2: no platform is given` say the same. */
function kindOf({ severity, message }: Diagnostic): string {
  const words = message.replace(/"(?:[^"\\]|\\.)*"|\d+/g, '').replace(/^\S*: /, '');
  return `${severity} ${words}`;
}
