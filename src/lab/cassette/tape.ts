import { type Speech, settlePrompt } from '../../device/speech.js';
import type { RecordedExchange, RecordedLogin } from '../../task/recording.js';
import type { Cassette } from './cassette.js';

/** An exchange, and what ended the login that it is of. */
export interface TapedExchange extends RecordedExchange {
  ended: RecordedLogin['ended'];
}

const NONCE = '{nonce}';
const STARS = '****';

/**
 * Finds what a host said to a line. The same line on the same prompt gives its answers in the order of the recording, over all
 * logins, and then the last one again.
 */
export class Tape {
  readonly #byPrompt = new Map<string, TapedExchange[]>();
  readonly #played = new Map<string, number>();
  readonly #speech: Speech;

  constructor({ logins }: Cassette, speech: Speech) {
    this.#speech = speech;
    for (const { exchanges, ended } of logins) {
      for (const exchange of exchanges) {
        const key = this.#keyOf(exchange.at);
        this.#byPrompt.set(key, [...(this.#byPrompt.get(key) ?? []), { ...exchange, ended }]);
      }
    }
  }

  /** @returns undefined when nothing is known of the line on this prompt */
  play(prompt: string, line: string): TapedExchange | undefined {
    const key = this.#keyOf(prompt);
    const known = this.#byPrompt.get(key) ?? [];
    const send = (known.find((one) => one.send.trim() === line) ?? known.find((one) => fits(one.send, line)))?.send;
    const answers = known.filter((one) => one.send === send);
    const place = `${key}\n${send}`;
    const played = this.#played.get(place) ?? 0;
    this.#played.set(place, played + 1);
    return answers[Math.min(played, answers.length - 1)];
  }

  /** Another prompt on which the line was typed: `R1#` where it was not on `R1>`; undefined when there is none. */
  promptOf(line: string): string | undefined {
    const known = [...this.#byPrompt.values()].flat().filter(({ at }) => !at.includes(NONCE));
    return known
      .find(({ send }) => send.trim() === line)
      ?.at.split('\n')
      .at(-1)
      ?.trim();
  }

  /** The prompt that flow set itself, where it stands for this one to whoever has not set it; undefined when there is none. */
  ownPromptFor(prompt: string): string | undefined {
    if (prompt.includes(NONCE)) return undefined;
    const sign = prompt.trim().at(-1);
    return [...this.#byPrompt.keys()].find((key) => key.includes(NONCE) && key.at(-1) === sign);
  }

  /** Two prompts with the same key are the same: counters, marks of unsaved changes and exit statuses aside. */
  #keyOf(prompt: string): string {
    const lines = prompt.split('\n');
    const last = lines.pop() ?? '';
    const settled = settlePrompt(this.#speech, last.replace(/(\{nonce\}) \d{1,3}(?= )/, '$1'));
    return [...lines.map((line) => line.trim()), settled].join('\n');
  }
}

/** The random text in a line that sets a prompt; undefined when it has none. */
export function nonceIn(send: string, line: string): string | undefined {
  return patternOf(send).exec(line)?.groups?.nonce;
}

/** Whether a line is one that was typed, its secrets aside. */
export function fits(send: string, line: string): boolean {
  return (send.includes(STARS) || send.includes(NONCE)) && patternOf(send).test(line);
}

function patternOf(send: string): RegExp {
  const literal = send.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [first = '', ...rest] = literal.replaceAll('\\*\\*\\*\\*', '.+').split('\\{nonce\\}');
  const named = rest.map((part, index) => (index === 0 ? '(?<nonce>[0-9a-f]+)' : '\\k<nonce>') + part);
  return new RegExp(`^${first}${named.join('')}$`, 's');
}
