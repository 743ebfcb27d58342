import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../document/read-text.js';
import { DocumentError } from '../../error/flow-error.js';
import { compilePattern, type Pattern } from '../python-regex/pattern.js';
import { PatternError } from '../python-regex/tree.js';
import { TemplateFindings, type TemplateLine } from './template-findings.js';

/** A line of an index: which templates an output is parsed with. */
interface IndexEntry {
  templates: string[];
  platform: string;
  command: string;
  line: TemplateLine;
}

/** The `index` of a folder of templates, in the notation of ntc-templates: the first line that fits wins. */
export class TemplateIndex {
  readonly #file: string;
  readonly #entries: IndexEntry[];

  /** @throws {DocumentError} when there is no index, or its first line is wrong */
  constructor(readonly folder: string) {
    this.#file = join(folder, 'index');
    this.#entries = readEntries(this.#file);
  }

  /**
   * The files of the templates for a command; undefined when there are none. Both patterns are matched from the start and may leave
   * a rest: `sh[[ow]] ver[[sion]]` is also for `show version | include uptime`.
   *
   * @throws {DocumentError} when a pattern on the way is wrong
   */
  find(platform: string, command: string): string[] | undefined {
    const entry = this.#entries.find(
      (candidate) => this.#fits(candidate, 'platform', platform) && this.#fits(candidate, 'command', command),
    );
    return entry?.templates.map((name) => join(this.folder, name));
  }

  #fits(entry: IndexEntry, column: 'platform' | 'command', text: string): boolean {
    const pattern = this.#compile(entry, column);
    return pattern === undefined || pattern.match(text) !== undefined;
  }

  /** An empty field fits anything. */
  #compile(entry: IndexEntry, column: 'platform' | 'command'): Pattern | undefined {
    if (entry[column] === '') return undefined;
    try {
      return compilePattern(column === 'command' ? complete(entry.command) : entry.platform);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      const findings = new TemplateFindings(this.#file);
      const place = { offset: entry.line.text.lastIndexOf(entry[column]), length: entry[column].length };
      findings.add(entry.line, `not a regular expression of Python: ${error.message}`, place);
      throw new DocumentError(findings.diagnostics);
    }
  }
}

const COLUMNS = ['Template', 'Platform', 'Command'];

/** Lines with more or fewer fields than the first are passed over, as the reference implementation does. */
function readEntries(file: string): IndexEntry[] {
  const lines = readText(file)
    .split(/\r\n|\r|\n/)
    .map((text, index): TemplateLine => ({ number: index + 1, text }));
  const first = lines.findIndex(({ text }) => text.replace(/#.*$/s, '').trim() !== '');
  const header = (lines[first]?.text ?? '')
    .replace(/#.*$/s, '')
    .split(',')
    .map((name) => name.trim());
  const [template = -1, platform = -1, command = -1] = COLUMNS.map((name) => header.indexOf(name));
  if (Math.min(template, platform, command) < 0) {
    const findings = new TemplateFindings(file);
    const proposal = 'write: Template, Hostname, Platform, Command';
    findings.add(lines[first] ?? { number: 1, text: '' }, `expected the columns ${COLUMNS.join(', ')}`, { proposal });
    throw new DocumentError(findings.diagnostics);
  }
  return lines.slice(first + 1).flatMap((line): IndexEntry[] => {
    const fields = line.text.split(',').map((field) => field.trim());
    if (line.text.startsWith('#') || fields.length !== header.length) return [];
    return [
      {
        templates: (fields[template] ?? '').split(':'),
        platform: fields[platform] ?? '',
        command: fields[command] ?? '',
        line,
      },
    ];
  });
}

/** @example complete('sh[[ow]] ver') === 'sh(o(w)?)? ver' */
function complete(command: string): string {
  return command.replace(
    /\[\[(.+?)\]\]/g,
    (_, word: string) => `(${[...word].join('(')}${')?'.repeat([...word].length)}`,
  );
}

/** The folder with an `index` at a place: itself, or the one in a copy of the ntc-templates repository; undefined for neither. */
export function findIndexFolder(folder: string): string | undefined {
  const places = [folder, join(folder, 'ntc_templates', 'templates'), join(folder, 'templates')];
  return places.find((place) => existsSync(join(place, 'index')));
}
