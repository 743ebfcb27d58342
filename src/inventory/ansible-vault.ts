import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';

const PROPOSAL =
  'write ${exec:ansible-vault view FILE}, ${env:NAME}, ${file:path} or ${prompt:text} for the secret instead';

/** True for the text of a file that Ansible's vault has encrypted as a whole. */
export function hasVaultHeader(text: string): boolean {
  return text.startsWith('$ANSIBLE_VAULT;');
}

/** Refuses such a file. */
export function vaultError(file: string): DocumentError {
  return new DocumentError([
    {
      file,
      message: "flow does not open Ansible's vault: the file is encrypted",
      proposal: PROPOSAL,
      severity: 'error',
    },
  ]);
}

/** Puts a mistake of an unknown tag `!vault` in words that help. */
export function explainVault(diagnostic: Diagnostic): Diagnostic {
  const isVault = diagnostic.message.includes('!vault') || /:\s*!vault\b/.test(diagnostic.sourceLine ?? '');
  if (!isVault) return diagnostic;
  return { ...diagnostic, message: "flow does not open Ansible's vault: the value is encrypted", proposal: PROPOSAL };
}
