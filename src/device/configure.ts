import { DeviceError } from '../error/flow-error.js';
import type { Answer } from '../task/task.js';
import type { Platform } from './platform.js';
import type { Reply } from './reply.js';
import type { Typed } from './run-task.js';
import type { Session } from './session.js';

/** How configuration lines are typed. */
export interface ConfigureOptions {
  platform: Platform;
  /** For each line. */
  timeoutMs: number;
  answers: readonly Answer[];
  /** Also write the running configuration to start-up. */
  save: boolean;
}

/**
 * Types lines in the configuration mode and leaves it; stops at the first line that the device rejects.
 *
 * @returns a transcript as the output; `error` is `device` with the number of the rejected line
 * @throws {DeviceError} `device` when the mode cannot be entered; else what {@link Session} throws
 */
export async function configure(session: Session, lines: readonly string[], options: ConfigureOptions): Promise<Typed> {
  const { platform, timeoutMs, answers, save } = options;
  const { config } = platform;
  if (!config) throw new DeviceError('device', `${platform.name} has no configuration mode`, { phase: 'config' });
  const wait = { phase: 'config', timeoutMs } as const;
  const replies: Reply[] = [];
  const prompts: string[] = [];
  const type = async (line: string, given: readonly Answer[] = []) => {
    prompts.push(session.prompt);
    const reply = await session.line(line, { ...wait, answers: given });
    replies.push(reply);
    return reply;
  };
  const typed: Typed = {
    replies,
    output: () =>
      replies.map((reply, index) => [`${prompts[index]}${reply.input}`, ...textOf(reply)].join('\n')).join('\n'),
  };

  const entered = await type(config.enter);
  if (session.mode !== 'config') {
    throw new DeviceError(
      'device',
      `"${config.enter}" did not lead to the configuration mode: ${session.rejectionIn(entered) ?? `the prompt is ${session.prompt}`}`,
      {
        phase: 'config',
        last: entered.output,
      },
    );
  }
  for (const [index, line] of lines.entries()) {
    const reply = await type(line, answers);
    const said = session.rejectionIn(reply);
    if (said === undefined) continue;
    const message = `line ${index + 1} of ${lines.length} was rejected: "${line}": ${said}`;
    typed.error = new DeviceError('device', message, { phase: 'config', last: reply.output });
    break;
  }
  if (session.mode === 'config') await type(config.leave);
  if (save && !typed.error) await type(platform.save?.command ?? '');
  if (save && !typed.error && platform.save) {
    const reply = replies.at(-1) as Reply;
    if (!new RegExp(platform.save.success, 'm').test(reply.output)) {
      const message = `"${platform.save.command}" did not report success: ${reply.output.split('\n').at(-1) ?? ''}`;
      typed.error = new DeviceError('device', message, { phase: 'save', last: reply.output });
    }
  }
  return typed;
}

function textOf(reply: Reply): string[] {
  return reply.output === '' ? [] : [reply.output];
}
