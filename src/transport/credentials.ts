import { readFileSync } from 'node:fs';
import { DeviceError } from '../error/flow-error.js';
import { systemCode } from '../error/system-error.js';
import type { AuthMethod, Host } from '../inventory/host.js';
import type { PromptAnswers } from './answer-prompts.js';

/** One try at logging in, in ssh2's form. */
export type LoginMethod =
  | { type: 'none'; username: string }
  | { type: 'password'; username: string; password: string }
  | { type: 'publickey'; username: string; key: Buffer; passphrase?: string }
  | { type: 'agent'; username: string; agent: string }
  | { type: 'keyboard-interactive'; username: string; prompt: AnswerPrompts };

/** Called by ssh2 with each round of questions. */
type AnswerPrompts = (
  name: string,
  instructions: string,
  lang: string,
  prompts: { prompt: string }[],
  finish: (answers: string[]) => void,
) => void;

/** What the server may be asked for next: its list of methods, and whether it wants one more after the last. */
export type OfferNext = (
  allowed: string[] | null,
  isPartial: boolean,
  next: (method: LoginMethod | false) => void,
) => void;

const USUAL_ORDER: readonly AuthMethod[] = ['publickey', 'agent', 'password', 'keyboard-interactive'];
/** Who scripts answers has a server that asks more than a password. */
const SCRIPTED_ORDER: readonly AuthMethod[] = ['publickey', 'agent', 'keyboard-interactive', 'password'];
const PASSWORD_METHODS: readonly string[] = ['password', 'keyboard-interactive'];
/** Methods that ask for a credential; a server that wants none of them has its login in the shell. */
const ASKING = ['password', 'keyboard-interactive', 'publickey', 'gssapi-with-mic', 'hostbased'];

/**
 * The ways in which a host's credentials can be offered, in the host's own order or the usual one: key, agent, password,
 * keyboard-interactive. With a password and no key the agent is left alone: some devices hang up after a few keys.
 *
 * @throws {DeviceError} `auth` when the key file cannot be read
 */
export function loginMethods(host: Host, answers: PromptAnswers): LoginMethod[] {
  const order = host.ssh.auth ?? (host.ssh.answers ? SCRIPTED_ORDER : USUAL_ORDER);
  const methods = order.flatMap((type) => makeMethod(type, host, answers) ?? []);
  return methods.length > 0 ? methods : [{ type: 'none', username: host.username ?? '' }];
}

function makeMethod(type: AuthMethod, host: Host, answers: PromptAnswers): LoginMethod | undefined {
  const { username = '', password, key, passphrase, agent } = host;
  switch (type) {
    case 'publickey':
      if (key === undefined) return undefined;
      return { type, username, key: readKey(key), ...(passphrase === undefined ? {} : { passphrase }) };
    case 'agent': {
      const isWanted = host.ssh.auth !== undefined || password === undefined || key !== undefined;
      return agent === undefined || !isWanted ? undefined : { type, username, agent };
    }
    case 'password':
      return password === undefined ? undefined : { type, username, password };
    case 'keyboard-interactive': {
      const prompt: AnswerPrompts = (_name, _instructions, _lang, prompts, finish) => answers.answer(prompts, finish);
      return password === undefined && !host.ssh.answers ? undefined : { type, username, prompt };
    }
    case 'none':
      return { type, username };
    default:
      return type satisfies never;
  }
}

/**
 * Offers one method after the other, but never the same password twice: where the server has refused it as `password` it is
 * not tried again by keyboard-interactive, nor the other way round, because accounts lock. A server that asks for no
 * credential at all gets `none`: such devices ask in their shell.
 *
 * @returns a function for ssh2's `authHandler`
 */
export function offerInTurn(methods: readonly LoginMethod[]): OfferNext {
  let left = [...methods];
  let tried: LoginMethod | undefined;
  const untried = new Set(methods);
  return (allowed, isPartial, next) => {
    const isAllowed = ({ type }: LoginMethod) => type === 'none' || !allowed || allowed.includes(wireName(type));
    if (tried && !isPartial) {
      // What the server does not take yet it has not judged: after a part of the login it may.
      if (!isAllowed(tried) && untried.delete(tried)) left.push(tried);
      else if (PASSWORD_METHODS.includes(tried.type))
        left = left.filter(({ type }) => !PASSWORD_METHODS.includes(type));
    }
    const chosen = left.find(isAllowed) ?? lastResort(methods, { tried, allowed, isPartial });
    left = left.filter((method) => method !== chosen);
    tried = chosen;
    next(chosen ?? false);
  };
}

/** `none` for a server that asks for no credential at all. */
function lastResort(
  methods: readonly LoginMethod[],
  last: { tried: LoginMethod | undefined; allowed: string[] | null; isPartial: boolean },
): LoginMethod | undefined {
  const { tried, allowed, isPartial } = last;
  if (!allowed || isPartial || allowed.some((name) => ASKING.includes(name))) return undefined;
  const isTried = tried?.type === 'none' || methods.some(({ type }) => type === 'none');
  return isTried ? undefined : { type: 'none', username: methods[0]?.username ?? '' };
}

function wireName(type: AuthMethod): string {
  return type === 'agent' ? 'publickey' : type;
}

function readKey(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = systemCode(error) === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw new DeviceError('auth', `the private key ${path} was not tried: ${reason}`, { phase: 'auth', cause: error });
  }
}
