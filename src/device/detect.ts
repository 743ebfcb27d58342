import { DeviceError } from '../error/flow-error.js';
import type { Transport } from '../transport/transport.js';
import { ANSWER_SIGNS, IDENT_SIGNS, NEXT_PROBES, PROBES, PROMPT_SIGNS, type Sign } from './detect-table.js';
import type { Credentials } from './login-dialogue.js';
import { AUTO, type Platform } from './platform.js';
import { platformOf } from './platform-of.js';
import { Relay } from './relay.js';
import { Session, type SessionOptions } from './session.js';
import { modeOf, speechOf } from './speech.js';

/** What finding out needs. */
export interface DetectOptions extends Omit<SessionOptions, 'platform' | 'onRefusedSetup'> {
  credentials: Credentials;
  /** Folders with platforms of the user's own: a definition there may stand for a built-in one. */
  platformDirs: readonly string[];
  /** What is typed, for people. */
  onStep: (step: string) => void;
}

/** Who it is, and the transport on which a session of that platform may begin. */
export interface Detected {
  platform: Platform;
  transport: Transport;
}

const MOST_PROBES = 2;

/**
 * Finds out which family a device is of: by its SSH identification, its prompt, and at most two commands that only read.
 * Whatever the signs say, the prompt must be one of the platform's.
 *
 * @throws {DeviceError} `prompt` when nothing tells; else what a login may end with
 */
export async function detectPlatform(transport: Transport, options: DetectOptions): Promise<Detected> {
  const relay = new Relay(transport);
  const auto = await platformOf(AUTO, options.platformDirs);
  const session = new Session(relay.first(), { ...options, platform: auto, onRefusedSetup: () => {} });
  try {
    await session.start(options.credentials);
    await session.setUp({ enable: false });
    const platform = await findOut(session, transport.software ?? '', options);
    // The same Enter as before: a line feed after a carriage return counts as a part of it.
    return { platform, transport: relay.second(auto.enter) };
  } finally {
    session.abandon();
  }
}

async function findOut(session: Session, ident: string, options: DetectOptions): Promise<Platform> {
  const { prompt } = session;
  const find = (signs: readonly Sign[], text: string) =>
    findPlatform(signs, { text, prompt, dirs: options.platformDirs });
  const known = (await find(PROMPT_SIGNS, prompt)) ?? (await find(IDENT_SIGNS, ident));
  if (known) return known;
  const [, ...commands] = PROBES.find(([shape]) => shape.test(prompt)) ?? [/$/];
  let said = '';
  for (let index = 0; index < MOST_PROBES; index++) {
    const command = commands[index] ?? NEXT_PROBES.find(([pattern]) => pattern.test(said))?.[1];
    if (command === undefined) break;
    options.onStep(command);
    said = (await session.command(command, { timeoutMs: options.commandMs })).lines.join('\n');
    const found = await find(ANSWER_SIGNS, said);
    if (found) return found;
  }
  throw new DeviceError(
    'prompt',
    `the platform could not be found out: nothing is known of a prompt such as "${prompt}"`,
    {
      phase: 'prompt',
      last: `${said}\n${prompt}`.trim().slice(-200),
      hint: 'write its name instead of `platform: auto`; `flow platforms` lists them',
    },
  );
}

/** The first platform whose sign is in the text, and which could have the prompt. */
async function findPlatform(
  signs: readonly Sign[],
  { text, prompt, dirs }: { text: string; prompt: string; dirs: readonly string[] },
): Promise<Platform | undefined> {
  for (const [pattern, name] of signs) {
    if (!pattern.test(text)) continue;
    const platform = await platformOf(name, dirs);
    const speech = speechOf(platform);
    if (modeOf(speech, prompt) !== undefined || speech.shell?.test(prompt)) return platform;
  }
  return undefined;
}
