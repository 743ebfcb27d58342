import { DeviceError } from '../error/flow-error.js';
import type { Mask } from '../error/mask.js';

/** A failure of a device without the secrets in it, and without its cause, which may have them too. Anything else is as it was. */
export function hideSecrets(error: unknown, mask: Mask): unknown {
  if (!(error instanceof DeviceError)) return error;
  const { code, phase, hint } = error;
  return new DeviceError(code, mask(error.message), {
    phase,
    last: mask(error.last),
    ...(hint !== undefined && { hint: mask(hint) }),
  });
}
