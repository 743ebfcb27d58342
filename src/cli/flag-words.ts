import type { Diagnostic } from '../error/diagnostic.js';
import type { Words } from '../error/wording.js';

/** How the command says what the library says by options. */
export const FLAG_WORDS: Words = {
  option: (name) => `--${name.replace(/^vars\./, 'var ').replace(/^outputs$/, 'output')}`,
  remedies: {
    wait: 'say --wait, or wait until it has ended',
    'keep-nothing': 'set FLOW_HOME to another folder, or say --no-journal',
    'other-inventory': 'say --inventory devices.yaml',
    'other-host-keys': 'use --host-keys off|strict',
    'one-format': 'each --output says its format by its ending; leave one of them out',
  },
};

/** Names the flag where a mistake is not in a file but in what the command was told. */
export function inFlags(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map((one) => (one.option === undefined ? one : { ...one, file: FLAG_WORDS.option(one.option) }));
}
