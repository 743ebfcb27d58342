import type { Answer } from '../device/scripted-device.js';
import { ScriptedDevice } from '../device/scripted-device.js';

/** Numbers that look random and are the same for the same seed. @see https://prng.di.unimi.it/splitmix64.c for the idea of the mixing */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** What is wrong with a device. */
export const FAULTS = [
  'none',
  'closes',
  'resets',
  'falls silent',
  'is late',
  'floods',
  'garbles',
  'forgets its prompt',
  'forgets its echo',
  'says its prompt twice',
  'has another prompt',
  'refuses the secret',
  'asks a question',
  'logs',
  'pauses at a prompt',
  'prints a marker',
  'goes astray',
] as const;
export type Fault = (typeof FAULTS)[number];

const LINES = [
  'Interface up',
  'R1#',
  'R1>',
  'R1#show x',
  'R1#exit all',
  ' exit',
  'exit',
  'show c',
  '% not found anywhere in this text',
  '  indented',
  'ends with #',
  '<html>{{x}}',
  'Password:',
  'vlan name 1 "VLAN #',
];
const MARKED = ['a pager shows --More-- and waits', 'description --More-- ', ' --More-- ', '--More--', 'x --More--y'];
const HARMLESS = ['\0', '\x07', '\x1b[0m', '\x1b[?25h', '\0\0\x1b[32m'];
const LOG = '*Mar  1 00:00:01.000: %SYS-5-CONFIG_I: Configured from console by vty0';

const CONFIGURATION = 'show running-config';
/** The prompt of the configuration mode, behind the name. */
const ASTRAY = '(config)#';

/** A router with one fault; it knows what it has truly answered. */
export class ChaoticDevice extends ScriptedDevice {
  /** What it answered to each command, as it meant it. */
  readonly truth = new Map<string, string>();
  /** What was typed where a command had led to another mode. */
  readonly typedAstray: string[] = [];

