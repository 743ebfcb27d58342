/**
 * How a device family speaks, as read from `platforms/NAME.yaml` (schema: `schemas/platform.schema.json`).
 * Patterns are JavaScript regular expressions without flags; those for prompts are matched against the last line
 * of the normalised text, trailing blanks removed.
 *
 * @see scrapligo v1.4.1 assets/platforms for the idea of a device family as data
 */
export interface Platform {
  name: string;
  title: string;
  aliases: string[];
  /** What Enter sends: "\n", "\r" or "\r\n". */
  enter: string;
  /** `required`: an output without its echo is incomplete; `optional`: the device does not always repeat what is typed. */
  echo: 'required' | 'optional';
  /** Prompt patterns by mode, tried from the last to the first. */
  prompts: Partial<Record<Mode, string>>;
  /** Sent at login, in order, before the first command; a refusal is a notice, not a failure. */
  setup: SetupStep[];
  /** Several set-up lines may be sent in one write, before the prompt of the first is back. */
  typeAhead: boolean;
  privilege?: Privilege;
  config?: ConfigMode;
  /** How changes are written to start-up. */
  save?: SaveCommand;
  pager: { markers: string[]; answer: string };
  /** Lines, after the echo, that mean the device rejected the command. */
  errors: string[];
  /** Lines that look like errors or output but are log messages. */
  logLines: string[];
  /** Commands that only read: what `mode: read` lets through. Each is a regular expression for the start of the command. */
  read: string[];
  /** Sent in order when leaving. */
  logout: string[];
  /** Parts of an output that differ from day to day; masked before outputs are compared. */
  volatile: string[];
  /** Parts of an output that are secrets; the first group of each is what is masked. */
  secrets: string[];
}

/** Where the prompt stands: first level, privileged, configuration. */
export type Mode = 'exec' | 'privileged' | 'config';

export interface SetupStep {
  send: string;
  /** Only when the session stands in this mode. */
  mode?: Mode;
  /**
   * The line gives the shell this prompt, a pattern: it is the only one from then on, and its group `status` is the exit
   * status of a command. `{nonce}`, here and in `send`, is random text of the session.
   */
  prompt?: string;
}

export interface Privilege {
  /** From exec to privileged. */
  command: string;
  /** The question for the secret, in the unfinished last line. */
  question: string;
  /** Lines that mean the secret was wrong. */
  refusals: string[];
  /** The set-up lines must be sent again in the privileged mode (a new shell). */
  setupAgain?: boolean;
}

export interface ConfigMode {
  enter: string;
  leave: string;
  /** Commits candidate changes before leaving; only on platforms that have them. */
  commit?: string;
  abort?: string;
}

export interface SaveCommand {
  command: string;
  /** Must be in the answer for a save to count. */
  success: string;
}
