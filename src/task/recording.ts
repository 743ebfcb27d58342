import type { ErrorCode, Phase } from '../error/codes.js';

/** A question in the middle of an answer, and what was typed to it. */
export interface RecordedQuestion {
  /** The unfinished line, as it stood; '' for a line of a text that the device takes without asking. */
  question: string;
  /** What was typed; absent for a secret, which is never kept. */
  send?: string;
  /** Not echoed, and not kept. */
  secret?: true;
  /** A single key, without Enter. */
  key?: true;
  /** Lines between this question and the next one, or the prompt; absent when there are none. */
  answer?: string;
}

/** One line that was typed, and all that came of it. */
export interface RecordedExchange {
  /** The prompt on which it was typed, as shown: blanks at its end, and lines that belong to it above. */
  at: string;
  send: string;
  /** Until the prompt was back, in milliseconds; of lines typed together, those of all of them. */
  took_ms?: number;
  /** Lines between echo and prompt (or the first question); absent when there are none. */
  answer?: string;
  asked?: RecordedQuestion[];
  /** The prompt behind the answer, where it is another one; null when none came. */
  next?: string | null;
}

/** One login of a host, as it was spoken. The shape is that of `schemas/cassette.schema.json`. */
export interface RecordedLogin {
  /** The first prompt; absent when there was none. */
  prompt?: string;
  exchanges: RecordedExchange[];
  /** What ended the login before its time, in the words of the report. */
  ended?: { code: ErrorCode; phase: Phase | null; message: string };
}

/** What of a login is for its recording alone. */
export interface Recording {
  /** The platform that was spoken: found out, where the inventory says `auto`. */
  platform: string;
  /** What the device calls itself in SSH's first line. */
  software?: string;
  login: RecordedLogin;
}
