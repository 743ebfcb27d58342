/** What every view is given. */
export interface ViewOptions {
  /** Where it writes: standard error. `columns` and `rows` are read at each frame, for they change. */
  stream: ViewStream;
  color: boolean;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Address of a host by its name; '' where it is not worth telling. */
  addressOf: (host: string) => string;
  /** Has something done should the process end before its time; the function that comes back takes that back. */
  atExit?: (act: () => void) => () => void;
}

/** The part of a terminal's stream that a view needs. */
export interface ViewStream {
  /** Takes the next piece of what is shown. */
  write(text: string): unknown;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}
