import type { Mode, Platform, Question } from './platform.js';
import type { Screen } from './screen.js';

/** A platform with its patterns compiled: what a session listens for. */
export interface Speech {
  platform: Platform;
  /** The deepest mode first, so that `R1(config)#` is not taken for `R1#`. */
  prompts: ModePattern[];
  modesAbove: ModePattern[];
  above: RegExp[];
  floating: RegExp[];
  shell: RegExp | undefined;
  markers: RegExp[];
  /** Questions in the middle of an output that only want to go on. */
  pagerQuestions: KnownQuestion[];
  login: KnownQuestion[];
  errors: RegExp[];
  notErrors: RegExp[];
  done: RegExp | undefined;
  ends: { command: RegExp; line: RegExp }[];
  stamps: RegExp[];
  logLines: RegExp[];
  busy: RegExp[];
  loginRefused: RegExp[];
  refusals: RegExp[];
  question: RegExp | undefined;
  /** The question for a user name before the one for the secret. */
  nameQuestion: RegExp | undefined;
}

/** A question with its pattern compiled. */
export interface KnownQuestion {
  question: Question;
  pattern: RegExp;
}

interface ModePattern {
  mode: Mode;
  pattern: RegExp;
}

const DEEPEST_FIRST: readonly Mode[] = ['config', 'privileged', 'exec'];
/** No prompt is longer. */
export const LONGEST_PROMPT = 1_000;
const compiled = new WeakMap<Platform, Speech>();

/** Compiles a platform's patterns, once per platform. */
export function speechOf(platform: Platform): Speech {
  let speech = compiled.get(platform);
  if (!speech) {
    speech = compile(platform);
    compiled.set(platform, speech);
  }
  return speech;
}

/** The mode whose prompt this line looks like; undefined when it looks like none. */
export function modeOf(speech: Speech, line: string): Mode | undefined {
  if (line.length > LONGEST_PROMPT) return undefined;
  const text = line.trim();
  return text === '' ? undefined : speech.prompts.find(({ pattern }) => pattern.test(text))?.mode;
}

/** The same for the unfinished line of a screen, where the line above it may tell the mode. */
export function modeAt(speech: Speech, screen: Pick<Screen, 'line' | 'lines'>): Mode | undefined {
  const mode = modeOf(speech, screen.line);
  if (!mode || speech.modesAbove.length === 0) return mode;
  const above = screen.lines.at(-1)?.trim() ?? '';
  return speech.modesAbove.find(({ pattern }) => pattern.test(above))?.mode ?? mode;
}

/** A prompt without the parts that change by themselves, for comparing: a counter, a star, a role; and without blanks. */
export function settlePrompt(speech: Speech, prompt: string): string {
  let text = prompt.trim();
  for (const pattern of speech.floating) text = text.replace(pattern, '');
  return text.replace(/\s+/g, '');
}

/**
 * The line of an output by which the device says that it rejected the command. Only the first and the last three lines
 * with text are looked at: an error inside a long output belongs to that output.
 */
export function findRejection(speech: Speech, lines: readonly string[]): string | undefined {
  const shown = lines.filter((line) => line.trim() !== '');
  const ends = shown.length <= 6 ? shown : [...shown.slice(0, 3), ...shown.slice(-3)];
  const isError = (line: string) =>
    speech.errors.some((pattern) => pattern.test(line)) && !speech.notErrors.some((pattern) => pattern.test(line));
  return ends.find(isError);
}

/** A log message that the device printed into the session. */
export function isLog(speech: Speech, line: string): boolean {
  if (speech.logLines.length === 0) return false;
  const text = line.trim();
  return text !== '' && speech.logLines.some((pattern) => pattern.test(text));
}

/** Whether a line is a prompt on which a log message was printed: `R1#%LINK-3-UPDOWN: Interface ...`. */
export function isCovered(speech: Speech, prompt: string, line: string): boolean {
  return prompt !== '' && line.startsWith(prompt) && isLog(speech, line.slice(prompt.length));
}

/** What may stand around a prompt without belonging to an answer: a log message, the upper line of the prompt, nothing at all. */
export function isNoise(speech: Speech, line: string): boolean {
  const text = line.trim();
  return text === '' || isLog(speech, text) || speech.above.some((pattern) => pattern.test(text));
}

/** Compiles the patterns of questions. */
export function knowQuestions(questions: readonly Question[] = []): KnownQuestion[] {
  return questions.map((question) => ({ question, pattern: new RegExp(question.match) }));
}

function compile(platform: Platform): Speech {
  const all = (patterns: readonly string[] = []) => patterns.map((pattern) => new RegExp(pattern));
  const one = (pattern: string | undefined) => (pattern === undefined ? undefined : new RegExp(pattern));
  const byMode = (patterns: Partial<Record<Mode, string>>) =>
    DEEPEST_FIRST.flatMap((mode) => {
      const pattern = patterns[mode];
      return pattern === undefined ? [] : [{ mode, pattern: new RegExp(pattern) }];
    });
  return {
    platform,
    prompts: byMode(platform.prompts),
    modesAbove: byMode(platform.modesAbove),
    above: all(platform.above),
    floating: all(platform.floating),
    shell: one(platform.shell?.prompt),
    markers: all(platform.pager.markers),
    pagerQuestions: knowQuestions(platform.pager.questions),
    login: knowQuestions(platform.login),
    errors: all(platform.errors),
    notErrors: all(platform.notErrors),
    done: one(platform.done),
    ends: platform.ends.map(({ command, line }) => ({
      command: new RegExp(`^(?:${command})$`, 'i'),
      line: new RegExp(line),
    })),
    stamps: all(platform.stamps),
    logLines: all(platform.logLines),
    busy: all(platform.busy),
    loginRefused: all(platform.loginRefused),
    refusals: all(platform.privilege?.refusals),
    question: one(platform.privilege?.question),
    nameQuestion: one(platform.privilege?.username),
  };
}