  constructor(
    readonly fault: Fault,
    random: () => number,
  ) {
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
    const size = pick([1, 2, 7, 40, 1_000, 100_000]);
    const state = { mode: '>', name: 'R1', isAsked: false, pages: [] as string[] };
    // The fault comes at one of the things typed.
    const faultAt = Math.floor(random() * 7);
    let inputs = 0;
    const prompt = () => `${state.name}${state.mode}`;

    const answerTo = (line: string): string => {
      if (state.isAsked) {
        state.isAsked = false;
        if (line === 's3cret' && fault !== 'refuses the secret') state.mode = '#';
        return `\r\n${state.mode === '>' ? '% Bad secrets\r\n\r\n' : ''}${prompt()}`;
      }
      if (line === ' ' && state.pages.length === 0 && fault === 'prints a marker') return ' ';
      if (line === ' ') return `${state.pages.shift() ?? ''}${state.pages.length === 0 ? prompt() : ''}`;
      if (line === 'enable') {
        state.isAsked = true;
        return 'enable\r\nPassword: ';
      }
      if (!line.startsWith('show ')) return `${line}\r\n${prompt()}`;
      const isPaged = random() < 0.2;
      const lines = Array.from({ length: Math.floor(random() * 12) }, () => pick(LINES));
      // What is typed at a false prompt would reach the pager, or the other mode; that such a session is given up is right, but not
      // looked for here.
      const hasPrompts = !isPaged && fault !== 'goes astray';
      const text = ['begin', ...lines.filter((part) => hasPrompts || !/^R1[#>]/.test(part)), `end of ${line}`];
      if (fault === 'prints a marker' && !isPaged) text.splice(1, 0, ...lines.map(() => pick([...MARKED, 'text'])));
      const pausesAt = fault === 'pauses at a prompt' && line === CONFIGURATION && !isPaged ? 1 + lines.length : 0;
      if (pausesAt > 0) text.splice(pausesAt, 0, 'banner motd ^', prompt());
      if (line === CONFIGURATION) text.push('end');
      if (!this.isMute) this.truth.set(line, text.join('\n'));
      if (isPaged) {
        const cut = Math.floor(random() * text.length);
        state.pages = [`${'\b'.repeat(10)}${' '.repeat(10)}${'\b'.repeat(10)}${text.slice(cut).join('\r\n')}\r\n`];
        const first = text.slice(0, cut).map((part) => `${part}\r\n`);
        return `${line}\r\n${first.join('')} --More-- `;
      }
      const answer = `${line}\r\n${text.join('\r\n')}\r\n${prompt()}`;
      if (pausesAt === 0) return answer;
      const paused = `${line}\r\n${text.slice(0, pausesAt + 2).join('\r\n')}`;
      hold(answer.slice(paused.length), random() * 6_000);
      return paused;
    };

    // What is typed while it is late waits; a device that pauses repeats it at once all the same.
    let held: string[] | undefined;
    const hold = (rest: string, forMs: number): void => {
      held = [];
      setTimeout(() => {
        const waiting = held ?? [];
        held = undefined;
        this.say(rest);
        for (const next of waiting) {
          const answer = onInput(next);
          this.say(answer.text);
          if (answer.close) this.hangUp();
        }
      }, forMs);
    };
    const onInput = (line: string): Answer => {
      if (held) {
        held.push(line);
        return { text: fault === 'pauses at a prompt' ? `${line}\r\n` : '' };
      }
      if (state.mode === ASTRAY) this.typedAstray.push(line);
      if (state.mode === ASTRAY && line === 'end') state.mode = '#';
      const isNow = inputs++ === faultAt;
      const text = answerTo(line);
      if (line === 'exit') return { text: 'exit\r\n', close: true };
      if (fault === 'garbles') return { text: garble(text, pick, random) };
      // A page that waits has no prompt that could be another, and a key has no echo that could be missing.
      if (!isNow || state.pages.length > 0 || (line === ' ' && fault === 'forgets its echo')) return { text };
      const cut = Math.floor(random() * (text.length + 1));
      switch (fault) {
        case 'closes':
          return { text: text.slice(0, cut), close: true };
        case 'resets':
          this.say(text.slice(0, cut));
          this.hangUp(new Error('read ECONNRESET'));
          return { text: '' };
        case 'falls silent':
          this.mute();
          this.say(text.slice(0, cut));
          return { text: '' };
        case 'is late':
          hold(text.slice(cut), random() * 40_000);
          return { text: text.slice(0, cut) };
        case 'floods': {
          // What it answers now never comes to an end.
          if (line.startsWith('show') || line === ' ') this.truth.delete([...this.truth.keys()].at(-1) ?? '');
          this.mute();
          const flood = (): void => {
            if (this.isEnded) return;
            this.say('x'.repeat(300) + pick(['', '\r\n', '\r\nR1#']));
            setTimeout(flood, 500);
          };
          flood();
          return { text: '' };
        }
        case 'forgets its prompt':
          return { text: text.slice(0, text.lastIndexOf('\n') + 1) };
        case 'forgets its echo':
          return { text: text.slice(text.indexOf('\n') + 1) };
        case 'says its prompt twice':
          return { text: `${text}\r\n${prompt()}` };
        case 'has another prompt':
          state.name = pick(['R2', 'standby', 'R1-old']);
          return { text: text.slice(0, text.lastIndexOf('\n') + 1) + prompt() };
        case 'asks a question':
          this.mute();
          this.say(`${line}\r\nAre you sure? [confirm]`);
          return { text: '' };
        case 'logs':
          return { text: `${text}\r\n${LOG}\r\n${pick(['', prompt()])}` };
        case 'goes astray':
          if (!line.startsWith('show ')) return { text };
          state.mode = ASTRAY;
          return { text: text.slice(0, text.lastIndexOf('\n') + 1) + prompt() };
        case 'none':
        case 'refuses the secret':
        case 'pauses at a prompt':
        case 'prints a marker':
          return { text };
        default:
          return fault satisfies never;
      }
    };
    super({
      banner: `\r\n${pick(['', 'R1#\r\n', 'Welcome > # $\r\n'])}R1>`,
      onInput: (line) => (this.isMute ? { text: '' } : onInput(line)),
      chunk: () => Math.ceil(random() * size),
    });
  }

  private isMute = false;

  /** Answers nothing any more. */
  private mute(): void {
    this.isMute = true;
  }
}

/** Puts control bytes that mean nothing between the others, but not into sequences. */
function garble(text: string, pick: <T>(list: readonly T[]) => T, random: () => number): string {
  return [...text].map((character) => (random() < 0.1 ? pick(HARMLESS) + character : character)).join('');
}
