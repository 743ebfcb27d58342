import { DeviceError } from '../error/flow-error.js';
import type { TextBody } from './platform.js';

/** One line of a configuration, or a text of several lines that is typed as one. */
export interface ConfigStep {
  /** One, or the line that begins a text, the text and the line that ends it. */
  lines: string[];
  /** Number of its first line, from 1; empty lines between steps are not counted. */
  number: number;
  /** What the device says when it waits for the text; undefined for a single line. */
  ready?: RegExp;
}

/**
 * Finds the texts of several lines (banners, certificates) among the lines of a configuration. Empty lines outside of them
 * are left out.
 *
 * @throws {DeviceError} `template` for a text that is not ended: the rest of the configuration would become a part of it
 */
export function splitConfig(lines: readonly string[], bodies: readonly TextBody[] = []): ConfigStep[] {
  const steps: ConfigStep[] = [];
  let number = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string;
    if (line.trim() === '') continue;
    number++;
    const body = findBody(line, bodies);
    if (!body) {
      steps.push({ lines: [line], number });
      continue;
    }
    const last = lines.findIndex((text, at) => at > index && body.isEnd(text));
    if (last < 0) {
      throw new DeviceError('template', `the text that line ${number} begins is not ended: "${line}"`, {
        phase: 'config',
        hint: 'end it with a line that has its delimiter',
      });
    }
    steps.push({ lines: lines.slice(index, last + 1), number, ready: body.ready });
    number += last - index;
    index = last;
  }
  return steps;
}

interface OpenBody {
  isEnd: (line: string) => boolean;
  ready: RegExp;
}

/** The text that a line begins; undefined when it begins none, or ends it itself (`banner motd ^Hello^`). */
function findBody(line: string, bodies: readonly TextBody[]): OpenBody | undefined {
  for (const { starts, ends, ready } of bodies) {
    const match = new RegExp(starts).exec(line.trimStart());
    if (!match) continue;
    const delimiter = match.groups?.end;
    const rest = line.trimStart().slice(match[0].length);
    if (delimiter !== undefined && rest.includes(delimiter)) return undefined;
    const pattern = ends === undefined ? undefined : new RegExp(ends);
    const isEnd = (text: string) => (delimiter === undefined ? pattern?.test(text) === true : text.includes(delimiter));
    return { isEnd, ready: new RegExp(ready) };
  }
  return undefined;
}
