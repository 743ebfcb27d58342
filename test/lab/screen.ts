import { Console, type Gate } from '../../src/lab/console.js';
import { findPersonality } from '../../src/lab/personalities/find-personality.js';
import type { Device, Screen } from '../../src/lab/personalities/personality.js';

/** 06:02:19.983 UTC on a Monday in August 2017. */
export const MORNING = Date.UTC(2017, 7, 28, 6, 2, 19, 983);

/** A console without a network: keys go in, bytes come out. */
export interface Desk {
  type(bytes: string | Buffer): void;
  /** Everything printed since the last call. */
  take(): string;
  /** How often something was printed. */
  readonly writes: number;
  readonly hasEnded: boolean;
  readonly isDropped: boolean;
}

export interface DeskOptions {
  platform?: string;
  screen?: Screen;
  device?: Device;
  gate?: Gate;
  /** `false`: `enable` is refused. */
  hasSecret?: boolean;
  motd?: string;
}

/** Makes a device of a platform, called R1, whose clock stands still. */
export function makeDevice(platform = 'cisco_ios', options: Pick<DeskOptions, 'hasSecret' | 'motd'> = {}): Device {
  const secret = options.hasSecret === false ? undefined : 'lab';
  return findPersonality(platform).makeDevice({
    name: 'R1',
    seed: 1,
    now: () => MORNING,
    secret,
    privilege: 1,
    motd: options.motd,
  });
}

/** Sits down at a device. */
export function sitDown(options: DeskOptions = {}): Desk {
  const device = options.device ?? makeDevice(options.platform, options);
  const screen = options.screen ?? { columns: 511, rows: 1000 };
  let printed = '';
  const state = { writes: 0, hasEnded: false, isDropped: false };
  const console = new Console({
    shell: device.openShell({ username: 'lab', from: '127.0.0.1', screen }),
    screen,
    gate: options.gate ?? { admit: (_command, proceed) => proceed({ kind: 'run' }) },
    ends: {
      write: (text) => {
        printed += text;
        state.writes++;
      },
      end: () => {
        state.hasEnded = true;
      },
      drop: () => {
        state.isDropped = true;
      },
      onIdle: () => {},
      onPage: () => {},
    },
  });
  console.start();
  return {
    type: (bytes) => console.receive(Buffer.from(bytes as string)),
    take: () => {
      const text = printed;
      printed = '';
      return text;
    },
    get writes() {
      return state.writes;
    },
    get hasEnded() {
      return state.hasEnded;
    },
    get isDropped() {
      return state.isDropped;
    },
  };
}
