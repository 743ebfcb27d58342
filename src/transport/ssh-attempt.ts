import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import { credentialIdOf, hasProof } from '../inventory/credentials.js';
import type { Host } from '../inventory/host.js';
import { explainLeave, type Leave } from '../inventory/leave.js';
import { LEGACY, type Offer, offerTo } from './algorithms.js';
import { answersOf, type PromptAnswers } from './answer-prompts.js';
import type { ConnectOptions, Way } from './connect-options.js';
import { type LoginMethod, loginMethods, type OfferNext, offerInTurn } from './credentials.js';
import { HelloKeeper } from './server-hello.js';
import { type ConnectConfig, makeClient, parsePrivateKey, type SshClient } from './ssh-client.js';
import { explainSilence, explainSshError, type SshFailure } from './ssh-error.js';
import type { Transport } from './transport.js';

/** A login on one host, with no shell open yet. */
export interface SshLogin {
  client: SshClient;
  /** The host with the credentials that it accepted. */
  host: Host;
  way: Way;
  phases: Transport['phases'];
  /** A credential was shown and accepted; false where the server asked for none, and its shell may. */
  isProven: boolean;
  /** The identification that the server gave: `OpenSSH_9.2p1`. */
  software: string | undefined;
  /** Logs out; a server that does not answer is cut off after a moment. Safe to call twice. */
  end(): void;
}

/** How long a server may take to close after we have said good-bye. */
const FAREWELL_MS = 2_000;

/** What is shown to a server, made before anything is sent. */
export interface Proof {
  host: Host;
  /** The user's name as the device takes it. */
  username: string;
  answers: PromptAnswers;
  methods: LoginMethod[];
  /** The connection waits for leave to show it. */
  isHeld: boolean;
}

/** Makes it. @throws {DeviceError} `auth` when a key cannot be read */
export function prepare(host: Host, { access, usernameSuffix = '' }: ConnectOptions): Proof {
  const answers = answersOf(host, access.spentCodes);
  const username = withSuffix(host.username ?? '', usernameSuffix);
  const methods = loginMethods({ ...host, username }, answers).map(parseMethodKey);
  return { host, username, answers, methods, isHeld: false };
}

/** A name that has options already keeps its own. */
function withSuffix(username: string, suffix: string): string {
  return username.includes(suffix.slice(0, 1)) ? username : username + suffix;
}

/**
 * One connection, one credential: handshake, host key, authentication.
 *
 * @throws {DeviceError} `kex`, `hostkey`, `auth`, `lockout`, `timeout`, `disconnected`, `cancelled`
 */
