/** The formats of reports. */
export const FORMATS = ['md', 'html', 'txt', 'json', 'jsonl', 'csv', 'junit'] as const;
/** The format of a report. */
export type OutputFormat = (typeof FORMATS)[number];

/** Other endings of file names that say a format. */
const ENDINGS: Readonly<Record<string, OutputFormat>> = {
  htm: 'html',
  xml: 'junit',
  ndjson: 'jsonl',
};

/** What the ending of a file's name says of the format of a report; undefined for an ending that says nothing. */
export function formatOfFile(name: string): OutputFormat | undefined {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return FORMATS.find((known) => known === ending) ?? (Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined);
}

/** Whether a template is one of HTML by its name, `page.html` or `page.html.hbs`: then what is put into it is escaped. */
export function isHtmlTemplate(name: string): boolean {
  return /\.html?(?:\.hbs|\.handlebars)?$/i.test(name);
}

/** Formats in which the built-in report is one document, before which nothing can stand. */
export function isOneDocument(format: OutputFormat): boolean {
  return format !== 'md' && format !== 'txt';
}
