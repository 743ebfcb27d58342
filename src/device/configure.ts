import { DeviceError } from '../error/flow-error.js';
import { type ChangeOptions, ConfigChange } from './config-change.js';
import { diffConfigurations } from './config-diff.js';
import { type ConfigStep, splitConfig } from './config-steps.js';
import type { Reply } from './reply.js';
import type { Typed } from './run-task.js';
import type { Session } from './session.js';

/** How configuration lines are typed. */
export interface ConfigureOptions extends Omit<ChangeOptions, 'config'> {
  /** Also write the running configuration to start-up. */
  save: boolean;
  /** Read the running configuration before and after. */
  diff: boolean;
  /**
   * Called right before the first line is typed: from then on the device may have changed.
   *
   * @param transcript  what was typed and said until it is asked for
   */
  onBegin: (transcript: () => string) => void;
  /** Something to know that is no failure. */
  onNotice: (message: string) => void;
}

/**
 * Types lines in the configuration mode, commits them where the platform has candidates, leaves the mode and saves. It stops at
 * the first line that the device rejects; then candidate changes are dropped, and the mode is left all the same.
 *
 * @returns a transcript as the output; `error` is `device` with the number of the rejected line, `prompt` for a question that
 *   nobody answers (out of which Ctrl-C leads)
 * @throws {DeviceError} `device` when the mode cannot be entered; `template` before anything is typed; else what
 *   {@link Session} throws: the session is of no more use then
 */
export async function configure(session: Session, lines: readonly string[], options: ConfigureOptions): Promise<Typed> {
  const { platform, timeoutMs } = options;
  const { config } = platform;
  if (!config) throw new DeviceError('device', `${platform.name} has no configuration mode`, { phase: 'config' });
  const steps = splitConfig(lines, config.bodies);
  const change = new ConfigChange(session, { ...options, config });
  const readRunning = async () =>
    options.diff && platform.running !== undefined ? session.command(platform.running, { timeoutMs }) : undefined;

  const before = await readRunning();
  await change.enter();
  options.onBegin(() => change.text());
  let error = await failureOf(session, () => typeAll(change, steps, options));
  try {
    const dropped = error && (await change.drop());
    if (error && dropped !== undefined) error = error.reworded(`${error.message}; ${dropped}`);
    await change.leave();
  } catch (ending) {
    throw joinFailures(error, ending);
  }
  if (!error && options.save && savesOutside(options)) error = await failureOf(session, () => change.save());
  error ??= await failureOf(session, async () => change.checkAnswered());
  const after = await readRunning();

  const replies = [before, ...change.replies, after].filter((reply) => reply !== undefined);
  const isShown = (reply: Reply | undefined): reply is Reply =>
    reply !== undefined && session.rejectionIn(reply) === undefined;
  return {
    replies,
    output: () => change.text(),
    diff: () => (isShown(before) && isShown(after) ? diffConfigurations(before.output, after.output, platform) : null),
    ...(error ? { error } : {}),
  };
}

async function typeAll(change: ConfigChange, steps: readonly ConfigStep[], options: ConfigureOptions): Promise<void> {
  const of = steps.reduce((count, step) => count + step.lines.length, 0);
  for (const step of steps) await change.take(step, of);
  await change.commit();
  if (!options.save) return;
  if (!options.platform.save) options.onNotice(`${options.platform.name} has no command that saves: nothing to do`);
  else if (!savesOutside(options)) await change.save();
}

/** Where the save is typed; some platforms know it in the configuration mode only. */
function savesOutside({ platform }: ConfigureOptions): boolean {
  return platform.save?.mode !== 'config';
}

/**
 * What the device has against a step, where the session can go on; a question that nobody answers is left by Ctrl-C first.
 *
 * @throws what ends the session
 */
async function failureOf(session: Session, act: () => Promise<void>): Promise<DeviceError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!(error instanceof DeviceError) || !STANDS.has(error.code)) throw error;
    if (error.code !== 'prompt') return error;
    try {
      await session.interrupt();
    } catch {
      throw error;
    }
    return error;
  }
}

/** After these the session stands on a prompt, or Ctrl-C leads to one. */
const STANDS: ReadonlySet<string> = new Set(['device', 'expect', 'prompt']);

/** What ended the session after an earlier failure, which is not to be lost. */
function joinFailures(first: DeviceError | undefined, ending: unknown): unknown {
  if (!first || !(ending instanceof DeviceError)) return ending;
  return ending.reworded(`${first.message}; then ${ending.message}`);
}
