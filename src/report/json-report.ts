import { jsonText } from '../error/json-text.js';
import type { Result, RunRecord } from '../task/result.js';

/**
 * Writes the record of a run as `flow run --format json` publishes it: the keys of `flow/run@1` in their order,
 * two blanks of indentation, every control character as `\uXXXX`, a line end at the end. Each result is a piece.
 */
export function* jsonPieces(record: RunRecord): Generator<string> {
  yield `${jsonText(publishHead(record), 2).slice(0, -END.length)},\n  "results": [`;
  for (const [index, result] of record.results.entries()) {
    const value = jsonText(publishResult(result), 2).replace(/\n/g, '\n    ');
    yield `${index === 0 ? '' : ','}\n    ${value}`;
  }
  yield `${record.results.length === 0 ? '' : '\n  '}]${END}\n`;
}

/** How a map ends. */
const END = '\n}';

/** All but the results. */
function publishHead(record: RunRecord): Record<string, unknown> {
  const { run, playbook } = record;
  const { hosts, finished, raised, cancelled, skipped, unknown } = run.counts;
  return {
    schema: record.schema,
    run: {
      id: run.id,
      status: run.status,
      started: run.started,
      finished: run.finished,
      duration_ms: run.duration_ms,
      counts: { hosts, finished, raised, cancelled, skipped, ...(unknown !== undefined && { unknown }) },
    },
    playbook: { name: playbook.name, file: playbook.file },
    ...(record.warnings && { warnings: record.warnings.map(({ host, message }) => ({ host, message })) }),
  };
}

/** One result with its keys in the published order. */
export function publishResult(result: Result): Record<string, unknown> {
  const { name, address, platform, groups, vars } = result.host;
  const { error } = result;
  return {
    host: { name, address, platform, groups, vars },
    task: result.task,
    command: result.command,
    state: result.state,
    attempts: result.attempts,
    started: result.started,
    finished: result.finished,
    duration_ms: result.duration_ms,
    phases: result.phases,
    output: result.output,
    parsed: result.parsed ?? null,
    diff: result.diff ?? null,
    complete: result.complete,
    checks: result.checks.map(({ rule, outcome, message }) => ({ rule, outcome, message })),
    saved: result.saved && { file: result.saved.file, change: result.saved.change },
    error: error && {
      code: error.code,
      phase: error.phase,
      message: error.message,
      hint: error.hint,
      last: error.last,
    },
  };
}
