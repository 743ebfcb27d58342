import type { Phase } from '../error/codes.js';
import type { Channel } from './channel.js';
import { compact } from './echo.js';
import type { Reply } from './reply.js';
import { modeAt } from './speech.js';

const CTRL_C = '\u0003';
const CTRL_U = '\u0015';
const SILENCE_MS = 3_000;

/** How a text of several lines is typed. */
export interface BodyOptions {
  phase: Phase;
  /** For the answer to the first line, and again for the prompt behind the last one. */
  timeoutMs: number;
  /** What the device says when it waits for the text. */
  ready: RegExp;
}

/**
 * Types a line and, once the device says that it waits for a text, the lines of that text in one go: neither prompt nor check comes
 * before its end. Where the device does not wait for a text, nothing of it is typed: it would be taken for commands.
 *
 * @param lines  the line that begins the text, the text, and the line that ends it
 * @returns the answer to the first line, and whether the text was typed
 * @throws {DeviceError} `timeout` when no prompt comes behind the text; what {@link Channel.exchange} throws
 */
export async function typeBody(
  channel: Channel,
  [first = '', ...rest]: readonly string[],
  { phase, timeoutMs, ready }: BodyOptions,
): Promise<{ reply: Reply; isTaken: boolean }> {
  const { dialogue, speech } = channel;
  const { screen } = dialogue;
  const { prompt } = channel;
  const isReady = () => screen.lines.some((line) => ready.test(line.trim()));
  const isPrompt = () => modeAt(speech, screen) !== undefined;
  const accept = () => isReady() || isPrompt();
  const [reply] = (await channel.exchange([first], { phase, timeoutMs, accept })) as [Reply];
  if (!isReady()) return { reply, isTaken: false };
  const end = compact(rest.at(-1) ?? '');
  let index = screen.lines.length;
  let isEnded = false;
  for (const text of rest) channel.recorder?.answers('', { text });
  dialogue.send(rest.map((line) => line + speech.platform.enter).join(''));
  await dialogue.wait({
    phase,
    what: `the prompt behind the text of "${first}"`,
    timeoutMs,
    until: () => {
      for (; index < screen.lines.length; index++) isEnded ||= compact(screen.lines[index] as string).endsWith(end);
      return (isEnded && isPrompt()) || undefined;
    },
    // A device that does not echo such a text: what looks like a prompt is one when nothing follows.
    onSilence: { afterMs: SILENCE_MS, act: () => isPrompt() || undefined },
  });
  channel.stand(modeAt(speech, screen) ?? channel.mode, screen.line.trim() === prompt);
  return { reply, isTaken: true };
}

/** Presses Ctrl-C and waits for a prompt. @throws {DeviceError} `timeout`, `disconnected`, `cancelled` */
export async function interrupt(channel: Channel, timeoutMs: number): Promise<void> {
  const { dialogue, speech } = channel;
  const { screen } = dialogue;
  dialogue.send(CTRL_C);
  const until = () => modeAt(speech, screen);
  const mode = await dialogue.wait({ phase: 'command', what: 'a prompt after Ctrl-C', timeoutMs, until });
  channel.stand(mode);
}

/**
 * Clears an input line on which the device has left a rejected text: Ctrl-U, and Enter for a fresh prompt.
 *
 * @param prompt  as it is without such a text
 * @throws {DeviceError} `timeout`, `disconnected`, `cancelled`
 */
export async function clearInput(channel: Channel, prompt: string, timeoutMs: number): Promise<void> {
  const { dialogue, speech } = channel;
  const { screen } = dialogue;
  const stood = screen.lines.length;
  dialogue.send(CTRL_U + speech.platform.enter);
  const until = () => (screen.lines.length > stood && screen.line.trim() === prompt) || undefined;
  await dialogue.wait({ phase: 'command', what: 'an empty input line', timeoutMs, until });
  channel.stand(channel.mode, true);
}

/** Whether the unfinished line is the prompt with the beginning of what was typed still behind it. */
export function isLeftOver(line: string, prompt: string, typed: string): boolean {
  const text = line.trim();
  if (prompt === '' || !text.startsWith(prompt)) return false;
  const rest = compact(text.slice(prompt.length));
  return rest !== '' && compact(typed).startsWith(rest);
}
