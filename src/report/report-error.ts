import { type Diagnostic, formatDiagnostic } from '../error/diagnostic.js';
import { FlowError } from '../error/flow-error.js';
import { hideLines } from '../error/hidden-lines.js';
import type { OutputText } from '../playbook/playbook.js';
import { offsetOf, TemplateError } from '../template/template-error.js';

/** A report could not be rendered or written after a run. The results are not lost by it; see `writeOutputs`. */
export class ReportError extends FlowError {
  override readonly name = 'ReportError';
  readonly code = 'template';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic, cause?: unknown) {
    super(formatDiagnostic(diagnostic), cause === undefined ? undefined : { cause });
    hideLines([diagnostic]);
    this.diagnostic = diagnostic;
  }
}

/**
 * Runs something that renders a template, and turns its {@link TemplateError} into a {@link ReportError} that points into the playbook.
 *
 * @param key   what the template is for, as the playbook names it: `output.template`
 * @param file  used when nothing is known of where the template stands
 */
export function pointingAt<T>(template: OutputText, key: string, file: string, render: () => T): T {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new ReportError(diagnoseTemplate(error, template, `${key}: `, file), error);
  }
}

function diagnoseTemplate(error: TemplateError, whole: OutputText, path: string, file: string): Diagnostic {
  const template = (error.source === undefined ? undefined : whole.partials?.[error.source]) ?? whole;
  const message = `${path}${error.message}`;
  if (template.diagnose)
    return template.diagnose(offsetOf(template.text, error), error.length, message, error.proposal);
  const sourceLine = template.text.split('\n')[error.line - 1];
  const proposal = error.proposal === undefined ? {} : { proposal: error.proposal };
  const place = `${path}line ${error.line} of the template: ${error.message}`;
  if (template.position)
    return {
      position: template.position,
      file: template.position.file,
      message: place,
      ...proposal,
      severity: 'error',
    };
  const position = { file, line: error.line, column: error.column, length: error.length };
  return {
    position,
    file,
    message,
    ...(sourceLine === undefined ? {} : { sourceLine }),
    ...proposal,
    severity: 'error',
  };
}
