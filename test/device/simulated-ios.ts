import { type Answer, ScriptedDevice } from './scripted-device.js';

/** A router that answers from a table; enough of IOS to log in, enable, page and configure. */
export interface SimulatedIos {
  hostname?: string;
  secret?: string;
  /** Bytes between echo and prompt, by command. */
  answers?: Record<string, string>;
  /** Answers that wait for a space after each part, by command. */
  pages?: Record<string, string[]>;
  /** Commands whose answer is followed by no prompt, and by the end of the connection. */
  closesOn?: string;
  /** A command that is not even repeated. */
  deafTo?: string;
  /** Commands that are answered with silence. */
  silentOn?: string;
  banner?: string;
  chunk?: (index: number) => number;
}

const REJECTED = "        ^\r\n% Invalid input detected at '^' marker.\r\n\r\n";

export function simulateIos(options: SimulatedIos = {}): ScriptedDevice {
  const { secret = 's3cret', answers = {}, banner = '' } = options;
  let hostname = options.hostname ?? 'R1';
  let mode: '>' | '#' | '(config)#' = '>';
  let isAsked = false;
  let pages: string[] = [];
  const prompt = () => `${hostname}${mode}`;
  const onInput = (input: string): Answer | undefined => {
    // `enable` is no secret: the test has had this router give up waiting for one.
    if (isAsked && input !== 'enable') {
      isAsked = false;
      if (input === secret) mode = '#';
      return { text: `\r\n${input === secret ? '' : '% Bad secrets\r\n\r\n'}${prompt()}` };
    }
    if (input === ' ') return { text: `${pages.shift() ?? ''}${pages.length === 0 ? prompt() : ''}` };
    const paged = options.pages?.[input];
    if (paged) {
      pages = paged.slice(1);
      return { text: `${input}\r\n${paged[0]}` };
    }
    if (input === options.deafTo) return undefined;
    if (input === options.silentOn) return { text: `${input}\r\n` };
    if (input === options.closesOn) return { text: `${input}\r\n`, close: true };
    if (input === 'enable' && mode === '>') {
      isAsked = true;
      return { text: 'enable\r\nPassword: ' };
    }
    if (input === 'exit') return { text: 'exit\r\n', close: true };
    if (input === 'configure terminal') {
      mode = '(config)#';
      return { text: `${input}\r\nEnter configuration commands, one per line.  End with CNTL/Z.\r\n${prompt()}` };
    }
    if (input === 'end') mode = '#';
    if (input.startsWith('hostname ') && mode === '(config)#') hostname = input.slice('hostname '.length);
    const isKnown = input === '' || input === 'end' || /^(terminal|hostname|ntp|interface|description) /.test(input);
    return { text: `${input}\r\n${answers[input] ?? (isKnown ? '' : REJECTED)}${prompt()}` };
  };
  return new ScriptedDevice({
    banner: `${banner}\r\n${hostname}>`,
    onInput,
    ...(options.chunk ? { chunk: options.chunk } : {}),
  });
}
