import type { Mode, Question } from '../../device/platform.js';
import {
  type Keyboard,
  NOTHING,
  output,
  type Reply,
  type Shell,
  type ShellLogin,
} from '../personalities/personality.js';
import { GenericConfig, isConfigurationLine } from './generic-config.js';
import type { GenericDevice } from './generic-device.js';
import { askAtLogin } from './generic-login.js';

const LONG_LINES = 1_100;
const TRIES = 3;

/** Set-up that has nothing to do with pages: `terminal width 511`, `set cli complete-on-space off`. */
const NOT_PAGING = /width|columns|complet|timestamp|smart|interactive|scripting/;

/** One login on a device of any family. */
export class GenericShell implements Shell {
  readonly keyboard: Keyboard;
  readonly #device: GenericDevice;
  readonly #login: ShellLogin;
  readonly #config: GenericConfig;
  #mode: Mode;
  /** In the shell or menu that comes before the device's own command line. */
  #isOutside: boolean;
  #hasStamps: boolean;
  #count = 1;
  /** Logout lines that were obeyed. */
  #left = 0;

  constructor(device: GenericDevice, login: ShellLogin) {
    const { platform, facts } = device;
    this.#device = device;
    this.#login = login;
    this.#mode = device.start;
    this.#isOutside = facts.other.shell !== undefined && platform.shell !== undefined;
    this.#hasStamps = facts.other.stamp !== undefined;
    this.#config = new GenericConfig(device, () => {
      this.#mode = device.top;
    });
    this.keyboard = {
      joinsCrLf: true,
      scrollsSideways: false,
      ctrlZ: false,
      showsInterrupt: true,
      echoes: facts.other.echo !== 'none',
      repaints: facts.other.echo === 'twice',
      ignoresLineFeed: platform.enter !== '\n',
      ...(platform.config && { literals: platform.config.leave.replace(/[^\0-\x1f]/g, '') }),
      pager: facts.pager ?? derivePager(device),
    };
  }

  greeting(): string {
    const { motd } = this.#device.seed;
    return motd === undefined ? '' : `${motd}\n`;
  }

  begin(): Reply {
    return askAtLogin(this.#device, () => NOTHING);
  }

  prompt(): string {
    const { facts, platform } = this.#device;
    if (this.#isOutside) return this.#fill(facts.other.shell ?? '');
    const isDeep = this.#mode === 'config' && this.#config.depth > 0;
    const known = isDeep ? (facts.section ?? facts.config) : facts[this.#mode];
    const text = this.#fill(known ?? this.#device.example(platform.prompts[this.#mode], '>'));
    const [before, behind] = facts.other.wrap ?? ['', ''];
    const above = facts.other.above?.[this.#mode];
    const upper = above === undefined ? '' : `${this.#fill(above).replaceAll('\n', '\r\n')}\r\n`;
    return upper + before + text + behind;
  }

  run(line: string): Reply {
    const text = line.trim();
    this.#count++;
    if (this.#isOutside) return this.#runOutside(text);
    const reply = this.#obey(text);
    if (reply) return this.#finish(reply);
    return output(this.#stamp() + this.rejection(text));
  }

  isSetup(line: string): boolean {
    const { setup, privilege, logout, shell, config } = this.#device.platform;
    const text = line.trim();
    const others = [privilege?.command, shell?.enter, config?.leave];
    return setup.some(({ send }) => send === text) || logout.includes(text) || others.includes(text);
  }

  rejection(line: string): string {
    const { facts, platform } = this.#device;
    const text = facts.error ?? this.#device.example(platform.errors[0], '% Invalid input');
    const [word = ''] = line.trim().split(' ');
    return `${text.replaceAll('{line}', word)}\n`;
  }

  interrupt(): void {}

  closed(): void {}

  #obey(text: string): Reply | undefined {
    const { platform, facts, seed } = this.#device;
    const { privilege, config, save, setup } = platform;
    if (setup.some(({ send, mode }) => send === text && (mode === undefined || mode === this.#mode)))
      return this.#setUp(text);
    if (privilege?.command === text && this.#mode === 'exec') return this.#climb();
    if (text === save?.command && this.#maySave(save.mode)) return this.#save();
    if (this.#mode === 'config') return this.#config.run(text);
    if (config && config.enter !== '' && text === config.enter) {
      return this.#mode === this.#device.top ? this.#enterConfig('') : undefined;
    }
    if (platform.logout.includes(text)) return this.#logOut(text);
    if (text === facts.show) return output(`${this.#fill(facts.version ?? platform.title)}\nSimulated by flow lab.\n`);
    if (text === facts.long) return output(longOutput(seed.name));
    if (text === platform.running) return output(this.#device.describe());
    const isFlat = config?.enter === '' && this.#mode === this.#device.top;
    if (!isFlat || !isConfigurationLine(text)) return undefined;
    if (platform.prompts.config !== undefined) return this.#enterConfig(text);
    this.#device.configure(text);
    return NOTHING;
  }

  #runOutside(text: string): Reply {
    if (text === this.#device.platform.shell?.enter) {
      this.#isOutside = false;
      return NOTHING;
    }
    return /^(?:exit|logout|0)$/.test(text) ? { kind: 'close', text: '' } : output(`${text}: command not found\n`);
  }

  #setUp(text: string): Reply {
    if (/timestamp/.test(text)) this.#hasStamps = false;
    if (!NOT_PAGING.test(text)) this.#login.screen.rows = 0;
    return NOTHING;
  }

  #climb(): Reply {
    const { platform, facts, seed } = this.#device;
    const succeed = (): Reply => {
      this.#mode = 'privileged';
      return NOTHING;
    };
    if (facts.other.isEnableFree) return succeed();
    const { privilege } = platform;
    const refusal = `${this.#device.example(privilege?.refusals[0], '% Bad secrets')}\n`;
    const askSecret = (tries: number): Reply => ({
      kind: 'question',
      question: this.#device.example(privilege?.question, 'Password: '),
      reads: 'secret',
      answer: (text) => {
        if (text === undefined) return NOTHING;
        if (text === seed.secret) return succeed();
        return tries > 1 ? askSecret(tries - 1) : output(refusal);
      },
    });
    if (seed.secret === undefined) return output(refusal);
    if (privilege?.username === undefined) return askSecret(TRIES);
    const question = this.#device.example(privilege.username, 'Username: ');
    return { kind: 'question', question, reads: 'line', answer: (text) => (text ? askSecret(TRIES) : NOTHING) };
  }

  /** @param line  what led there on a platform without a line of its own for it: `config system global` */
  #enterConfig(line: string): Reply {
    this.#mode = 'config';
    this.#config.section = line.split(' ').at(-1) ?? '';
    if (line !== '') this.#device.configure(line);
    return NOTHING;
  }

  #maySave(mode: Mode | undefined): boolean {
    return mode === undefined ? this.#mode === this.#device.top : this.#mode === mode;
  }

  #save(): Reply {
    const { save } = this.#device.platform;
    const succeed = (): Reply => {
      this.#device.isUnsaved = false;
      const text = this.#device.facts.other.saved ?? this.#device.example(save?.success, '[OK]');
      return output(`${text}\n`);
    };
    const [question] = save?.answers ?? [];
    return question ? this.#ask(question, succeed, () => output('The configuration was not saved.\n')) : succeed();
  }

  #logOut(text: string): Reply {
    const { logout, logoutAnswers, prompts } = this.#device.platform;
    if (this.#left < logout.length - 1 && text === logout[this.#left]) {
      this.#left++;
      if (prompts.exec !== undefined) this.#mode = 'exec';
      return NOTHING;
    }
    const questions = logoutAnswers.filter(({ match }) => {
      const asked = this.#device.example(match, '');
      // A pattern of brackets alone has no words that a device would say.
      return /[a-z]{4}/i.test(asked) && (this.#device.isUnsaved || !/save|commit/i.test(asked));
    });
    const close: Reply = { kind: 'close', text: '' };
    return questions.reduceRight<() => Reply>(
      (next, question) => () => this.#ask(question, next, () => (/save/i.test(question.match) ? next() : NOTHING)),
      () => close,
    )();
  }

  #ask({ match, key }: Question, onYes: () => Reply, onNo: () => Reply): Reply {
    return {
      kind: 'question',
      question: this.#device.example(match, '(y/n)?'),
      reads: key === undefined ? 'line' : 'key',
      answer: (text = '') => (/^y/i.test(text) ? onYes() : onNo()),
    };
  }

  /** Puts the date before an output, and the word of success behind it, where the family has them. */
  #finish(reply: Reply): Reply {
    if (reply.kind !== 'output') return reply;
    const { done } = this.#device.platform;
    return output(this.#stamp() + reply.text + (done === undefined ? '' : `${this.#device.example(done, 'Done')}\n`));
  }

  #stamp(): string {
    return this.#hasStamps ? `${this.#device.facts.other.stamp}\n` : '';
  }

  #fill(text: string): string {
    const { hostname, isUnsaved, facts } = this.#device;
    const [clean = '', waiting = ''] = facts.other.marks ?? [];
    const values: Record<string, string> = {
      host: hostname,
      user: this.#login.username,
      count: String(this.#count),
      star: isUnsaved ? (facts.other.star ?? '') : '',
      mark: this.#config.hasPending ? waiting : clean,
      section: this.#config.section,
    };
    return text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
  }
}

/** The answer that is longer than any screen: 1,100 numbered lines. */
export function longOutput(host: string): string {
  return Array.from({ length: LONG_LINES }, (_, index) => `entry ${index + 1} of the log of ${host}\n`).join('');
}

function derivePager(device: GenericDevice) {
  const { markers, answer } = device.platform.pager;
  const marker = device.example(markers[0], '--More--');
  return { marker, eraser: `\r${' '.repeat(marker.length)}\r`, key: answer };
}
