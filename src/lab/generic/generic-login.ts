import type { Question } from '../../device/platform.js';
import type { Reply } from '../personalities/personality.js';
import type { GenericDevice } from './generic-device.js';

const TRIES = 3;

/** The question of a console that nobody has touched for a while; who comes by SSH is not asked. */
const OF_CONSOLES = /get started/;

/**
 * Asks what a family asks between the connection and the first prompt, in the order of its definition: a banner to be accepted,
 * user and password where SSH lets everybody in, a password that has grown old.
 *
 * @param done  what comes then
 */
export function askAtLogin(device: GenericDevice, done: () => Reply): Reply {
  const questions = device.platform.login.filter(({ match }) => !OF_CONSOLES.test(match));
  const ask = (index: number, user: string, tries: number): Reply => {
    const question = questions[index];
    if (!question) return done();
    return put(question, device, (answer) => {
      if (question.credential === 'username') return ask(index + 1, answer, tries);
      if (question.credential === undefined) return ask(index + 1, user, tries);
      if (device.seed.accepts?.(user, answer) !== false) return ask(index + 1, user, tries);
      const text = device.example(device.platform.loginRefused[0], 'Login incorrect');
      if (tries >= TRIES) return { kind: 'close', text: `${text}\n` };
      const again = ask(index - 1, '', tries + 1);
      return again.kind === 'question' ? { ...again, question: `${text}\n${again.question}` } : again;
    });
  };
  return ask(0, '', 1);
}

function put(question: Question, device: GenericDevice, next: (answer: string) => Reply): Reply {
  const { key, credential } = question;
  return {
    kind: 'question',
    question: device.example(question.match, '? '),
    reads: key === undefined ? (credential && credential !== 'username' ? 'secret' : 'line') : 'key',
    // The wrong key on a disclaimer is a no.
    answer: (text) =>
      text === undefined || (key !== undefined && /^[a-z]$/i.test(key) && text !== key)
        ? { kind: 'close', text: '' }
        : next(text),
  };
}

/** Whether a family's shell asks for user and password. */
export function asksForCredentials(questions: readonly Question[]): boolean {
  return questions.some(({ credential }) => credential === 'username');
}
