import type { Mode, Platform } from './platform.js';

/** A platform with its patterns compiled: what a session listens for. */
export interface Speech {
  platform: Platform;
  /** The deepest mode first, so that `R1(config)#` is not taken for `R1#`. */
  prompts: { mode: Mode; pattern: RegExp }[];
  markers: RegExp[];
  errors: RegExp[];
  logLines: RegExp[];
  refusals: RegExp[];
  question: RegExp | undefined;
}

const DEEPEST_FIRST: readonly Mode[] = ['config', 'privileged', 'exec'];
const compiled = new WeakMap<Platform, Speech>();

/** Compiles a platform's patterns, once per platform. */
export function speechOf(platform: Platform): Speech {
  let speech = compiled.get(platform);
  if (!speech) {
    speech = {
      platform,
      prompts: DEEPEST_FIRST.flatMap((mode) => {
        const pattern = platform.prompts[mode];
        return pattern === undefined ? [] : [{ mode, pattern: new RegExp(pattern) }];
      }),
      markers: platform.pager.markers.map((pattern) => new RegExp(pattern)),
      errors: platform.errors.map((pattern) => new RegExp(pattern)),
      logLines: platform.logLines.map((pattern) => new RegExp(pattern)),
      refusals: (platform.privilege?.refusals ?? []).map((pattern) => new RegExp(pattern)),
      question: platform.privilege ? new RegExp(platform.privilege.question) : undefined,
    };
    compiled.set(platform, speech);
  }
  return speech;
}

/** The mode whose prompt this line looks like; undefined when it looks like none. */
export function modeOf(speech: Speech, line: string): Mode | undefined {
  const text = line.trim();
  return text === '' ? undefined : speech.prompts.find(({ pattern }) => pattern.test(text))?.mode;
}

/**
 * The line of an output by which the device says that it rejected the command. Only the first and the last three lines
 * with text are looked at: an error inside a long output belongs to that output.
 */
export function findRejection(speech: Speech, lines: readonly string[]): string | undefined {
  const shown = lines.filter((line) => line.trim() !== '');
  const ends = shown.length <= 6 ? shown : [...shown.slice(0, 3), ...shown.slice(-3)];
  return ends.find((line) => speech.errors.some((pattern) => pattern.test(line)));
}

/** A log message that the device printed into the session, or nothing at all. */
export function isNoise(speech: Speech, line: string): boolean {
  return line.trim() === '' || speech.logLines.some((pattern) => pattern.test(line.trim()));
}
