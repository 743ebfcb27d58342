import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readText } from '../document/read-text.js';
import { DocumentError } from '../error/flow-error.js';
import type { Shape } from '../template/shape.js';
import { checkTemplate, type TemplateSyntax } from '../template/template.js';
import { offsetOf } from '../template/template-error.js';
import type { ContextShapes } from './context-shapes.js';
import { fileText } from './file-text.js';
import type { Findings } from './findings.js';
import { FORMATS, formatOfFile, isHtmlTemplate, isOneDocument, type OutputFormat } from './output-format.js';
import { readPartials } from './partials.js';
import type { OutputSpec, OutputText } from './playbook.js';
import { isMap, listOf, pointersOf } from './values.js';

/** Where the templates of outputs are looked for, and what they see. */
export interface OutputBasis {
  /** The playbook's, absolute. */
  folder: string;
  shapes: ContextShapes;
  /** Names of the user's own helpers. */
  helperNames: readonly string[];
}

/** Reads `output`: a template, a map, or a list of those; without one there is the built-in table in Markdown. */
export function readOutputs(findings: Findings, basis: OutputBasis): OutputSpec[] {
  const value = findings.valueAt('/output');
  const pointers = pointersOf(value, '/output');
  const outputs = listOf(value).map((_, index) => readOutput(findings, pointers[index] ?? '/output', basis));
  return outputs.length > 0 ? outputs : [{ format: 'md' }];
}

function readOutput(findings: Findings, pointer: string, { folder, shapes, helperNames }: OutputBasis): OutputSpec {
  const value = findings.valueAt(pointer);
  const format = readFormat(value);
  const syntax = format === 'html' || format === 'junit' ? 'html' : 'text';
  const template = (place: string): OutputText =>
    checkText(findings, place, {
      text: readTemplate(findings, place, folder),
      shape: shapes.report,
      syntax,
      folder,
      helperNames,
    });
  const inline = (place: string, shape: Shape, use: TemplateSyntax = 'text'): OutputText =>
    checkText(findings, place, { text: inlineText(findings, place), shape, syntax: use, folder, helperNames });
  if (typeof value === 'string') return { format, template: template(pointer) };
  if (!isMap(value)) return { format };
  if (isOneDocument(format) && value.each !== undefined && value.template === undefined) {
    findings.add(`${pointer}/each`, `a report in ${format} is one document, and nothing can stand before it`, {
      target: 'key',
      proposal: 'write each in an output of its own',
    });
  }
  return {
    format,
    ...(typeof value.template === 'string' ? { template: template(`${pointer}/template`) } : {}),
    ...(typeof value.file === 'string' ? { file: inline(`${pointer}/file`, shapes.file) } : {}),
    ...(typeof value.each === 'string' ? { each: inline(`${pointer}/each`, shapes.each, syntax) } : {}),
  };
}

/** What `format` says, else the name of an HTML template, else the name of the file. */
function readFormat(value: unknown): OutputFormat {
  const { format, template, file } = isMap(value) ? value : { format: undefined, template: value, file: undefined };
  const named = FORMATS.find((known) => known === format);
  if (named !== undefined) return named;
  if (typeof template === 'string' && !template.includes('\n') && isHtmlTemplate(template)) return 'html';
  return (typeof file === 'string' ? formatOfFile(file) : undefined) ?? 'md';
}

/**
 * A template is read from a file when its text is one line without `{{`, and either ends like a template's name or names
 * a file that exists; else it is the template itself.
 */
function readTemplate(findings: Findings, pointer: string, folder: string): OutputText {
  const text = String(findings.valueAt(pointer));
  if (!namesFile(text, folder)) return inlineText(findings, pointer);
  try {
    return fileText(text, readText(resolve(folder, text)));
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    for (const diagnostic of error.diagnostics)
      findings.add(pointer, diagnostic.message, { proposal: diagnostic.proposal });
    return { text: '', position: findings.position(pointer) };
  }
}

function namesFile(text: string, folder: string): boolean {
  if (/[\r\n]|\{\{/.test(text) || text.trim() === '') return false;
  // "report.hbs" and "templates/clock.md" are files; "# Report" is a template.
  if (/^\S+\.(hbs|handlebars|md|txt|html?)$/i.test(text)) return true;
  const path = resolve(folder, text);
  return existsSync(path) && statSync(path).isFile();
}

function inlineText(findings: Findings, pointer: string): OutputText {
  const { document } = findings;
  return {
    text: String(findings.valueAt(pointer)),
    position: findings.position(pointer),
    diagnose: (offset, length, message, proposal) =>
      document.diagnoseAt(document.positionWithin(pointer, offset, length), message, { proposal }),
  };
}

/** A template that is to be checked. */
interface CheckedText {
  text: OutputText;
  shape: Shape;
  syntax: TemplateSyntax;
  /** The playbook's, where its partials are. */
  folder: string;
  helperNames: readonly string[];
}

function checkText(
  findings: Findings,
  pointer: string,
  { text, shape, syntax, folder, helperNames }: CheckedText,
): OutputText {
  const { template: whole, mistakes } = readPartials(text, folder);
  const template = helperNames.length > 0 ? { ...whole, helperNames } : whole;
  for (const mistake of mistakes) {
    findings.addDiagnostic({ ...mistake, message: findings.withPath(pointer, mistake.message) });
  }
  if (mistakes.length > 0) return template;
  for (const error of checkTemplate(template, shape, syntax).errors) {
    const message = findings.withPath(pointer, error.message);
    const part = (error.source === undefined ? undefined : template.partials?.[error.source]) ?? template;
    const found = part.diagnose?.(offsetOf(part.text, error), error.length, message, error.proposal);
    if (found) findings.addDiagnostic(found);
  }
  return template;
}
