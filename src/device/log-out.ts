import { DeviceError } from '../error/flow-error.js';
import type { Channel } from './channel.js';
import { answerQuestions, answersOf, type Questions } from './question.js';
import { modeOf } from './speech.js';

/** How long a device may take to end a session that has nothing more to tell. */
const LEAVE_MS = 2_000;
const MOST_FAREWELLS = 3;

/**
 * Leaves the device by the platform's own words: says them until the device closes, three times at most, and answers only the
 * questions that the platform lists. The echo of the first makes the last reply final; whatever happens behind it changes nothing.
 *
 * @param confirmMs  milliseconds to wait for that echo, while there is a reply that is not final
 * @returns when the device has closed, or there is nothing more to wait for
 * @throws {DeviceError} `cancelled` while there is a reply that is not final
 */
export async function logOut(channel: Channel, confirmMs: number): Promise<void> {
  const { dialogue, speech } = channel;
  const { screen } = dialogue;
  const { logout, logoutAnswers, enter } = speech.platform;
  if (logout.length === 0 || dialogue.isClosed) return;
  const questions: Questions = { answers: answersOf(logoutAnswers), answeredAt: -1, used: new Map() };
  let said = 0;
  let saidAt = 0;
  const say = () => {
    saidAt = screen.lines.length;
    channel.typeFarewell(logout[Math.min(said++, logout.length - 1)] as string);
  };
  const goOn = () => {
    const send = ({ key, send: text }: { key?: string; send: string }) => dialogue.send(key ?? text + enter);
    answerQuestions(questions, { line: screen.line, index: screen.lines.length, send });
    const isBack = screen.lines.length > saidAt && modeOf(speech, screen.line) !== undefined;
    if (isBack && said < MOST_FAREWELLS) say();
  };
  const wait = { phase: 'command', what: 'the end of the session' } as const;
  let isConfirmed = false;
  const confirm = () => {
    isConfirmed ||= channel.readFarewell();
    if (isConfirmed) return true;
    goOn();
    return undefined;
  };
  try {
    say();
    const isFinal = !channel.open || channel.open.isFinal;
    await dialogue.wait({ ...wait, timeoutMs: isFinal ? LEAVE_MS : confirmMs, until: confirm });
    // A device that drops one level at a time or asks before it closes is followed to the end; any other may be left at once.
    if (logout.length === 1 && logoutAnswers.length === 0) return;
    const until = () => {
      goOn();
      return undefined;
    };
    await dialogue.wait({ ...wait, timeoutMs: LEAVE_MS, until });
  } catch (error) {
    if (error instanceof DeviceError && error.code === 'cancelled' && channel.open?.isFinal === false) throw error;
    // It has closed, which is what was wanted; or it is silent, and left alone.
  }
}
