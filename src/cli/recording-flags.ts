import { resolve } from 'node:path';
import { UsageError } from '../error/flow-error.js';
import type { CassetteOptions } from '../lab/cassette/cassette-recorder.js';
import { SCRUBS, type Scrub } from '../lab/cassette/scrub.js';
import type { Call } from './command.js';

/** The flags for recordings. */
export const RECORD_FLAGS = [
  {
    form: '--record <folder>',
    text: 'keeps what each host says, for --replay and `flow lab`; one file each',
  },
  { form: '--scrub <what>', text: 'leaves these out of what is recorded: addresses,names' },
];

/** The flag that plays recordings. */
export const REPLAY_FLAG = {
  form: '--replay <folder>',
  text: 'recorded hosts in the place of all; nothing leaves this machine',
};

/** What is to be recorded, and where; undefined for nothing. @throws {UsageError} for wrong flags */
export function recordingFrom({ flags, terminal }: Pick<Call, 'flags' | 'terminal'>): CassetteOptions | undefined {
  const folder = flags.text('record');
  const scrub = readScrub(flags.text('scrub'));
  if (folder !== undefined) return { folder: resolve(terminal.folder, folder), scrub };
  if (scrub.length > 0) throw new UsageError('--scrub: without --record there is nothing to leave it out of');
  return undefined;
}

function readScrub(text: string | undefined): Scrub[] {
  const words = text?.split(',').map((word) => word.trim()) ?? [];
  const strange = words.find((word) => !SCRUBS.some((kind) => kind === word));
  if (strange !== undefined) throw new UsageError(`--scrub: expected addresses, names, or both, got "${strange}"`);
  return SCRUBS.filter((kind) => words.includes(kind));
}
