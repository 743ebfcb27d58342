import type { Mode, Platform } from './platform.js';
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
  errors: RegExp[];
  notErrors: RegExp[];
  done: RegExp | undefined;
  stamps: RegExp[];
  logLines: RegExp[];
  busy: RegExp[];
  loginRefused: RegExp[];
  refusals: RegExp[];
  question: RegExp | undefined;
}

interface ModePattern {
  mode: Mode;
  pattern: RegExp;
}

const DEEPEST_FIRST: readonly Mode[] = ['config', 'privileged', 'exec'];
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

/** A prompt without the parts that change by themselves, for comparing: a counter, a star, a role. */
export function settlePrompt(speech: Speech, prompt: string): string {
  let text = prompt.trim();
  for (const pattern of speech.floating) text = text.replace(pattern, '');
  return text.trim();
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

/** A log message that the device printed into the session, or nothing at all. */
export function isNoise(speech: Speech, line: string): boolean {
  return line.trim() === '' || speech.logLines.some((pattern) => pattern.test(line.trim()));
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
    errors: all(platform.errors),
    notErrors: all(platform.notErrors),
    done: one(platform.done),
    stamps: all(platform.stamps),
    logLines: all(platform.logLines),
    busy: all(platform.busy),
    loginRefused: all(platform.loginRefused),
    refusals: all(platform.privilege?.refusals),
    question: one(platform.privilege?.question),
  };
}
