/** What a caller can do about a mistake by saying something else: an option of the library, or a flag. */
export type Remedy = 'wait' | 'keep-nothing' | 'other-inventory' | 'other-host-keys' | 'one-format';

/** What of a mistake is said in the words of the caller. */
export interface Wording {
  /** What the message begins with: the option at fault, such as `limit`, `vars.ntp` or `rerun R1`. */
  option?: string;
  /** What the message ends in. */
  remedy?: Remedy;
}

/** How a caller says these. */
export interface Words {
  /** How an option is named that the library calls so: `limit`. */
  option(name: string): string;
  /** Each begins as the end of a sentence. */
  remedies: Readonly<Record<Remedy, string>>;
}

/** The words of the library; those of the command are its flags: `cli/flag-words.ts`. */
export const LIBRARY_WORDS: Words = {
  option: (name) => name,
  remedies: {
    wait: 'say `wait: true`, or wait until it has ended',
    'keep-nothing': 'give another folder as `journal`, or say `isKept: false`',
    'other-inventory': "give `plan` an inventory: `inventory: loadInventory('devices.yaml')`",
    'other-host-keys': "say `hostKeys: { mode: 'off' }`, or `'strict'`",
    'one-format': 'each of `outputs` says its format by its ending; leave one of them out',
  },
};

/** Puts a message together: `limit: unknown host "r9"`. */
export function putIntoWords(said: string, { option, remedy }: Wording, words: Words): string {
  return (option === undefined ? '' : `${words.option(option)}: `) + said + (remedy ? words.remedies[remedy] : '');
}