export function logInAs(proof: Proof, way: Way, options: ConnectOptions): Promise<SshLogin> {
  const { host, username, answers, methods } = proof;
  const { signal, authMs } = options;
  const { stream, place } = way;
  return new Promise((resolve, reject) => {
    const { offer, unknown } = offerTo(host.ssh);
    const client = makeClient(offer.kex);
    const hello = new HelloKeeper();
    const phases: Transport['phases'] = way.tcpMs === undefined ? {} : { tcp: way.tcpMs };
    let phase: Phase = 'kex';
    let since = performance.now();
    let reason: DeviceError | undefined;
    let hostKey: Buffer | undefined;
    let isKeyNew = false;
    /** Whether a new key that the host has proven was written down. */
    let keeping: Promise<boolean> | undefined;
    let isOver = false;
    const lap = () => {
      const now = performance.now();
      const spent = Math.round((now - since) * 10) / 10;
      since = now;
      return spent;
    };
    const settle = (act: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const fail = (error: DeviceError) =>
      settle(() => {
        client.on('error', () => {});
        client.destroy();
        stream.destroy();
        reject(error);
      });
    const hasRsaKey = methods.some(isRsa);
    const isBare = host.ssh.auth === undefined && methods.every(({ type }) => type === 'none');
    const scene = () => ({
      phase,
      place,
      nothingToShow: isBare ? host.name : undefined,
      offer,
      hasRsaKey,
      hostKey,
      unanswered: answers.unknown,
      hello: hello.read(),
    });
    const onAbort = () => fail(new DeviceError('cancelled', `cancelled while logging in to ${place}`, { phase }));
    const begun = performance.now();
    const startTimer = (ms: number) => setTimeout(() => fail(tooSlow(phase, place, authMs)), ms);
    let timer = startTimer(authMs);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    if (unknown.length > 0)
      options.access.tellOnce(describeUnknown(unknown), (message) => options.onNotice(message, { isForAll: true }));

    const failBadly = (bug: unknown) => settle(() => reject(bug));
    const checkKey = async (key: Buffer, { isProven }: { isProven: boolean }): Promise<boolean> => {
      const { refusal, hint, isNew, notice } = await options.access.judgeKey(host, {
        key,
        isProven,
        policy: options.hostKeys,
      });
      if (isOver) return false;
      isKeyNew = isNew === true;
      if (notice) options.onNotice(notice.message, { group: notice.group });
      if (refusal !== undefined)
        reason = new DeviceError('hostkey', refusal, { phase: 'hostkey', ...(hint !== undefined && { hint }) });
      return refusal === undefined;
    };

    client.on('handshake', (negotiated) => {
      stream.removeListener('data', hello.keep);
      if (isOver || phase === 'auth') return; // keys are renewed now and then
      if (hostKey && isKeyNew) keeping = checkKey(hostKey, { isProven: true });
      phases.kex = lap();
      phase = 'auth';
      if (host.ssh.legacy) warnOfLegacy(negotiated as unknown as Negotiated, place, options);
      options.onStep('logging in');
      options.flights?.enter('auth');
    });
    client.on('ready', () => {
      phases.auth = lap();
      const { software } = hello;
      const isProven = offers.last !== undefined && offers.last !== 'none';
      settle(() => resolve({ client, host, way, phases, isProven, software, end: () => sayFarewell(client) }));
    });
    client.on('change password', () => fail(mustChange(place)));
    client.on('error', (failure: SshFailure) => {
      if (failure.level === 'agent') return;
      fail(reason ?? explainLoss(way) ?? explainSshError(failure, scene()));
    });
    client.on('close', () => fail(reason ?? explainLoss(way) ?? explainClose(scene())));
    const offers: { last: LoginMethod['type'] | undefined } = { last: undefined };
    // Nothing is offered to a host whose key is not settled.
    const whenKept =
      (offer: OfferNext): OfferNext =>
      (...asked) => {
        if (!keeping) return offer(...asked);
        keeping.then((isKept) => (isKept ? offer(...asked) : reason && fail(reason))).catch(failBadly);
      };
    /** Holds the login, its time limit too, while others find out whether the credential is good. */
    const hold = async (answer: Promise<Leave>): Promise<Leave> => {
      clearTimeout(timer);
      const heldAt = performance.now();
      proof.isHeld = true;
      options.onStep('waiting for others with the same credentials');
      const leave = await answer;
      proof.isHeld = false;
      if (isOver) return leave;
      options.onStep('logging in');
      since += performance.now() - heldAt;
      timer = startTimer(Math.max(0, authMs - (heldAt - begun)));
      return leave;
    };
    let leave: Leave | undefined = hasProof(host) ? undefined : { kind: 'given', isProven: false };
    const whenGiven =
      (offer: OfferNext): OfferNext =>
      (...asked) => {
        const take = (given: Leave) => {
          if (isOver) return;
          leave = given;
          if (leave.kind === 'given') offer(...asked);
          else fail(explainLeave(leave, 'these credentials'));
        };
        const answer = leave ?? options.mayShow(credentialIdOf(host));
        if (answer instanceof Promise) hold(answer).then(take).catch(failBadly);
        else take(answer);
      };
    answers.onSpent = () => fail(codeIsSpent(place));
    try {
      client.connect({
        sock: stream,
        username,
        readyTimeout: 0,
        keepaliveInterval: (host.ssh.keepalive ?? 0) * 1000,
        algorithms: offer,
        hostVerifier: (key: Buffer, permit: (isPermitted: boolean) => void) => {
          // When keys are renewed, it has to be the same as before.
          if (isOver) return permit(hostKey?.equals(key) === true);
          hostKey = Buffer.from(key);
          checkKey(hostKey, { isProven: false })
            // With this, ssh2 computes the secret and checks the signature.
            .then((isPermitted) => options.access.turnstile.pass(() => isOver || permit(isPermitted)))
            .catch(failBadly);
        },
        authHandler: whenKept(whenGiven(noteLast(offerInTurn(methods), offers))),
      } as unknown as ConnectConfig);
      options.flights?.follow(stream, { phase: 'kex' });
      stream.on('data', hello.keep);
    } catch (error) {
      fail(error instanceof DeviceError ? error : explainSshError(error as SshFailure, scene()));
    }
  });
}

function isRsa(method: LoginMethod): boolean {
  return method.type === 'publickey' && 'type' in method.key && method.key.type === 'ssh-rsa';
}

/** Keeps in mind which method was offered last: when the server is content, it was that one. */
function noteLast(offer: OfferNext, offers: { last: LoginMethod['type'] | undefined }): OfferNext {
  return (allowed, isPartial, next) =>
    offer(allowed, isPartial, (method) => {
      if (method) offers.last = method.type;
      next(method);
    });
}

/** What both sides agreed on, as ssh2 tells it. */
interface Negotiated {
  kex: string;
  serverHostKey: string;
  cs: { cipher: string; mac: string };
}

function warnOfLegacy({ kex, serverHostKey, cs }: Negotiated, place: string, { onWarning }: ConnectOptions): void {
  const used = { kex, serverHostKey, cipher: cs.cipher, hmac: cs.mac };
  const weak = Object.entries(used).flatMap(([kind, name]) =>
    LEGACY[kind as keyof Offer].includes(name) ? [name] : [],
  );
  if (weak.length > 0) onWarning(`legacy algorithms are used with ${place}: ${weak.join(', ')}`);
}

function describeUnknown(names: readonly string[]): string {
  const list = printableLine([...new Set(names)].join(', '));
  return `SSH algorithms that are not known here are left out: ${list}`;
}

function parseMethodKey(method: LoginMethod): LoginMethod {
  if (method.type !== 'publickey') return method;
  return { ...method, key: parsePrivateKey(method.key, method.passphrase) as unknown as Buffer };
}

/** Ends a connection in an orderly way, and by force where the other side keeps it open: it would keep the process alive. */
function sayFarewell(client: SshClient): void {
  const timer = setTimeout(() => client.destroy(), FAREWELL_MS).unref();
  client.once('close', () => clearTimeout(timer));
  client.end();
}

function explainLoss(way: Way): DeviceError | undefined {
  const lost = way.lostBecause();
  return lost && new DeviceError('disconnected', lost.message, { phase: 'auth', cause: lost });
}

function explainClose(scene: Parameters<typeof explainSilence>[0]): DeviceError {
  if (scene.hello.software === undefined) return explainSilence(scene);
  return new DeviceError('disconnected', `${scene.place} closed the connection before the login was complete`, {
    phase: scene.phase,
  });
}

function mustChange(place: string): DeviceError {
  return new DeviceError('auth', `${place} demands a new password`, {
    phase: 'prompt',
    hint: 'log in by hand and change it',
  });
}

function codeIsSpent(place: string): DeviceError {
  return new DeviceError('auth', `${place} asks for a one-time code, and the one given was used already`, {
    phase: 'prompt',
    hint: 'a code is good for one login: reach the hosts through one jump host that asks for it, or run them one by one',
  });
}

function tooSlow(phase: Phase, place: string, ms: number): DeviceError {
  return new DeviceError('timeout', `the login to ${place} was not complete within ${ms / 1000} s`, { phase });
}
