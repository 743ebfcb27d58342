import { ERROR_CODES } from '../error/codes.js';
import type { ErrorReport } from '../task/result.js';

/** Why a login has no end: its worker was lost. */
export function lostReport(message: string): ErrorReport {
  return { code: 'worker_lost', phase: null, message, hint: ERROR_CODES.worker_lost.hint, last: null };
}
