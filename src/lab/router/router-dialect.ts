import type { DeviceFacts, DeviceSeed } from '../device-facts.js';
import type { PagerStyle, Reply } from '../personalities/personality.js';
import type { RouterShell } from './router-shell.js';

/** One command outside of configuration mode. */
export interface ExecCommand {
  /** In the notation of the command tree. */
  pattern: string;
  /** Only in the privileged mode. */
  isPrivileged?: boolean;
  /** It prints, and takes a filter behind `|`. */
  isShow?: boolean;
  run(shell: RouterShell, args: string[]): Reply;
}

/**
 * How one family of routers speaks: what tells IOS from its likenesses. The shell that reads lines, walks the modes and
 * keeps the configuration is the same for all.
 */
export interface RouterDialect {
  name: string;
  /** Absent where nothing is paged. */
  pager?: PagerStyle;
  /** Behind the `>` or `#` of every prompt: nothing, or a blank. */
  promptEnd: string;
  /** Printed at login, before the first prompt; each line ends with "\n". */
  greeting: string;
  /** Logins without privileges start below the privileged mode. */
  hasUserMode: boolean;
  /** Printed when configuration mode is entered. */
  configGreeting: string;
  /** Show commands work in configuration mode as they are; else behind `do`. */
  showsInConfig: boolean;
  /** `interface gi0/1` is `interface GigabitEthernet0/1`; else any name is taken as it is. */
  expandsInterfaces: boolean;
  /** Longest host name shown in a configuration prompt. */
  configNameLength: number;
  commands: readonly ExecCommand[];
  errors: {
    /** `column` counts from the left edge of the screen, from 0. */
    invalid(line: string, column: number): string;
    incomplete(line: string): string;
    ambiguous(line: string): string;
  };
  /** The configuration as delivered. */
  makeConfig(seed: DeviceSeed, facts: DeviceFacts): string[];
}
