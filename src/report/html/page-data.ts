/** One result as the script of the page reads it. Times in milliseconds. */
export interface PageResult {
  /** Index into `hosts`. */
  host: number;
  /** Index into `tasks`. */
  task: number;
  state: 'finished' | 'raised' | 'cancelled' | 'skipped' | 'unknown';
  attempts: number;
  /** When it began, after the run did; null when it never did. */
  at: number | null;
  duration: number;
  /** Names and lengths, in their order. */
  phases: [string, number][];
  /** Indices into `texts`; null where there is none. */
  command: number | null;
  output: number | null;
  diff: number | null;
  error: { code: string; phase: string | null; message: string; hint: string | null; last: string | null } | null;
}

/** All that the script of the page knows of the run, as JSON in the page itself. */
export interface PageData {
  /** Milliseconds of the whole run; null where the report leaves times out. */
  duration: number | null;
  hosts: { name: string; address: string; platform: string }[];
  tasks: string[];
  results: PageResult[];
  /** Each once: a text, null where it stands in the page as the element `text-INDEX`, or the number of its characters where it is left out. */
  texts: (string | number | null)[];
}
