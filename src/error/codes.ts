/**
 * The closed set of reasons for which one task on one host can fail, with what each means
 * and what a user can do about it. The README lists them from here.
 */
export const ERROR_CODES = {
  dns: { meaning: 'the name of the host has no address', hint: 'check the spelling of `address`, or your resolver' },
  unreachable: { meaning: 'no answer on the way to the host', hint: 'check routing, firewalls and `address`' },
  refused: { meaning: 'the host refuses connections on that port', hint: 'check `port`, and that SSH is enabled' },
  kex: {
    meaning: 'client and device have no SSH algorithm in common',
    hint: 'add the missing algorithm under `ssh.algorithms`, or set `ssh: {legacy: true}` for this host',
  },
  hostkey: {
    meaning: 'the host key is unknown (strict), not the pinned one, or not proven',
    hint: 'compare the key with the one that the device itself tells; until they agree do not log in',
  },
  auth: {
    meaning: 'the device did not accept the credentials',
    hint: 'check `username`, `password`, `key` and `secret`',
  },
  lockout: {
    meaning: 'not tried: the same credentials had failed too often',
    hint: 'mend the credentials first; devices lock accounts after a few wrong passwords',
  },
  vty_full: { meaning: 'the device has no free session', hint: 'close idle sessions on the device, or retry later' },
  prompt: {
    meaning: 'no prompt of the platform was recognised',
    hint: 'check `platform`; `flow check` shows what the device sent',
  },
  timeout: {
    meaning: 'the device did not answer in time',
    hint: 'raise `timeout` for this task if the device is slow',
  },
  disconnected: {
    meaning: 'the connection was lost',
    hint: 'the device closed the session, rebooted or dropped off the network',
  },
  device: { meaning: 'the device rejected the command', hint: 'run the command by hand, or check `platform`' },
  incomplete: {
    meaning: 'the end of the output was not seen',
    hint: 'the output may be cut short: it is kept, but not trusted',
  },
  parse: { meaning: 'the output could not be parsed', hint: 'compare the template with the output' },
  expect: { meaning: 'an expectation did not hold', hint: 'the device answered, but not as the playbook expects' },
  save: {
    meaning: 'the output was not saved',
    hint: 'check that the file can be written, and that the output is what it should be',
  },
  template: { meaning: 'a template could not be rendered', hint: 'check the names used between {{ and }}' },
  cancelled: { meaning: 'stopped before it had finished', hint: 'run it again' },
  worker_lost: { meaning: 'the worker that ran it died', hint: 'run it again; look at the memory of the machine' },
  internal: { meaning: 'a bug in flow', hint: 'please report it' },
} as const satisfies Record<string, { meaning: string; hint: string }>;

/** What can be done about a change that may have begun, whatever cut it off: never simply to run it again. */
export const UNKNOWN_HINT =
  'look at the device first; then `--rerun HOST` with `flow retry` or `flow resume` makes the change again';

/** Why a task was raised; one of the keys of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What was being done when it failed. */
export type Phase =
  | 'tcp'
  | 'kex'
  | 'hostkey'
  | 'auth'
  | 'prompt'
  | 'enable'
  | 'setup'
  | 'config'
  | 'command'
  | 'save'
  | 'check';
