import { type Answer, ScriptedDevice } from './scripted-device.js';

/** What a device says to a line: text before the next prompt, another mode, or a question that waits for its answer. */
export interface Said {
  text?: string;
  mode?: 'exec' | 'config';
  /** Stands in the unfinished line until something is typed. */
  asks?: { question: string; say: (answer: string) => Said };
  /** The text goes on without echo and prompt until this comes; then it is obeyed as one line. */
  until?: { end: string; echoes: boolean };
  closes?: boolean;
}

/** A device with an ordinary and a configuration mode, for tests of changes. */
export interface SimulatedConfig {
  prompts: { exec: string; config: string };
  /** Called with each line and the mode in which it was typed; the prompts may be changed by it. */
  obey: (line: string, mode: 'exec' | 'config') => Said | undefined;
  chunk?: (index: number) => number;
}

export function simulateConfig({ prompts, obey, chunk }: SimulatedConfig): ScriptedDevice {
  let mode: 'exec' | 'config' = 'exec';
  let asked: Said['asks'];
  let body: Said['until'];
  const finish = (said: Said): Answer => {
    mode = said.mode ?? mode;
    asked = said.asks;
    body = said.until;
    const end = asked ? asked.question : body || said.closes ? '' : prompts[mode];
    return { text: `${said.text ?? ''}${end}`, ...(said.closes ? { close: true } : {}) };
  };
  const onInput = (input: string): Answer => {
    if (input === '\u0003') {
      asked = undefined;
      return { text: `^C\r\n${prompts[mode]}` };
    }
    if (body) {
      const { end, echoes } = body;
      if (!input.includes(end)) return { text: echoes ? `${input}\r\n` : '' };
      const said = finish({});
      return { ...said, text: `${echoes ? input : ''}\r\n${said.text}` };
    }
    if (asked) {
      const said = finish(asked.say(input));
      return { ...said, text: `${input}\r\n${said.text}` };
    }
    const said = finish(obey(input, mode) ?? (input === 'exit' && mode === 'exec' ? { closes: true } : {}));
    return { ...said, text: `${input}\r\n${said.text}` };
  };
  return new ScriptedDevice({ banner: `\r\n${prompts.exec}`, onInput, ...(chunk ? { chunk } : {}) });
}
