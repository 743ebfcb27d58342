import { NOTHING, output, type Reply } from '../personalities/personality.js';
import type { GenericDevice } from './generic-device.js';

/** `ntp server 192.0.2.1`, `set system ...`, `undo ...`; not `frobnicate`. */
const CONFIGURES =
  /^(?:set|add|delete|no|undo|hostname|sysname|interface|description|ntp|ip|vlan|snmp|logging|router|config|edit|next|unset)\b/;

/** Leads into a section of the configuration: `interface Gi0/1`, `edit port1`. */
const OPENS_SECTION = /^(?:interface|router|vlan|edit) /;

const REFUSES_TO_LEAVE = 'Cannot exit: configuration modified.';

/** The configuration mode of one login: sections, lines that wait for a commit, questions when leaving. */
export class GenericConfig {
  /** Sections that are open. */
  depth = 0;
  /** Name of the innermost block, where the prompt shows it. */
  section = '';
  /** Lines that wait for a commit. */
  #pending: string[] = [];

  constructor(
    private readonly device: GenericDevice,
    private readonly onLeft: () => void,
  ) {}

  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  /** @returns undefined for a line that is none of this mode */
  run(line: string): Reply | undefined {
    const { config } = this.device.platform;
    if (!config) return undefined;
    if (line === config.commit) return this.#commit();
    if (config.check !== undefined && line === config.check) return output(this.#said('configuration check succeeds'));
    if (config.abort !== undefined && line === config.abort) {
      this.#pending = [];
      if (line === 'abort') this.#leaveAll();
      return NOTHING;
    }
    if (line === config.leave || /^(?:exit|quit|end|return)$/.test(line)) return this.#leave(line);
    if (!isConfigurationLine(line)) return undefined;
    if (OPENS_SECTION.test(line)) this.depth++;
    if (config.commit === undefined) this.device.configure(line);
    else this.#pending.push(line);
    return NOTHING;
  }

  #commit(): Reply {
    for (const line of this.#pending) this.device.configure(line);
    this.#pending = [];
    const { config } = this.device.platform;
    return output(this.#said(this.device.facts.other.committed ?? this.device.example(config?.committed, '')));
  }

  #leave(line: string): Reply {
    const { platform } = this.device;
    const isStep = line !== platform.config?.leave || platform.config.leaveTimes !== undefined;
    if (this.depth > 0 && isStep) {
      this.depth--;
      return NOTHING;
    }
    const isOpen = platform.config?.commit === undefined ? this.device.isUnsaved : this.hasPending;
    if (!isOpen) return this.#leaveAll();
    const question = this.#findQuestion();
    if (question !== undefined) return this.#ask(question);
    const isRefused = platform.errors.some((pattern) => new RegExp(pattern).test(REFUSES_TO_LEAVE));
    return isRefused && this.hasPending ? output(`${REFUSES_TO_LEAVE}\n`) : this.#leaveAll();
  }

  /** The question about changes that would be lost, if the family asks one. */
  #findQuestion(): string | undefined {
    const answers = this.device.platform.config?.answers ?? [];
    const texts = answers.map(({ match }) => this.device.example(match, ''));
    const isAsked = this.device.platform.config?.commit === undefined ? /without save/i : /uncommitted|discard/i;
    return texts.find((text) => isAsked.test(text));
  }

  #ask(question: string): Reply {
    return {
      kind: 'question',
      question,
      reads: 'line',
      answer: (text = '') => {
        const isYes = /^y/i.test(text);
        if (/commit them|found/i.test(question)) {
          if (isYes) this.#commit();
          else if (!/^no?$/i.test(text)) return NOTHING;
        } else if (!isYes) return NOTHING;
        return this.#leaveAll();
      },
    };
  }

  #leaveAll(): Reply {
    this.#pending = [];
    this.depth = 0;
    this.onLeft();
    return NOTHING;
  }

  #said(text: string): string {
    return text === '' ? '' : `${text}\n`;
  }
}

/** Whether a line is one that a simulated device takes into its configuration. */
export function isConfigurationLine(line: string): boolean {
  return CONFIGURES.test(line);
}
