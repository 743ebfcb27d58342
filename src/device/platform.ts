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
  /** Rejected text stays on the input line: it is cleared with Ctrl-U and Enter. */
  clearInput?: boolean;
  /** Options of the terminal that the device takes behind the user name (RouterOS `+ct511w`); never shown. */
  usernameSuffix?: string;
  /** Size of the terminal that is asked for; 511 columns and 1000 rows unless the platform wants another. */
  terminal: { columns: number; rows: number };
  /** Prompt patterns by mode, the deepest mode tried first. */
  prompts: Partial<Record<Mode, string>>;
  /** The line above the prompt, where a platform has two-line prompts: a part of the prompt, not of an output. */
  above: string[];
  /** Modes that only the line above the prompt tells; tried before `prompts`. */
  modesAbove: Partial<Record<Mode, string>>;
  /** Parts of a prompt that change by themselves (a counter, a star, a clock, a role): left out when prompts are compared. */
  floating: string[];
  /** Questions between the connection and the first prompt, and what is typed; never anything that is not listed. */
  login: Question[];
  /** Lines at login that mean: wrong credentials. */
  loginRefused: string[];
  /** Lines at login that mean: no free session, or not ready yet. */
  busy: string[];
  /** A login that lands in a shell goes on to the command line of the device with this command. */
  shell?: { prompt: string; enter: string };
  /** Sent at login, in order, before the first command; a refusal is a notice, not a failure. */
  setup: SetupStep[];
  /** Several set-up lines may be sent in one write, before the prompt of the first is back. */
  typeAhead: boolean;
  privilege?: Privilege;
  config?: ConfigMode;
  /** Shows the running configuration; read before and after a change, to tell what changed. */
  running?: string;
  /** How changes are written to start-up. */
  save?: SaveCommand;
  checksum?: ChecksumCommand;
  pager: Pager;
  /** Lines, after the echo, that mean the device rejected the command. */
  errors: string[];
  /** Lines that look like errors but are none; stronger than `errors`. */
  notErrors: string[];
  /** A last line that ends each successful output (`Done`): it is removed, and its absence is a rejection. */
  done?: string;
  /** Outputs of which the last line is known: no prompt ends them before it, and without it they are incomplete. */
  ends: OutputEnd[];
  /** First lines that the device puts before each output (a date, a load): removed. */
  stamps: string[];
  /** Lines that are log messages. */
  logLines: string[];
  /** Commands that only read: what `mode: read` lets through. Each is a regular expression for the start of the command. */
  read: string[];
  /** Sent in order when leaving. */
  logout: string[];
  /** Questions when leaving, and what is typed: do not save, do leave. */
  logoutAnswers: Question[];
  /** Parts of an output that differ from day to day; masked before outputs are compared. */
  volatile: string[];
  /** Parts of an output that are secrets; the first group of each is what is masked. */
  secrets: string[];
}

/** Every name a platform goes by, the one that the host was given first: templates may be listed under any of them. */
export function namesOfPlatform(given: string, { name, aliases }: Platform): string[] {
  return [...new Set([given, given.replace(/_(?:ssh|telnet)$/, ''), name, ...aliases])];
}

/** Where the prompt stands: first level, privileged, configuration. */
export type Mode = 'exec' | 'privileged' | 'config';

/** A question in the unfinished last line, and what is typed. */
export interface Question {
  match: string;
  /** Typed with Enter; an empty text is Enter alone. */
  send?: string;
  /** Typed without Enter: a single key. */
  key?: string;
  /** The host's own credential is typed, with Enter; never logged. */
  credential?: 'username' | 'password' | 'secret';
  /** How often it may be answered in one login; once unless given. */
  times?: number;
}

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
  /** A question for a user name that comes before; answered with the host's. */
  username?: string;
  /** Lines that mean the secret was wrong. */
  refusals: string[];
  /** The set-up lines must be sent again in the privileged mode (a new shell). */
  setupAgain?: boolean;
}

/** The last line of an output, such as the `end` of a configuration. */
export interface OutputEnd {
  /** The whole command, abbreviations included; blanks count as one, capitals do not matter. */
  command: string;
  /** Its last line that is not empty. */
  line: string;
}

/** What to do where output stops for a key in spite of the set-up. */
export interface Pager {
  /** The unfinished last lines at which output waits. */
  markers: string[];
  /** Typed without Enter. */
  answer: string;
  /**
   * The device erases its marker before it goes on, so that one which stays may be text, and the output is not trusted. True unless
   * given, where the answer is a blank; a device may repeat any other.
   */
  erases?: boolean;
  /** Questions in the middle of an output that only want to go on (`next 15 entries? (y/n)`); removed as markers are. */
  questions?: Question[];
}

export interface ConfigMode {
  /** Empty on platforms without such a mode: lines are typed where the session stands, in the privileged mode if there is one. */
  enter: string;
  /** Leaves from any depth; sent up to `leaveTimes` until the prompt is another mode's. Empty where there is nothing to leave. */
  leave: string;
  leaveTimes?: number;
  /** Makes candidate changes effective; only on platforms that have them. */
  commit?: string;
  /** Must be in the answer for a commit to count. */
  committed?: string;
  /** Tells, still in the mode, why a commit has failed. */
  explain?: string;
  /** Tests candidate changes without making them effective. */
  check?: string;
  /** Drops candidate changes. */
  abort?: string;
  /** Lines that mean somebody else holds the configuration. */
  locked?: string[];
  /** Questions while entering, committing, dropping or leaving, and what is typed. */
  answers?: Question[];
  /** Texts of several lines that the device takes without a prompt. */
  bodies?: TextBody[];
}

/** A text of several lines in a configuration: a banner, a certificate. Neither prompt nor check comes before its end. */
export interface TextBody {
  /** The line that begins it; its group `end`, if there is one, is the delimiter, which ends it wherever it comes again. */
  starts: string;
  /** The line that ends it, where there is no group `end`. */
  ends?: string;
  /** What the device says when it waits for the text: without it nothing of the text is typed. */
  ready: string;
}

/** How the device computes the checksum of a file. */
export interface ChecksumCommand {
  /** `{file}` is the path of the file. */
  command: string;
  /** Its first group is the checksum, in hexadecimal digits; their number tells the algorithm. */
  pattern: string;
}

export interface SaveCommand {
  command: string;
  /** Must be in the answer for a save to count. */
  success: string;
  /** The save is typed in this mode; outside of configuration unless given. */
  mode?: Mode;
  answers?: Question[];
}

/** The name that a host has for a platform that nobody has told: it is found out at the first contact. */
export const AUTO = 'auto';

/** Whether a condition cannot be judged yet: it speaks of the platform of a host for which that is still to be found out. */
export function awaitsPlatform(condition: string, platform: string): boolean {
  return platform === AUTO && condition.includes('platform');
}

/** The key in a text that a device would act on before the line is complete: completion, or help. A Unix shell knows no help key. */
export function findActingKey({ config }: Pick<Platform, 'config'>, text: string): 'Tab' | '?' | undefined {
  if (text.includes('\t')) return 'Tab';
  return config && text.includes('?') ? '?' : undefined;
}
