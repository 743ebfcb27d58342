import { ERROR_CODES } from '../error/codes.js';
import type { DeviceError } from '../error/flow-error.js';
import type { ErrorReport } from './result.js';

/** A device's failure as results carry it. Not masked yet: the runner masks every report that reaches it. */
export function reportError(error: DeviceError): ErrorReport {
  return {
    code: error.code,
    phase: error.phase,
    message: error.message,
    hint: error.hint ?? ERROR_CODES[error.code].hint,
    last: error.last === '' ? null : error.last,
  };
}
