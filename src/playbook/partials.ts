import { realpathSync } from 'node:fs';
import path from 'node:path';
import { readText } from '../document/read-text.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { partialsOf } from '../template/handlebars.js';
import { offsetOf, TemplateError } from '../template/template-error.js';
import { fileText } from './file-text.js';
import type { OutputText } from './playbook.js';

/** A template with the partials that it takes in, and those that they take in. */
export interface ReadPartials {
  template: OutputText;
  /** One for each mention of a partial that cannot be had. */
  mistakes: Diagnostic[];
}

/**
 * Reads the partials of a template: `{{> head}}` is the file `head.hbs` of the folder, `{{> parts/head.md}}` one with its own ending. They stay inside of the
 * folder, symbolic links followed. What does not parse takes in nothing; that is told by whoever checks the template.
 *
 * @param folder  the playbook's, absolute
 */
export function readPartials(template: OutputText, folder: string): ReadPartials {
  const partials: Record<string, OutputText> = {};
  const mistakes: Diagnostic[] = [];
  const missing = new Set<string>();
  const waiting = [template];
  for (let text = waiting.pop(); text; text = waiting.pop()) {
    for (const { name, place } of mentionsIn(text.text)) {
      if (Object.hasOwn(partials, name) || missing.has(name)) continue;
      const found = readPartial(name, folder);
      if (typeof found !== 'string') {
        partials[name] = found;
        waiting.push(found);
        continue;
      }
      missing.add(name);
      const offset = offsetOf(text.text, place);
      const mistake = text.diagnose?.(offset, place.length, `{{> ${name}}}: ${found}`);
      if (mistake) mistakes.push(mistake);
    }
  }
  // `{{> head}}`, `{{~> head}}`: with a mention that is none, what is wrong with it is told by the check.
  const takesIn = /\{\{~?>/.test(template.text);
  return { template: takesIn ? { ...template, partials } : template, mistakes };
}

function mentionsIn(text: string): { name: string; place: { line: number; column: number; length: number } }[] {
  try {
    return partialsOf(text).map(({ name, place }) => ({ name, place }));
  } catch (error) {
    if (error instanceof TemplateError) return [];
    throw error;
  }
}

/** The partial, or why it cannot be had. */
function readPartial(name: string, folder: string): OutputText | string {
  const file = /\.(hbs|handlebars|md|txt|html?)$/i.test(name) ? name : `${name}.hbs`;
  const absolute = path.resolve(folder, file);
  try {
    if (leaves(folder, absolute) || leaves(realpathSync(folder), realpathSync(absolute)))
      return `${file} is outside of the playbook's folder`;
    return fileText(file, readText(absolute));
  } catch (error) {
    if (error instanceof DocumentError) return error.diagnostics.map(({ message }) => message).join('; ');
    return `there is no file ${file} in the playbook's folder`;
  }
}

function leaves(folder: string, file: string): boolean {
  const inside = path.relative(folder, file);
  return inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside);
}
