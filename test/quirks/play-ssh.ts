import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { connectWith } from '../../src/device/connect-host.js';
import { runHost } from '../../src/device/run-host.js';
import type { Host } from '../../src/inventory/host.js';
import type { HostEvent } from '../../src/task/event.js';
import type { HostJob } from '../../src/task/host-job.js';
import type { ErrorReport } from '../../src/task/result.js';
import { Access } from '../../src/transport/access.js';
import { type Script, ScriptedDevice } from '../device/scripted-device.js';
import { type Cut, CutStream } from '../support/cut-stream.js';
import { type Cleanup, makeFolder } from '../support/lab.js';
import { makeCommand, makeJob } from '../support/make-job.js';
import {
  hostAt,
  listen,
  playOn,
  type ServerOptions,
  startServer,
  type Terminal,
  type TestServer,
} from '../transport/ssh-server.js';
import { type Failure, router } from './play.js';

/** One way in which a device behaves before or below its shell, and what must come of it. */
export interface SshQuirk {
  /** How the SSH server differs from a plain one. */
  server?: ServerOptions;
  /** Plays bytes in place of an SSH server. */
  raw?: (stream: Duplex) => void;
  /** What speaks in the shell; a router whose `show a` answers `one` unless given. */
  device?: (terminal: Terminal) => Omit<Script, 'chunk'>;
  /** A jump host on the way, called `gate`. */
  gate?: { server?: ServerOptions; raw?: (stream: Duplex) => void; host?: Partial<Host> };
  /** Differs from a host with the user `u` and the password `p`. */
  host?: Partial<Host>;
  /** Differs from the plainest job. */
  job?: (place: Place) => Partial<HostJob>;
  /** Default: `show a`. */
  commands?: string[];
  /** Output of each command, or its error; the error that ends the login stands last. Default: `one`. */
  expected?: (string | SshFailure)[];
  /** Looked at after each play. */
  check?: (played: SshPlayed) => void;
}

/** What is known once all servers are up. */
export interface Place {
  port: number;
  gatePort: number;
  /** An empty folder. */
  folder: string;
}

export interface SshFailure extends Failure {
  hint?: RegExp;
}

/** What came of one play. */
export interface SshPlayed extends Place {
  server: TestServer;
  /** Lines typed in the shell. */
  typed: string[];
  results: (string | ErrorReport)[];
  notices: string[];
  /** `R1 accepted`, for each credential that was judged. */
  verdicts: string[];
}

/** Pieces that are cut; what comes later goes out whole. */
const MOST_PIECES = 10_000;
const PLAYS = 8;

/**
 * A test that plays a quirk over real SSH: whole, one byte at a time and in random pieces, handshake included. The results
 * must be the same.
 */
export function sshQuirk(title: string, quirk: SshQuirk): void {
  test(title, async () => {
    await playAndJudge(quirk, () => Number.POSITIVE_INFINITY, 'whole');
    await playAndJudge(quirk, () => 1, 'one byte at a time');
    const sizes = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 12 });
    const small = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 });
    const property = fc.asyncProperty(fc.oneof(small, sizes), (list) =>
      playAndJudge(quirk, (index) => list[index % list.length] as number, `in pieces of ${list}`),
    );
    await fc.assert(property, { numRuns: PLAYS, seed: 7, endOnFailure: true });
  });
}

async function playAndJudge(quirk: SshQuirk, sizeOf: Cut, how: string): Promise<void> {
  const later: (() => unknown)[] = [];
  const cleanup = { after: (act: () => unknown) => later.push(act) } as unknown as Cleanup;
  const cut: Cut = (index) => (index < MOST_PIECES ? sizeOf(index) : Number.POSITIVE_INFINITY);
  try {
    judge(quirk, await play(quirk, cut, cleanup), how);
  } finally {
    for (const act of later.reverse()) await act();
  }
}

async function play(quirk: SshQuirk, cut: Cut, t: Cleanup): Promise<SshPlayed> {
  const { gate, device = () => router({ answers: { 'show a': 'one\r\n' } }), commands = ['show a'] } = quirk;
  const typed: string[] = [];
  const shell: ServerOptions['shell'] = (channel, terminal) => {
    const script = device(terminal);
    const onInput = (line: string) => {
      typed.push(line);
      return script.onInput(line);
    };
    playOn(channel, new ScriptedDevice({ ...script, onInput }));
  };
  const server = await startServer(t, { shell, ...quirk.server, cut });
  const port = quirk.raw ? await startRaw(t, quirk.raw, cut) : server.port;
  const gatePort = gate?.raw ? await startRaw(t, gate.raw, cut) : (await startServer(t, { ...gate?.server, cut })).port;
  const place: Place = { port, gatePort, folder: makeFolder(t) };
  const job = makeJob(
    commands.map((text, index) => makeCommand(`c${index}`, text)),
    {
      host: hostAt(port, quirk.host),
      jumps: gate ? [hostAt(gatePort, { name: 'gate', ...gate.host })] : [],
      mode: 'change',
      timeouts: { connectMs: 20_000, authMs: 20_000, promptMs: 20_000, commandMs: 20_000 },
      ...quirk.job?.(place),
    },
  );
  const access = new Access();
  t.after(() => access.close());
  const played: SshPlayed = { ...place, server, typed, results: [], notices: [], verdicts: [] };
  const hear = (event: HostEvent) => {
    if (event.type === 'settled') played.results.push(event.result.error ?? event.result.output ?? '');
    if (event.type === 'notice') played.notices.push(event.message);
    if (event.type === 'login') played.verdicts.push(`${event.hop} ${event.accepted ? 'accepted' : 'refused'}`);
  };
  const outcome = await runHost(job, hear, new AbortController().signal, { connect: connectWith(access) });
  if (outcome.kind === 'failed') played.results.push(outcome.error);
  return played;
}

/** A port that plays bytes of its own. */
async function startRaw(t: Cleanup, act: (stream: Duplex) => void, cut: Cut): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    act(new CutStream(socket, cut));
  });
  return listen(t, server, sockets);
}

function judge(quirk: SshQuirk, played: SshPlayed, how: string): void {
  const { expected = ['one'] } = quirk;
  const shown = played.results.map((result) => (typeof result === 'string' ? result : result.code));
  const wanted = expected.map((result) => (typeof result === 'string' ? result : result.error));
  assert.deepEqual(shown, wanted, `${how}: ${JSON.stringify(played.results)}`);
  for (const [index, failure] of expected.entries()) {
    const result = played.results[index];
    if (typeof failure === 'string' || typeof result !== 'object') continue;
    if (failure.message) assert.match(result.message, failure.message, how);
    if (failure.hint) assert.match(result.hint ?? '', failure.hint, how);
  }
  quirk.check?.(played);
}

/** A check that the user was told something. */
export function tells(notice: RegExp): (played: SshPlayed) => void {
  return ({ notices }) => {
    const found = notices.some((text) => notice.test(text));
    assert.ok(found, `not among ${JSON.stringify(notices)}`);
  };
}
