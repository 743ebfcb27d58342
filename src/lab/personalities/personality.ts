import type { DeviceSeed } from '../device-facts.js';

/**
 * How one family of devices behaves behind its login. A personality makes one Device per simulated host,
 * which lives as long as the lab, and one Shell per login.
 */
export interface Personality {
  /** The platform it stands in for: `cisco_ios`. */
  name: string;
  aliases: readonly string[];
  /** How the device names itself in SSH's first line: `Cisco-1.25`. */
  ident: string;
  /** SSH lets everybody in; the shell asks for user and password. */
  logsInByShell?: boolean;
  /** Options of the terminal that may stand behind a user name. */
  usernameSuffix?: string;
  /** The user, password and secret of hosts that have none of their own are all `lab`. */
  makeDevice(seed: DeviceSeed): Device;
}

/** What a simulated host keeps between logins: its configuration, its counters. */
export interface Device {
  openShell(login: ShellLogin): Shell;
}

/** Who logged in, and on what screen. */
export interface ShellLogin {
  username: string;
  /** The address the login came from. */
  from: string;
  screen: Screen;
}

/** Size of the terminal; a shell may change it (`terminal length 0`), and so may the client. 0 means "no limit". */
export interface Screen {
  columns: number;
  rows: number;
}

/** One login: knows its mode and what each line does there, but nothing of keys, echo or bytes. */
export interface Shell {
  readonly keyboard: Keyboard;
  /** Printed before the first prompt; each line ends with "\n". */
  greeting(): string;
  /** What comes between the greeting and the first prompt: a question to be answered first. */
  begin?(): Reply;
  prompt(): string;
  run(line: string): Reply;
  /** A line that only prepares the session (`terminal length 0`, `enable`, `exit`): never held back by the lab. */
  isSetup(line: string): boolean;
  /** What the device prints for a line that it does not know. */
  rejection(line: string): string;
  /** Ctrl-C (or, for a router, Ctrl-Z) was typed at the prompt. */
  interrupt(): void;
  /** The answer to `?`; absent where it is a character like any other. */
  help?(line: string): string;
  /** The answer to Tab: the line with its last word completed, or undefined. */
  complete?(line: string): string | undefined;
  /** The login is over. */
  closed(): void;
}

/** What differs between devices in the way typed keys are treated. */
export interface Keyboard {
  /** A line feed directly after a carriage return belongs to it. */
  joinsCrLf: boolean;
  /** Lines longer than the screen scroll sideways behind a `$`. */
  scrollsSideways: boolean;
  /** Ctrl-Z runs the line and leaves the mode. */
  ctrlZ: boolean;
  /** Ctrl-C shows as `^C`. */
  showsInterrupt: boolean;
  /** Absent on devices without a pager. */
  pager?: PagerStyle;
  /** False after `stty -echo`. */
  echoes: boolean;
  /** Only a carriage return runs a line: a line feed alone is shown, and nothing happens. */
  ignoresLineFeed?: boolean;
  /** Prompt and line are painted a second time when Enter comes. */
  repaints?: boolean;
  /** Control characters that are a part of the line, instead of editing it. */
  literals?: string;
}

/** The pager's marker, and the bytes that take it off the screen again. */
export interface PagerStyle {
  marker: string;
  eraser: string;
  /** The key that shows the next page; Space unless given. */
  key?: string;
}

/** What a line led to. Texts have "\n" ends. */
export type Reply =
  | { kind: 'output'; text: string }
  /** The device asks, in an unfinished line. `secret`: not echoed; `key`: one key, without Enter. Ctrl-C answers undefined. */
  | {
      kind: 'question';
      question: string;
      reads: 'line' | 'secret' | 'key';
      answer(text: string | undefined): Reply;
    }
  | { kind: 'close'; text: string };

/** A reply that is text alone. */
export function output(text: string): Reply {
  return { kind: 'output', text };
}

/** The reply of a command that prints nothing. */
export const NOTHING: Reply = { kind: 'output', text: '' };
