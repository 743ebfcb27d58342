import { checkChoice, checkOptions, checkTexts } from '../error/arguments.js';
import type { HostKeyPolicy } from './host.js';

/** Refuses what is no way to check host keys, before any is checked in another way than was meant. @throws {TypeError} */
export function checkHostKeys(policy: HostKeyPolicy | undefined): void {
  if (policy === undefined) return;
  checkOptions(policy, ['mode', 'file']);
  checkChoice('hostKeys.mode', policy.mode, ['strict', 'pin', 'off']);
  if (policy.mode !== 'off') checkTexts('hostKeys.file', [policy.file]);
}
