import { DeviceError } from '../error/flow-error.js';
import { explainLeave } from '../inventory/leave.js';
import type { Channel } from './channel.js';
import type { Credentials } from './login-dialogue.js';
import type { Reply } from './reply.js';
import { modeOf } from './speech.js';

/** The device asks again because a server that knows the secrets did not answer; then the same answer is no second try. */
const FELL_BACK = /fall(?:ing|s)? ?back/i;
const MOST_NAMES = 2;

/** How the privileged mode is climbed to. */
export interface ClimbOptions {
  /** The secret: undefined when the inventory has none; an empty text is an answer too. */
  credentials: Credentials;
  /** Milliseconds for each answer of the device. */
  promptMs: number;
  /** Lines to be typed before, in the same flight. */
  ahead: readonly string[];
}

/**
 * Goes from the first level to the privileged mode. The secret is typed only behind the question for it, and once.
 *
 * @returns what the device answered to the lines typed before
 * @throws {DeviceError} `auth` when the device asks for what the inventory does not have, or did not accept it
 */
export async function climb(channel: Channel, { credentials, promptMs, ahead }: ClimbOptions): Promise<Reply[]> {
  const { dialogue, speech } = channel;
  const { screen } = dialogue;
  const { privilege, enter } = speech.platform;
  if (!privilege) return [];
  const refused = (message: string) => new DeviceError('auth', message, { phase: 'enable', last: dialogue.last() });
  const asksSecret = (line: string) => speech.question?.test(line.trimEnd()) === true;
  const asksName = (line: string) => speech.nameQuestion?.test(line.trimEnd()) === true;
  const stood = channel.prompt;
  const isEnd = (line: string) =>
    asksSecret(line) ||
    asksName(line) ||
    line.trim() === stood ||
    channel.isStanding(line) ||
    modeOf(speech, line) === 'privileged';
  const wait = { phase: 'enable', timeoutMs: promptMs } as const;
  const replies = await channel.exchange([...ahead, privilege.command], { ...wait, accept: isEnd });
  const reply = replies.pop();
  reply?.confirm([]);
  let said = reply?.lines ?? [];
  let names = 0;
  let hasSecret = false;
  while (asksSecret(screen.line) || asksName(screen.line)) {
    const isName = asksName(screen.line);
    const text = isName ? credentials.username : credentials.secret;
    const what = isName ? 'user name' : 'secret';
    if (text === undefined) throw refused(`the device asks for a ${what}, and the inventory has none for this host`);
    const isAgain = isName ? ++names > MOST_NAMES : hasSecret && !said.some((line) => FELL_BACK.test(line));
    if (isAgain) throw refused(notAccepted(channel, said));
    if (!isName && !hasSecret) {
      const ask = credentials.mayShowSecret?.() ?? { kind: 'given' as const, isProven: true };
      const leave = await dialogue.waitBeside(ask, { phase: 'enable', what: 'leave to type the secret' });
      if (leave.kind !== 'given') throw explainLeave(leave, 'this secret');
      if (!asksSecret(screen.line)) {
        // It has given up waiting for the secret, and stands on its prompt again or will in a moment.
        await dialogue.wait({ ...wait, what: 'the prompt', until: () => isEnd(screen.line) || undefined });
        return [...replies, ...(await climb(channel, { credentials, promptMs, ahead: [] }))];
      }
      hasSecret = true;
    }
    const asked = screen.lines.length;
    channel.recorder?.answers(screen.line, { text, isSecret: !isName });
    dialogue.send(text + enter);
    const until = () => (screen.lines.length > asked && isEnd(screen.line)) || undefined;
    await dialogue.wait({ ...wait, what: 'the privileged prompt', until });
    said = screen.lines.slice(asked + 1);
    channel.recorder?.hears(said, screen.line);
  }
  if (modeOf(speech, screen.line) !== 'privileged') throw refused(notAccepted(channel, said));
  channel.stand('privileged');
  return replies;
}

function notAccepted({ speech }: Channel, said: readonly string[]): string {
  const refusal = said.find((line) => speech.refusals.some((pattern) => pattern.test(line)));
  return `the device did not accept the secret${refusal ? `: ${refusal.trim()}` : ''}`;
}
