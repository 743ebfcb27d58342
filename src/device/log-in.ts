import { DeviceError } from '../error/flow-error.js';
import { credentialIdOf, secretIdOf } from '../inventory/credentials.js';
import type { AskLeave } from '../inventory/leave.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob } from '../task/host-job.js';
import type { Phases } from '../task/result.js';
import type { Transport } from '../transport/transport.js';
import type { Connect } from './connect-host.js';
import { detectPlatform } from './detect.js';
import type { JobRecord } from './job-record.js';
import { AUTO, type Platform } from './platform.js';
import { platformOf } from './platform-of.js';
import type { TaskContext } from './run-task.js';
import { Session, type SessionOptions } from './session.js';

/** A session that stands on its prompt. */
export interface Login {
  context: TaskContext;
  phases: Phases;
}

/** What logging in needs beside the job. */
export interface LoginTools {
  emit(event: HostEvent): void;
  signal: AbortSignal;
  connect: Connect;
  mayShow: AskLeave;
}

/**
 * Connects and reaches the prompt, and the privileged mode where it is wanted; with the next of the host's credentials where its shell refuses one.
 *
 * @throws {DeviceError} when there is no session; nothing of it is left open
 */
export async function logIn(
  job: HostJob,
  record: JobRecord,
  { emit, signal, connect, mayShow }: LoginTools,
): Promise<Login> {
  for (;;) {
    const transport = await connect(job, { emit, signal, mayShow, flights: record.flights });
    const host = transport.host ?? job.host;
    record.software = transport.software;
    const tell = (credential: string, accepted: boolean) =>
      emit({ type: 'login', host: job.host.name, hop: job.host.name, at: Date.now(), credential, accepted });
    let session: Session | undefined;
    try {
      const spoken = await findSpeech({ ...job, host }, { transport, record, signal });
      const { platform } = spoken;
      session = new Session(spoken.transport, sessionOptions(job, platform, { emit, signal, record }));
      const context = { job: spoken.job, platform, session, record, transport, signal };
      const prompt = await reachPrompt(context, () => !transport.isProven && tell(credentialIdOf(host), true), mayShow);
      if (session.mode !== 'exec' && host.secret !== undefined) tell(secretIdOf(host), true);
      return { context, phases: { ...transport.phases, prompt } };
    } catch (error) {
      if (session) session.abandon();
      else transport.end();
      if (!(error instanceof DeviceError) || error.code !== 'auth') throw error;
      if (error.phase === 'enable') tell(secretIdOf(host), false);
      if (error.phase !== 'auth') throw error;
      tell(credentialIdOf(host), false);
      if (!transport.refuse?.()) throw error;
    }
  }
}

/** The platform of the host, and the transport to speak it on: where nobody has told it, it is found out first. */
async function findSpeech(
  job: HostJob,
  { transport, record, signal }: { transport: Transport; record: JobRecord; signal: AbortSignal },
): Promise<{ platform: Platform; transport: Transport; job: HostJob }> {
  const { host, timeouts, platformDirs } = job;
  if (host.platform !== AUTO) return { platform: await platformOf(host.platform, platformDirs), transport, job };
  record.step('finding out the platform');
  const found = await detectPlatform(transport, {
    credentials: { username: host.username, password: host.password, secret: host.secret },
    promptMs: timeouts.promptMs,
    commandMs: timeouts.commandMs,
    signal,
    nonce: '',
    ...(record.recorder && { recorder: record.recorder }),
    platformDirs,
    onStep: (step) => record.step(step),
  });
  const { name } = found.platform;
  record.platform = name;
  return { ...found, job: { ...job, host: { ...host, platform: name } } };
}

function sessionOptions(
  { host, timeouts }: HostJob,
  platform: Platform,
  { emit, signal, record }: { emit(event: HostEvent): void; signal: AbortSignal; record: JobRecord },
): SessionOptions {
  return {
    platform,
    promptMs: timeouts.promptMs,
    commandMs: timeouts.commandMs,
    signal,
    nonce: record.nonce,
    ...(record.recorder && { recorder: record.recorder }),
    onRefusedSetup: (message) => emit({ type: 'notice', host: host.name, at: Date.now(), message }),
  };
}

/**
 * Reaches the prompt, and the privileged mode where it is wanted.
 *
 * @param onPrompt  called in between
 * @returns milliseconds
 */
async function reachPrompt(
  { job, platform, session, record }: TaskContext,
  onPrompt: () => void,
  mayShow: AskLeave,
): Promise<number> {
  const since = performance.now();
  record.step('waiting for the prompt');
  record.flights?.enter('prompt');
  const { username, password, secret } = job.host;
  await session.start({ username, password, secret, mayShowSecret: () => mayShow(secretIdOf(job.host)) });
  onPrompt();
  const enable = job.enable === true || (job.enable === 'auto' && secret !== undefined);
  if (enable && platform.privilege && session.mode === 'exec') record.step(platform.privilege.command);
  record.flights?.enter(enable ? 'setup+enable' : 'setup');
  await session.setUp({ enable });
  return Math.round((performance.now() - since) * 10) / 10;
}
