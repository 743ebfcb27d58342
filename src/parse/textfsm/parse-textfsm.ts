import { basename, join } from 'node:path';
import { packageRoot } from '../../document/package-root.js';
import { readText } from '../../document/read-text.js';
import { DocumentError } from '../../error/flow-error.js';
import type { ParseOutcome } from '../parse-spec.js';
import { readTemplate } from './read-template.js';
import { runTemplate } from './run-template.js';
import { joinTables, keysOf, mapRows, type Table } from './tables.js';
import { type Template, TemplateStop } from './template.js';
import { findIndexFolder, TemplateIndex } from './template-index.js';

/** Folder of the templates that come with flow. */
const OWN_TEMPLATES = join(packageRoot, 'src', 'parse', 'templates');

/** What a template is found by. */
export interface TemplateWish {
  /** Names of the platform, the one the user wrote first. */
  platforms: readonly string[];
  /** As typed. */
  command: string;
  /** Folders with an `index` that are asked before flow's own. */
  templateDirs: readonly string[];
}

/**
 * Finds the templates for a command: in the user's folders, then among flow's own.
 *
 * @returns undefined when there are none
 * @throws {DocumentError} when a folder has no index, or an index or a template is wrong
 */
export function findTemplates({ platforms, command, templateDirs }: TemplateWish): Template[] | undefined {
  for (const folder of [...templateDirs, OWN_TEMPLATES]) {
    const index = indexOf(folder);
    for (const platform of platforms) {
      const files = index.find(platform, command.trim());
      if (files) return files.map(loadTemplate);
    }
  }
  return undefined;
}

const indexes = new Map<string, TemplateIndex>();
/** By their path, of what lies in a folder with an index; and by path and text. */
const files = new Map<string, Template>();
const templates = new Map<string, Template>();

function indexOf(folder: string): TemplateIndex {
  let index = indexes.get(folder);
  if (!index) {
    const place = findIndexFolder(folder);
    if (place === undefined) {
      const message = 'expected a folder of TextFSM templates with an `index`, as ntc-templates has it';
      throw new DocumentError([{ file: folder, message, severity: 'error' }]);
    }
    index = new TemplateIndex(place);
    indexes.set(folder, index);
  }
  return index;
}

function loadTemplate(file: string): Template {
  let template = files.get(file);
  if (!template) {
    template = compileTemplate(file, readText(file));
    files.set(file, template);
  }
  return template;
}

/** The same of a template whose text is known already. @throws {DocumentError} with everything that is wrong with it */
export function compileTemplate(file: string, text: string): Template {
  const key = `${file}\n${text}`;
  let template = templates.get(key);
  if (!template) {
    template = readTemplate(file, text);
    templates.set(key, template);
  }
  return template;
}

/**
 * Makes a table of an output: a list of rows, each a map with the names of the values in small letters, as Netmiko's `use_textfsm`.
 * No rows are `empty` when a rule fitted at least one line, or when there is no line; an output of which nothing fits is `failed`.
 */
export function parseTextFsm(output: string, [first, ...others]: readonly [Template, ...Template[]]): ParseOutcome {
  try {
    let hasMatched = false;
    const run = (template: Template): Table => {
      const { header, rows, hasMatched: matched } = runTemplate(template, output);
      hasMatched ||= matched;
      return { header, rows, keys: keysOf(template.values) };
    };
    const table = joinTables([run(first), ...others.map(run)]);
    if (!table)
      return {
        kind: 'failed',
        message: `${basename(first.file)} and the templates beside it cannot be joined: a key is missing`,
      };
    if (table.rows.length > 0) return { kind: 'parsed', value: mapRows(table) };
    if (hasMatched || output.trim() === '') return { kind: 'empty', value: [] };
    return { kind: 'failed', message: `no line of the output fits the template ${basename(first.file)}`, value: [] };
  } catch (error) {
    if (!(error instanceof TemplateStop)) throw error;
    return { kind: 'failed', message: error.message };
  }
}
