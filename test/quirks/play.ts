import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadPlatform } from '../../src/device/load-platform.js';
import type { Platform } from '../../src/device/platform.js';
import type { KnownAnswer } from '../../src/device/question.js';
import type { Reply } from '../../src/device/reply.js';
import { Session } from '../../src/device/session.js';
import { DeviceError } from '../../src/error/flow-error.js';
import { type Answer, type Script, ScriptedDevice } from '../device/scripted-device.js';
import { finish, VirtualClock } from './virtual-clock.js';

/** One way in which a device behaves, and what must come of it. */
export interface Quirk {
  /** A platform's name; default: cisco_ios. */
  platform?: string;
  /** Differs from that platform. */
  change?: Partial<Platform>;
  /** A fresh device for each play. */
  device: (say: Voice) => Omit<Script, 'chunk'>;
  /** A `line` is typed as one of a configuration is: it may lead to another mode. */
  commands?: (string | { line: string } | { command: string; answers?: KnownAnswer[]; timeoutMs?: number })[];
  /** Climb to the privileged mode first. */
  enable?: boolean;
  credentials?: { username?: string; password?: string; secret?: string };
  /** Output of each command, or the code of its error; after a lost session nothing more is typed. */
  expected: (string | Failure)[];
  /** What ends the login instead. */
  login?: Failure;
  /** All lines typed, in one play where nothing is cut. */
  typed?: string[];
  /** Looked at after each play. */
  check?: (played: Played) => void;
}

/** How a command or a login fails. */
export interface Failure {
  error: string;
  message?: RegExp;
}

/** What the device can do by itself, while it is played. */
export interface Voice {
  say: (text: string) => void;
  hangUp: (reason?: Error) => void;
}

/** What came of one play. */
export interface Played {
  device: ScriptedDevice;
  login: DeviceError | undefined;
  results: (string | DeviceError)[];
  replies: Reply[];
  notices: string[];
  clock: VirtualClock;
}

/** A test that plays a quirk whole, one byte at a time and in random pieces: the results must be the same. */
export function quirk(title: string, quirk: Quirk): void {
  test(title, async () => {
    const whole = await play(quirk, () => Number.POSITIVE_INFINITY);
    judge(quirk, whole, 'whole');
    if (quirk.typed) assert.deepEqual(whole.device.typed, quirk.typed);
    judge(quirk, await play(quirk, () => 1), 'one byte at a time');
    const sizes = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 12 });
    const small = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(small, sizes), async (list) => {
        judge(quirk, await play(quirk, (index) => list[index % list.length] as number), `in pieces of ${list}`);
      }),
      { numRuns: 20, seed: 7 },
    );
  });
}

/** Plays a quirk once: login, commands, logout, all in virtual time. */
export async function play(quirk: Quirk, chunk: (index: number) => number): Promise<Played> {
  let device: ScriptedDevice | undefined;
  const voice: Voice = { say: (text) => device?.say(text), hangUp: (reason) => device?.hangUp(reason) };
  device = new ScriptedDevice({ ...quirk.device(voice), chunk });
  const clock = new VirtualClock();
  const played: Played = { device, login: undefined, results: [], replies: [], notices: [], clock };
  const platform: Platform = { ...loadPlatform(quirk.platform ?? 'cisco_ios'), ...quirk.change };
  clock.install();
  try {
    await finish(speak(quirk, platform, played), clock, () => played.device.isQuiet);
  } finally {
    clock.remove();
  }
  assert.equal(clock.pending, 0, 'no timer is left');
  assert.equal(device.isEnded, true, 'the connection was ended');
  return played;
}

async function speak(quirk: Quirk, platform: Platform, played: Played): Promise<void> {
  const { username = 'u', password = 'pw', secret } = quirk.credentials ?? {};
  const session = new Session(played.device, {
    platform,
    promptMs: 15_000,
    commandMs: 30_000,
    signal: new AbortController().signal,
    nonce: 'n0nce',
    onRefusedSetup: (message) => played.notices.push(message),
  });
  const { replies } = played;
  let failure: DeviceError | undefined;
  try {
    await session.start({ username, password, secret });
    await session.setUp({ enable: quirk.enable === true });
  } catch (error) {
    played.login = error as DeviceError;
    session.abandon();
    return;
  }
  try {
    for (const item of quirk.commands ?? []) {
      if (typeof item === 'object' && 'line' in item) {
        replies.push(await session.line(item.line, { phase: 'config', timeoutMs: 30_000 }));
        continue;
      }
      const { command, answers = [], timeoutMs = 30_000 } = typeof item === 'string' ? { command: item } : item;
      replies.push(await session.command(command, { timeoutMs, answers }));
    }
    await session.leave();
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    failure = error;
    session.abandon();
  }
  for (const reply of replies) {
    const said = session.rejectionIn(reply);
    const result = await reply.final().then(
      () => (said === undefined ? reply.output : new DeviceError('device', said, { phase: 'command' })),
      (error: DeviceError) => error,
    );
    played.results.push(result);
  }
  if (failure) played.results.push(failure);
}

function judge(quirk: Quirk, played: Played, how: string): void {
  if (quirk.login) {
    check(played.login ?? 'it logged in', quirk.login, how);
    quirk.check?.(played);
    return;
  }
  assert.equal(played.login, undefined, how);
  const shown = played.results.map((result) => (typeof result === 'string' ? result : result.code));
  const wanted = quirk.expected.map((result) => (typeof result === 'string' ? result : result.error));
  assert.deepEqual(shown, wanted, how);
  for (const [index, result] of quirk.expected.entries())
    if (typeof result !== 'string') check(played.results[index] as DeviceError, result, how);
  quirk.check?.(played);
}

function check(result: DeviceError | string, failure: Failure, how: string): void {
  assert.ok(result instanceof DeviceError, `${how}: ${result}`);
  assert.equal(result.code, failure.error, how);
  if (failure.message) assert.match(result.message, failure.message, how);
}

/** A router that answers from a table; what is not in it is answered with the prompt alone. */
export interface Router {
  banner?: string;
  prompt?: string;
  /** Bytes between the end of the typed line and the prompt, by line. */
  answers?: Record<string, string>;
  /** What is sent back for a typed line, with its line end. */
  echo?: (line: string) => string;
  /** Says something else than the table; undefined for the table. */
  on?: (line: string) => Answer | undefined;
  keys?: readonly string[];
}

export function router(options: Router): Omit<Script, 'chunk'> {
  const { banner = '\r\n', prompt = 'R1#', answers = {}, echo = (line) => `${line}\r\n`, on } = options;
  return {
    banner: `${banner}${prompt}`,
    ...(options.keys ? { keys: options.keys } : {}),
    onInput: (line) => {
      const own = on?.(line);
      if (own) return own;
      if (/^(?:exit|quit|logout)$/.test(line)) return { text: echo(line), close: true };
      return { text: `${echo(line)}${answers[line] ?? ''}${prompt}` };
    },
  };
}

/** The device says this to a line, and nothing any more after it. */
export function stopBehind(command: string, text: string): (line: string) => Answer | undefined {
  let isStuck = false;
  return (line) => {
    if (isStuck) return { text: '' };
    if (line !== command) return undefined;
    isStuck = true;
    return { text: `${command}\r\n${text}` };
  };
}

/** The same text, so many times. */
export const times = (count: number, text: string): string => text.repeat(count);
