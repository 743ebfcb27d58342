import { readFileSync } from 'node:fs';
import { DeviceError } from '../error/flow-error.js';
import type { Host } from '../inventory/host.js';

/** One try at logging in, in ssh2's form. */
export type LoginMethod =
  | { type: 'none'; username: string }
  | { type: 'password'; username: string; password: string }
  | { type: 'publickey'; username: string; key: Buffer; passphrase?: string }
  | { type: 'agent'; username: string; agent: string }
  | {
      type: 'keyboard-interactive';
      username: string;
      prompt: (
        name: string,
        instructions: string,
        lang: string,
        prompts: { prompt: string }[],
        finish: (answers: string[]) => void,
      ) => void;
    };

/**
 * The ways in which a host's credentials can be offered, in order: key, agent, password, keyboard-interactive. With a
 * password and no key the agent is left alone: some devices hang up after a few keys.
 *
 * @throws {DeviceError} `auth` when the key file cannot be read
 */
export function loginMethods(host: Host): LoginMethod[] {
  const username = host.username ?? '';
  const { password, agent } = host;
  const methods: LoginMethod[] = [];
  if (host.key !== undefined) {
    methods.push({
      type: 'publickey',
      username,
      key: readKey(host.key),
      ...(host.passphrase === undefined ? {} : { passphrase: host.passphrase }),
    });
  }
  if (agent !== undefined && (password === undefined || host.key !== undefined))
    methods.push({ type: 'agent', username, agent });
  if (password !== undefined) {
    methods.push({ type: 'password', username, password });
    methods.push({ type: 'keyboard-interactive', username, prompt: answerPrompts(password) });
  }
  return methods.length > 0 ? methods : [{ type: 'none', username }];
}

/**
 * Offers one method after the other, but never the same password twice: where the server has refused it as `password` it is
 * not tried again by keyboard-interactive, because accounts lock.
 *
 * @returns a function for ssh2's `authHandler`
 */
export function offerInTurn(methods: readonly LoginMethod[]) {
  const left = [...methods];
  let tried: LoginMethod | undefined;
  return (allowed: string[] | null, isPartial: boolean, next: (method: LoginMethod | false) => void): void => {
    const passwordWasWrong = tried?.type === 'password' && !isPartial && allowed?.includes('password') === true;
    for (;;) {
      const method = left.shift();
      if (!method) {
        next(false);
        return;
      }
      if (passwordWasWrong && method.type === 'keyboard-interactive') continue;
      const name = method.type === 'agent' ? 'publickey' : method.type;
      if (allowed && !allowed.includes(name)) continue;
      tried = method;
      next(method);
      return;
    }
  };
}

/** Answers questions by their text, not by their order; the password is given once. */
function answerPrompts(password: string) {
  let given = false;
  return (
    _name: string,
    _instructions: string,
    _lang: string,
    prompts: { prompt: string }[],
    finish: (answers: string[]) => void,
  ): void => {
    finish(
      prompts.map(({ prompt }) => {
        if (!/passw|passcode|kennwort/i.test(prompt) || given) return '';
        given = true;
        return password;
      }),
    );
  };
}

function readKey(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw new DeviceError('auth', `the private key ${path} was not tried: ${reason}`, { phase: 'auth', cause: error });
  }
}
