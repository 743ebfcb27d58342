import { jsonText } from '../error/json-text.js';
import type { Result, RunRecord } from '../task/result.js';

/**
 * Writes the record of a run as `flow run --format json` publishes it: the keys of `flow/run@1` in their order,
 * two blanks of indentation, every control character as `\uXXXX`, a line end at the end.
 */
export function renderJson(record: RunRecord): string {
  return [...jsonPieces(record)].join('');
}

/** Longer than this a piece is handed on. */
const PIECE = 65_536;

/** The same in pieces of whole results, so that a report may be longer than one text can be. */
export function* jsonPieces(record: RunRecord): Generator<string> {
  let text = `${jsonText(publishHead(record), 2).slice(0, -END.length)},\n  "results": [`;
  for (const [index, result] of record.results.entries()) {
    const value = jsonText(publishResult(result), 2).replace(/\n/g, '\n    ');
    text += `${index === 0 ? '' : ','}\n    ${value}`;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  yield `${text}${record.results.length === 0 ? '' : '\n  '}]${END}\n`;
}

/** How a map ends. */
const END = '\n}';

/** All but the results. */
function publishHead(record: RunRecord): Record<string, unknown> {
  const { run, playbook } = record;
  const { hosts, finished, raised, cancelled, skipped } = run.counts;
  return {
    schema: record.schema,
    run: {
      id: run.id,
      status: run.status,
      started: run.started,
      finished: run.finished,
      duration_ms: run.duration_ms,
      counts: { hosts, finished, raised, cancelled, skipped },
    },
    playbook: { name: playbook.name, file: playbook.file },
    ...(record.warnings && { warnings: record.warnings.map(({ host, message }) => ({ host, message })) }),
  };
}

/** One result with its keys in the published order. */
function publishResult(result: Result): Record<string, unknown> {
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
    error: error && {
      code: error.code,
      phase: error.phase,
      message: error.message,
      hint: error.hint,
      last: error.last,
    },
  };
}
