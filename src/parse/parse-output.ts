import { parseJson } from './parse-json.js';
import { parseRegex } from './parse-regex.js';
import type { ParseOutcome, ParseSpec } from './parse-spec.js';
import { OutOfTime, timeFor, withinTime } from './within-time.js';

/**
 * Makes data of the output of a device. Nothing in an output can break it: what does not fit is `failed`, and what would run for
 * ever is stopped.
 *
 * @param output  whole, "\n" ends
 */
export function parseOutput(output: string, spec: ParseSpec): ParseOutcome {
  try {
    return withinTime(timeFor(output), () => parseBy(output, spec));
  } catch (error) {
    // V8 throws RangeError where a pattern would have to remember more than there is room for.
    if (!(error instanceof OutOfTime || error instanceof RangeError)) throw error;
    return {
      kind: 'failed',
      message: 'a pattern does not come to an end on this output: write it with less repetition',
    };
  }
}

function parseBy(output: string, spec: ParseSpec): ParseOutcome {
  switch (spec.kind) {
    case 'regex':
      return parseRegex(output, spec);
    case 'json':
      return parseJson(output, spec.path);
    default:
      return spec satisfies never;
  }
}
