import type { OutputFormat } from './playbook.js';

/** The formats of reports that there are. */
export const FORMATS: readonly OutputFormat[] = ['md', 'txt', 'json'];

/** Those that are to come, by what the name of a file may end in. */
const LATER: Readonly<Record<string, string>> = { html: 'html', htm: 'html', csv: 'csv', xml: 'junit', junit: 'junit' };

/** What the ending of a file's name says of the format of a report; nothing for an ending that says nothing. */
export function formatOfFile(name: string): { format?: OutputFormat; later?: string } {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const format = FORMATS.find((known) => known === ending);
  const later = LATER[ending];
  return { ...(format && { format }), ...(later !== undefined && { later }) };
}

/** The format of that name that is to come: `html`. */
export function laterFormat(name: string): string | undefined {
  return LATER[name];
}
