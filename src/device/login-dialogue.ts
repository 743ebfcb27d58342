import { DeviceError } from '../error/flow-error.js';
import type { Leave } from '../inventory/leave.js';
import { answerPager } from './answer-pager.js';
import type { Dialogue } from './dialogue.js';
import type { Mode, Question } from './platform.js';
import { looksLikeQuestion } from './question.js';
import { SILENCE_MS } from './silence.js';
import { type KnownQuestion, knowQuestions, modeAt, type Speech } from './speech.js';

/** What a device may be told at login. */
export interface Credentials {
  username: string | undefined;
  password: string | undefined;
  secret: string | undefined;
  /** Asked before the secret of the privileged mode is typed; absent: it may be. */
  mayShowSecret?: () => Leave | Promise<Leave>;
}

const MOST_NUDGES = 2;
const LONGEST_QUESTION = 1_000;
/** A banner is not long: more is a device gone wild. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Asked by many families, whatever the platform; the password is given once, for a second question means that it was wrong. */
const COMMON: readonly KnownQuestion[] = knowQuestions([
  { match: '^(?:[Uu]ser ?[Nn]ame|[Uu]ser|[Ll]ogin(?: as)?|[Ll]ogin name) ?: ?$', credential: 'username', times: 2 },
  { match: '^[Pp]ass[Ww]ord ?: ?$', credential: 'password' },
  {
    match: '[Pp]ress (?:any key|ENTER|RETURN|Enter|Return|<Enter>|<RETURN>) to (?:continue|get started|start|begin)',
    send: '',
    times: 3,
  },
]);

const COMMON_REFUSED = [
  /^Login incorrect/i,
  /^% ?(?:Authentication|Login|Authorization) (?:failed|invalid)/i,
  /^% ?Bad (?:passwords?|secrets)/,
  /^% ?Access denied/,
];

/** `CLI session limit 32 reached. Exiting.`, `% All lines in use`; not `The number of VTY users on line is 1`. */
const COMMON_BUSY = [
  /^CLI session limit \d+ reached/i,
  /^% ?All (?:lines|user interfaces) (?:are )?(?:in use|used|busy)/i,
  /^(?:% ?)?(?:too many|maximum(?: number of)?) (?:open |concurrent )?(?:sessions|users|connections)/i,
];

/** `Your password has expired`, `You must change your password`, `Enter new password:`; not `Last password change: Monday`. */
const MUST_CHANGE =
  /password (?:has|is) (?:been )?expired|password has exceeded|password needs to be changed|must (?:be )?change[d]?\b.*password|^(?:enter |type )?(?:the )?new password ?:|change (?:your )?password (?:now|before)/i;

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
  const left = new Map<KnownQuestion, number>();
  let answeredAt = -1;
  let nudges = 0;

  const answer = (): void => {
    if (answeredAt === screen.lines.length || screen.line === '' || screen.line.length > LONGEST_QUESTION) return;
    const isAsked = ({ pattern }: KnownQuestion) => pattern.test(screen.line);
    const asked = speech.login.find(isAsked) ?? COMMON.find(isAsked);
    if (!asked) return;
    const { question } = asked;
    const more = left.get(asked) ?? question.times ?? 1;
    // The same password again would only help to lock the account.
    const wasRefused = question.credential !== undefined && findRefusal(screen.lines.slice(answeredAt + 1), speech);
    if (more <= 0 || (answeredAt >= 0 && wasRefused)) throw refused(dialogue, question);
    left.set(asked, more - 1);
    answeredAt = screen.lines.length;
    dialogue.send(typed(question, options.credentials, { enter: platform.enter, dialogue }));
  };
  /** What a device that says nothing more is woken by: a key that it has asked for further up, above a frame, or Enter. */
  const wakeKey = (): string => {
    const isAsked = (known: KnownQuestion) =>
      known.question.key !== undefined && !left.has(known) && screen.lines.some((line) => known.pattern.test(line));
    const asked = speech.login.find(isAsked);
    if (!asked) return platform.enter;
    left.set(asked, 0);
    return asked.question.key as string;
  };
  const until = (): Mode | 'shell' | undefined => {
    if (speech.shell?.test(screen.line.trim())) return 'shell';
    const mode = modeAt(speech, screen);
    if (mode) return mode;
    if (!answerPager(dialogue, speech)) answer();
    return undefined;
  };
  try {
    return await dialogue.wait({
      phase: 'prompt',
      what: `a prompt of ${platform.name}`,
      timeoutMs: options.promptMs,
      until,
      mostBytes: MOST_BYTES,
      onSilence: {
        afterMs: SILENCE_MS,
        times: MOST_NUDGES,
        act: () => {
          const { line } = screen;
          if (NOT_CONFIGURED.test(line)) throw notConfigured(dialogue);
          if (MUST_CHANGE.test(line)) throw mustChange(dialogue);
          if (answeredAt === screen.lines.length) return undefined;
          if (looksLikeQuestion(line)) throw unanswered(dialogue, screen.lines.slice(-3));
          if (!/[:?>\])]\s*$/.test(line) && nudges++ < MOST_NUDGES) dialogue.send(wakeKey());
          return undefined;
        },
      },
    });
  } catch (error) {
    throw error instanceof DeviceError && EXPLAINED.has(error.code) ? explain(error, dialogue, speech) : error;
  }
}

/** What the device said on the way may tell more than these do. */
const EXPLAINED: ReadonlySet<string> = new Set(['timeout', 'disconnected']);

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

function notConfigured(dialogue: Dialogue): DeviceError {
  return new DeviceError('prompt', 'the device is not configured: it waits in its set-up dialog', {
    phase: 'prompt',
    last: dialogue.last(),
  });
}

function unanswered(dialogue: Dialogue, before: readonly string[]): DeviceError {
  if (before.some((line) => MUST_CHANGE.test(line))) return mustChange(dialogue);
  return new DeviceError('prompt', `the device asks "${dialogue.screen.line.trim()}" before its prompt`, {
    phase: 'prompt',
    last: dialogue.last(),
    hint: 'log in by hand, or list the question under `login` in a platform of your own',
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
  const busy = find([...speech.busy, ...COMMON_BUSY]);
  if (busy)
    return new DeviceError('vty_full', `the device has no free session: ${busy}`, {
      phase: 'prompt',
      last: error.last,
    });
  const wrong = findRefusal(said, speech);
  if (wrong)
    return new DeviceError('auth', `the device did not accept the credentials: ${wrong}`, {
      phase: 'auth',
      last: error.last,
    });
  if (find([MUST_CHANGE])) return mustChange(dialogue);
  if (find([NOT_CONFIGURED])) return notConfigured(dialogue);
  if (error.code === 'disconnected') return error;
  return new DeviceError(
    'prompt',
    error.message.replace(/^a prompt of (\S+) did not come within/, 'no prompt of $1 within'),
    {
      phase: 'prompt',
      last: error.last,
    },
  );
}

/** The last line that means: wrong credentials. */
function findRefusal(lines: readonly string[], { loginRefused }: Speech): string | undefined {
  const isRefusal = (line: string) => [...loginRefused, ...COMMON_REFUSED].some((pattern) => pattern.test(line.trim()));
  return lines.findLast(isRefusal)?.trim();
}
