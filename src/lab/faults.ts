/** How an answer goes wrong, and which of a login: 1 is what comes before the first prompt and with it. Nothing right comes after it. */
export interface SpoiltAnswer {
  how: 'half-prompt' | 'garbage' | 'flood' | 'reload';
  answer: number;
}

/** What is unusual about one simulated host. Nothing is unless it is named; times in milliseconds, sizes in bytes. */
export interface Faults {
  /** Sizes of the pieces in which it sends, over and over; `random`: 1 to 1,000 bytes, seeded. Default: each answer in one piece. */
  chunks?: readonly [number, ...number[]] | 'random';
  /** It waits so long before each answer to a command. */
  delayMs?: number;
  /** It is far: every packet takes so long, each way. A round trip is twice as long. */
  latencyMs?: number;
  /** It waits so long before the answer to the first command that is not set-up. */
  lateByMs?: number;
  /** Passwords that it refuses even where they are right. */
  refusedPasswords?: readonly string[];
  /** It refuses whoever wants to log in, by whatever method. */
  refusesEveryone?: boolean;
  /** It drops the connection once a login has been sent so many bytes. */
  closeAtByte?: number;
  /** It sends nothing more once a login has been sent so many bytes, and keeps the connection. */
  silentAfterBytes?: number;
  /** It spoils an answer of every login. */
  spoils?: SpoiltAnswer;
  /** It proves itself by another key at each login but the first. */
  changesHostKey?: boolean;
  /** Nothing listens on its port. */
  refusesConnections?: boolean;
  /** So many logins are served before `vtyFull` and `refusesConnections` hold; 0 unless given. */
  goodLogins?: number;
  /** It accepts a connection and closes it at once, before it says anything. */
  closesOnConnect?: boolean;
  /**
   * It lets in so many logins in any second of the lab's clock, all hosts with this fault together (as a server behind them all that
   * they ask does), and closes the other connections at once.
   */
  loginsPerSecond?: number;
  /** It accepts a connection and never says anything. */
  silentOnConnect?: boolean;
  /** Shown by SSH before the password is asked. */
  banner?: string;
  /** Printed after the login, before the first prompt. */
  motd?: string;
  /** It offers keyboard-interactive and nothing else. */
  keyboardInteractiveOnly?: boolean;
  /** It lets anybody in, without asking for a password. */
  acceptsNone?: boolean;
  /** Every session is taken: it prints this after the login and hangs up. */
  vtyFull?: string;
  /** It names itself so in SSH's first line: `Cisco-1.25`. */
  ident?: string;
  /** Replaces the algorithms that it offers: `{kex: ['diffie-hellman-group14-sha1']}`. */
  algorithms?: Partial<Record<'kex' | 'serverHostKey' | 'cipher' | 'hmac', readonly string[]>>;
}
