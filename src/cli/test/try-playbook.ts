import { DocumentError, UsageError } from '../../error/flow-error.js';
import { printable } from '../../error/printable.js';
import { ReportError } from '../../report/report-error.js';
import type { Call } from '../command.js';
import { explainError } from '../explain-error.js';
import { findFaulty } from './fault-trial.js';
import type { PlaybookTest } from './find-tests.js';
import { drawDifference, readGolden, reportsOf, writeGolden } from './golden.js';
import { rehearse } from './rehearse.js';
import { setStage } from './stage.js';
import type { Verdict } from './verdict.js';

/** Longer than a device is silent before flow asks what is the matter. */
const PATIENCE_MS = 5_000;

/** What is to be tried. */
export interface TrialOptions {
  /** Golden reports are written, and not compared. */
  isUpdate: boolean;
  /** The playbook is tried again with every fault. */
  withFaults: boolean;
  /** Which hosts are faulted follows from it. */
  seed: number;
}

/** Tries one playbook: runs it on its stage, and compares its reports with the golden one. Only bugs are thrown. */
export async function tryPlaybook(test: PlaybookTest, call: Call, options: TrialOptions): Promise<Verdict> {
  const since = performance.now();
  const judge = (state: Verdict['state'], details = ''): Verdict => {
    return { test, state, details, durationMs: Math.round(performance.now() - since) };
  };
  try {
    const stage = await setStage(test.playbook, call);
    const record = await rehearse(stage, { call });
    const { folder } = call.terminal;
    const now = reportsOf(stage.plan.playbook, record);
    const golden = readGolden(test.golden, folder);
    if (options.isUpdate && golden !== now) {
      writeGolden(test.golden, folder, now);
      return judge('written');
    }
    if (golden === undefined)
      return judge('differs', `there is no ${test.golden}; look at the report, and keep it with --update\n`);
    if (golden !== now) return judge('differs', printable(drawDifference(golden, now, test.golden)));
    if (!options.withFaults) return judge('equal');
    const hasty = await setStage(test.playbook, call, PATIENCE_MS);
    const faulty = await findFaulty(hasty, { call, record, seed: options.seed });
    return faulty === '' ? judge('equal') : judge('differs', printable(faulty));
  } catch (error) {
    if (!(error instanceof DocumentError || error instanceof UsageError || error instanceof ReportError)) throw error;
    return judge('invalid', explainError(error, { withStack: false }).text);
  }
}
