import { checkChoice, checkOptions, checkTexts, optionNames, wrongArgument } from '../error/arguments.js';
import { checkHostKeys } from '../inventory/check-host-keys.js';
import type { CassetteOptions } from '../lab/cassette/cassette-recorder.js';
import type { RunPlaybookOptions } from './run-options.js';
import type { StandIn } from './stand-in.js';

const OPTIONS = optionNames<RunPlaybookOptions>({
  env: true,
  prompt: true,
  hostKeys: true,
  lab: true,
  journal: true,
  isKept: true,
  as: true,
  wait: true,
  queue: true,
  events: true,
  record: true,
  steps: true,
  trace: true,
  outputs: true,
  view: true,
  secrets: true,
  signal: true,
  abort: true,
  onReached: true,
  onNotice: true,
  onEvent: true,
  isRehearsal: true,
  id: true,
});

const CASSETTE_OPTIONS = optionNames<CassetteOptions>({ folder: true, scrub: true });
const STAND_IN_OPTIONS = optionNames<StandIn>({ replay: true, faults: true, seed: true });

/** Refuses options of a run that nobody would read, before it begins: without a word, one that is misspelt would be as if not given. @throws {TypeError} */
export function checkRunOptions(options: RunPlaybookOptions): void {
  checkOptions(options, OPTIONS);
  const { journal, as, hostKeys, lab = false, queue, record } = options;
  if (journal !== undefined && typeof journal !== 'string') throw wrongArgument('journal', 'a folder', journal);
  if (as !== undefined && typeof as !== 'string') throw wrongArgument('as', 'a name', as);
  checkHostKeys(hostKeys);
  if (typeof lab !== 'boolean' && !('stop' in Object(lab))) checkOptions(lab, STAND_IN_OPTIONS);
  if (typeof lab === 'object' && 'faults' in lab) checkTexts('lab.faults', lab.faults ?? []);
  if (queue !== undefined) checkOptions(queue, ['key', 'url']);
  if (record === undefined) return;
  checkOptions(record, CASSETTE_OPTIONS);
  checkTexts('record.folder', [record.folder]);
  for (const scrub of record.scrub ?? []) checkChoice('record.scrub', scrub, ['addresses', 'names']);
}
