import { NOTHING, output, type Reply } from '../personalities/personality.js';
import type { RouterShell } from './router-shell.js';

const TRIES = 3;

/** `enable`: asks for the secret, three times at most. */
export function enable(shell: RouterShell): Reply {
  const { secret } = shell.device.seed;
  if (shell.isPrivileged) return NOTHING;
  if (secret === undefined) return output('% Error in authentication.\n\n');
  const ask = (triesLeft: number): Reply => ({
    kind: 'question',
    question: 'Password: ',
    reads: 'secret',
    answer: (text) => {
      if (text === undefined) return NOTHING;
      if (text === secret) {
        shell.isPrivileged = true;
        return NOTHING;
      }
      return triesLeft > 1 ? ask(triesLeft - 1) : output('% Bad secrets\n\n');
    },
  });
  return ask(TRIES);
}

/** `disable`. */
export function disable(shell: RouterShell): Reply {
  shell.isPrivileged = false;
  return NOTHING;
}

/** `terminal length N` and `terminal width N`; 0 is without limit. */
export function resize(shell: RouterShell, side: 'rows' | 'columns', typed: string | undefined): Reply {
  shell.screen[side] = Number(typed);
  return NOTHING;
}

/** `write memory`. */
export function save(shell: RouterShell): Reply {
  shell.device.save();
  return output('Building configuration...\n[OK]\n');
}

/** `copy running-config startup-config`: asks for the name it will not be given. */
export function copyToStartup(shell: RouterShell): Reply {
  return {
    kind: 'question',
    question: 'Destination filename [startup-config]? ',
    reads: 'line',
    answer: (text) => (text === undefined ? output('%Error copying: aborted\n') : save(shell)),
  };
}

/** Asks a question that one key answers: Enter or `y`, or anything else for no. */
export function confirm(question: string, onConfirmed: () => Reply): Reply {
  return {
    kind: 'question',
    question: `${question} [confirm]`,
    reads: 'key',
    answer: (key) => (key !== undefined && /[\r\nyY]/.test(key) ? onConfirmed() : NOTHING),
  };
}

/** `reload`: the session ends, and the router has its start-up configuration again. */
export function reload(shell: RouterShell): Reply {
  return confirm('Proceed with reload?', () => {
    shell.device.reload();
    return { kind: 'close', text: '' };
  });
}
