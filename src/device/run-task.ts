import { DeviceError } from '../error/flow-error.js';
import { makeMask } from '../error/mask.js';
import { compileExpression, kindIn } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import { viewHost } from '../inventory/host.js';
import { secretsOf } from '../inventory/secrets-of.js';
import { parseOutput } from '../parse/parse-output.js';
import type { ParseOutcome } from '../parse/parse-spec.js';
import { reportError } from '../task/error-report.js';
import type { HostJob } from '../task/host-job.js';
import { itemOn } from '../task/item.js';
import type { ExpressionText, Task, TemplateText } from '../task/task.js';
import { compileTemplate } from '../template/template.js';
import { TemplateError } from '../template/template-error.js';
import type { Transport } from '../transport/transport.js';
import { configure } from './configure.js';
import { copyFile } from './copy.js';
import type { BegunTask, Ending, JobRecord } from './job-record.js';
import { judgeExpectations } from './judge-expectations.js';
import { maskSecrets } from './mask-secrets.js';
import { namesOfPlatform, type Platform } from './platform.js';
import { isReadCommand } from './read-command.js';
import type { Reply } from './reply.js';
import type { Session } from './session.js';

/** What running one task needs. */
export interface TaskContext {
  job: HostJob;
  platform: Platform;
  session: Session;
  record: JobRecord;
  transport: Transport;
  signal: AbortSignal;
}

/** What was typed for a task: replies, of which the last one may still be provisional. */
export interface Typed {
  replies: Reply[];
  /** Joins the answers into the output of the task. */
  output: () => string;
  /** What a configuration changed; null where it is not known. */
  diff?: () => string | null;
  /** Found before the answers are final: a configuration line was rejected. */
  error?: DeviceError;
}

/**
 * Types what a task says and waits for the prompt.
 *
 * @throws {DeviceError} `template` before anything is typed; else what {@link Session} throws
 */
export async function typeTask(begun: BegunTask, context: TaskContext): Promise<Typed> {
  const { task } = begun;
  const { job, platform, session, record } = context;
  const since = performance.now();
  try {
    switch (task.action.kind) {
      case 'command': {
        const command = render(task, task.action.command, context);
        const isRead = isReadCommand(platform, command);
        if (!isRead && job.mode === 'read') {
          throw new DeviceError(
            'template',
            `"${command}" is not on the list of read commands, and the playbook has mode: read`,
            { phase: 'command' },
          );
        }
        begun.command = command;
        begun.isChanging = !isRead;
        const reply = await session.command(command, { timeoutMs: task.timeoutMs, answers: task.answers });
        return { replies: [reply], output: () => reply.output };
      }
      case 'config': {
        const lines = task.action.lines.map((line) => render(task, line, context));
        begun.command = maskSecrets(platform, lines.join('\n'));
        return await configure(session, lines, {
          platform,
          timeoutMs: task.timeoutMs,
          answers: task.answers,
          save: task.action.save,
          diff: task.action.diff,
          onBegin: (transcript) => {
            begun.isChanging = true;
            begun.transcript = transcript;
          },
          onNotice: (message) => record.notice(message),
        });
      }
      case 'copy': {
        const { action } = task;
        const [local, remote] = [render(task, action.local, context), render(task, action.remote, context)];
        const [from, to] = action.direction === 'put' ? [local, remote] : [remote, local];
        begun.command = `${action.direction} ${from} as ${to}`;
        return await copyFile(session, {
          action,
          local,
          remote,
          platform,
          transport: context.transport,
          timeoutMs: task.timeoutMs,
          signal: context.signal,
          onStep: (step) => record.step(step),
          onBegin: () => {
            begun.isChanging = true;
          },
        });
      }
      default:
        return task.action satisfies never;
    }
  } finally {
    begun.phases.command = Math.round((performance.now() - since) * 10) / 10;
  }
}

/** Judges a task whose answers are final: rejected, not to be parsed, not as expected, or finished. */
export function judgeTask(begun: BegunTask, typed: Typed, context: TaskContext): Ending {
  const finishedAt = Date.now();
  const output = typed.output();
  const isCommand = begun.task.action.kind === 'command';
  const rejection = typed.error ?? (isCommand ? findRejectedCommand(typed, context) : undefined);
  const outcome = rejection ? undefined : parseAnswer(begun, output, context);
  const failure = rejection ?? findParseFailure(outcome, output);
  const parsed = outcome && outcome.kind !== 'failed' ? outcome.value : null;
  const diff = typed.diff?.() ?? null;
  const rest = { output, complete: true, parsed, diff, finishedAt };
  if (failure) return { state: 'raised', error: reportError(failure), ...rest };
  const { checks, error } = judgeExpectations(begun.task, {
    ...valuesOf(begun.task, context),
    output,
    parsed,
    previous: context.job.previous?.[begun.task.name] ?? null,
    mask: (text) => maskSecrets(context.platform, makeMask(secretsOf([context.job.host]))(text)),
  });
  return { state: error ? 'raised' : 'finished', error, checks, ...rest };
}

/** Whether a task's condition holds. @throws {DeviceError} `expect` when it cannot be evaluated */
export function holds(task: Task, condition: ExpressionText, context: Pick<TaskContext, 'job' | 'record'>): boolean {
  try {
    return compileExpression(condition.source, kindIn('when', task.item !== undefined))(valuesOf(task, context));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new DeviceError('expect', `the condition ${condition.source} cannot be evaluated: ${error.message}`, {
      phase: 'check',
      cause: error,
    });
  }
}

function findRejectedCommand(typed: Typed, { session }: TaskContext): DeviceError | undefined {
  const reply = typed.replies.at(-1);
  const said = reply && session.rejectionIn(reply);
  if (!said) return undefined;
  return new DeviceError('device', `"${reply.input}" was rejected: ${said}`, { phase: 'command', last: reply.output });
}

function parseAnswer(
  { task, command }: BegunTask,
  output: string,
  { job, platform }: TaskContext,
): ParseOutcome | undefined {
  if (!task.parse) return undefined;
  const platforms = namesOfPlatform(job.host.platform, platform);
  return parseOutput(output, task.parse, { platforms, command: command ?? '', templateDirs: job.templateDirs });
}

function findParseFailure(outcome: ParseOutcome | undefined, output: string): DeviceError | undefined {
  if (outcome?.kind !== 'failed') return undefined;
  return new DeviceError('parse', outcome.message, { phase: 'check', last: output });
}

function render(task: Task, template: TemplateText, context: TaskContext): string {
  let text = template.text;
  if (text.includes('{{')) {
    try {
      text = compileTemplate(template)(valuesOf(task, context));
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw new DeviceError('template', `${template.text} cannot be rendered: ${error.message}`, {
        phase: 'command',
        cause: error,
      });
    }
  }
  // Device output may have been rendered into it: what would act at once, or as Enter, is not typed.
  const forbidden = /[\p{Cc}\u2028\u2029]/u.exec(text.replaceAll('\t', ' '));
  if (!forbidden) return text;
  const code = (forbidden[0].codePointAt(0) ?? 0).toString(16).padStart(2, '0');
  throw new DeviceError(
    'template',
    `${template.text} rendered to a text with a line break or control character (0x${code})`,
    { phase: 'command' },
  );
}

function valuesOf(task: Task, { job, record }: Pick<TaskContext, 'job' | 'record'>) {
  const host = { ...viewHost(job.host), port: job.host.port };
  return { host, vars: job.vars, results: record.results, ...itemOn(task, host.name) };
}
