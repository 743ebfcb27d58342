import { appendFileSync, statSync } from 'node:fs';
import type { OutputSpec } from '../playbook/playbook.js';
import { renderReport } from '../report/render.js';
import { ReportError } from '../report/report-error.js';
import type { RunRecord } from '../task/result.js';
import type { Terminal } from './terminal.js';

/** Bytes that GitHub takes for the summary of one step; of more it takes nothing. */
const MOST = 1_048_576;

/** What is left of a report that is too long. */
const SHORT = {
  text: `# {{cell playbook.name}}

{{summary}}

{{#if failures}}
| Host | Task | Code | Message |
|---|---|---|---|
{{#each failures}}
| {{host.name}} | {{task}} | {{#if error}}{{error.code}}{{/if}} | {{#if error}}{{error.message}}{{/if}} |
{{/each}}
{{/if}}

The whole report is longer than the summary of a job may be.
`,
};

const SHORTEST = { text: '# {{cell playbook.name}}\n\n{{summary}}\n' };

/**
 * Appends the report in Markdown to the summary of a job where `GITHUB_STEP_SUMMARY` names its file: the playbook's own Markdown report, or
 * the built-in one. A summary that cannot be written is told, and fails nothing.
 */
export function appendJobSummary(terminal: Terminal, record: RunRecord, outputs: readonly OutputSpec[]): void {
  const file = terminal.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  const template = outputs.find(({ format }) => format === 'md')?.template;
  const templates = [...(template ? [template] : []), undefined, SHORT, SHORTEST];
  try {
    const room = MOST - sizeOf(file);
    for (const each of templates) {
      const text = render(record, each);
      if (text === undefined || Buffer.byteLength(text) > room) continue;
      appendFileSync(file, text);
      return;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    terminal.err.write(`flow: the summary of the job could not be written: ${reason}\n`);
  }
}

/** Undefined where the playbook's template fails, which has been told already. */
function render(record: RunRecord, template: OutputSpec['template']): string | undefined {
  try {
    return renderReport(record, { format: 'md', ...(template && { template }) });
  } catch (error) {
    if (error instanceof ReportError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** 0 for a file that is yet to be made. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
