import { DeviceError } from '../error/flow-error.js';
import type { Dialogue } from './dialogue.js';
import type { Mode, Question } from './platform.js';
import { modeAt, type Speech } from './speech.js';

/** What a device may be told at login. */
export interface Credentials {
  username: string | undefined;
  password: string | undefined;
  secret: string | undefined;
}

const SILENCE_MS = 3_000;
const MOST_NUDGES = 2;

/** Asked by many families, whatever the platform; the password is given once, for a second question means that it was wrong. */
const COMMON: readonly Question[] = [
  { match: '^(?:[Uu]ser ?[Nn]ame|[Uu]ser|[Ll]ogin(?: as)?|[Ll]ogin name) ?: ?$', credential: 'username', times: 2 },
  { match: '^[Pp]ass[Ww]ord ?: ?$', credential: 'password' },
  {
    match: '[Pp]ress (?:any key|ENTER|RETURN|Enter|Return|<Enter>|<RETURN>) to (?:continue|get started|start|begin)',
    send: '',
    times: 3,
  },
];

const COMMON_REFUSED = [
  /^Login incorrect/i,
  /^% ?(?:Authentication|Login|Authorization) (?:failed|invalid)/i,
  /^% ?Bad (?:passwords?|secrets)/,
  /^% ?Access denied/,
];

/** `Your password has expired`, `You must change your password`, `Enter new password:`; not `Last password change: Monday`. */
const MUST_CHANGE =
  /password (?:has|is) (?:been )?expired|must (?:be )?change[d]?\b.*password|^(?:enter |type )?(?:the )?new password ?:|change (?:your )?password (?:now|before)/i;

/** `Would you like to enter the initial configuration dialog? [yes/no]:`, `... terminate autoinstall? [yes]:`, `Abort Auto Provisioning`. */
const NOT_CONFIGURED =
  /initial configuration dialog\?|terminate autoinstall\?|Abort (?:Power On )?Auto Provisioning|enforce secure password standard/i;

/**
 * Waits for the first prompt, answering only the questions that the platform lists and those every family shares. Text before
 * the prompt decides nothing by itself: a banner may say anything.
 *
 * @returns the mode of the prompt in the unfinished line; `shell` when it is the shell that the platform's own command line is entered from
 * @throws {DeviceError} `prompt`, `auth`, `vty_full`, `disconnected`, `timeout`, `cancelled`
 */
export async function awaitFirstPrompt(
  dialogue: Dialogue,
  speech: Speech,
  options: { credentials: Credentials; promptMs: number },
): Promise<Mode | 'shell'> {
  const { platform } = speech;
  const { screen } = dialogue;
  const questions = [...platform.login, ...COMMON].map((question) => ({
    question,
    pattern: new RegExp(question.match),
    left: question.times ?? 1,
  }));
  let answeredAt = -1;
  let nudges = 0;

  const answer = (): void => {
    const asked = questions.find(({ pattern }) => pattern.test(screen.line));
    if (!asked || answeredAt === screen.lines.length) return;
    if (asked.left-- <= 0) throw refused(dialogue, asked.question);
    answeredAt = screen.lines.length;
    dialogue.send(typed(asked.question, options.credentials, { enter: platform.enter, dialogue }));
  };
  const until = (): Mode | 'shell' | undefined => {
    if (speech.shell?.test(screen.line.trim())) return 'shell';
    const mode = modeAt(speech, screen);
    if (mode) return mode;
    const marker = speech.markers.some((pattern) => pattern.test(screen.line)) && !screen.isErasing;
    if (marker) {
      screen.dropMarker(screen.line);
      dialogue.send(platform.pager.answer);
    } else answer();
    return undefined;
  };
  try {
    return await dialogue.wait({
      phase: 'prompt',
      what: `a prompt of ${platform.name}`,
      timeoutMs: options.promptMs,
      until,
      onSilence: {
        afterMs: SILENCE_MS,
        act: () => {
          if (NOT_CONFIGURED.test(screen.line))
            throw new DeviceError('prompt', 'the device is not configured: it waits in its set-up dialog', {
              phase: 'prompt',
              last: dialogue.last(),
            });
          if (MUST_CHANGE.test(screen.line)) throw mustChange(dialogue);
          if (nudges++ < MOST_NUDGES && screen.line.trim() === '') dialogue.send(platform.enter);
          return undefined;
        },
      },
    });
  } catch (error) {
    throw error instanceof DeviceError && (error.code === 'timeout' || error.code === 'disconnected')
      ? explain(error, dialogue, speech)
      : error;
  }
}

function typed(
  question: Question,
  credentials: Credentials,
  { enter, dialogue }: { enter: string; dialogue: Dialogue },
): string {
  if (question.key !== undefined) return question.key;
  if (question.credential === undefined) return (question.send ?? '') + enter;
  const value = credentials[question.credential];
  if (value !== undefined) return value + enter;
  throw new DeviceError(
    'auth',
    `the device asks for a ${question.credential} in its shell, and the inventory has none for this host`,
    { phase: 'auth', last: dialogue.last() },
  );
}

function refused(dialogue: Dialogue, question: Question): DeviceError {
  const asked = question.credential ? `for the ${question.credential} again` : `"${dialogue.screen.line.trim()}" again`;
  const code = question.credential ? 'auth' : 'prompt';
  return new DeviceError(code, `the device asks ${asked}: it did not accept the first answer`, {
    phase: code === 'auth' ? 'auth' : 'prompt',
    last: dialogue.last(),
  });
}

function mustChange(dialogue: Dialogue): DeviceError {
  return new DeviceError('auth', 'the device demands a new password', {
    phase: 'auth',
    last: dialogue.last(),
    hint: 'log in by hand and change it',
  });
}

/** There was no prompt: what the device said on the way tells why. */
function explain(error: DeviceError, dialogue: Dialogue, speech: Speech): DeviceError {
  const { lines, line } = dialogue.screen;
  const said = [...lines, line].map((text) => text.trim()).filter((text) => text !== '');
  const find = (patterns: readonly RegExp[]) => said.findLast((text) => patterns.some((pattern) => pattern.test(text)));
  const busy = find(speech.busy);
  if (busy)
    return new DeviceError('vty_full', `the device has no free session: ${busy}`, {
      phase: 'prompt',
      last: error.last,
    });
  const wrong = find([...speech.loginRefused, ...COMMON_REFUSED]);
  if (wrong)
    return new DeviceError('auth', `the device did not accept the credentials: ${wrong}`, {
      phase: 'auth',
      last: error.last,
    });
  if (find([MUST_CHANGE])) return mustChange(dialogue);
  if (error.code === 'disconnected') return error;
  return new DeviceError('prompt', error.message.replace(/^a prompt of (\S+) did not come within/, 'no prompt of $1 within'), {
    phase: 'prompt',
    last: error.last,
  });
}
