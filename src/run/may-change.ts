import { findPlatform } from '../device/load-platform.js';
import { AUTO } from '../device/platform.js';
import { isReadCommand } from '../device/read-command.js';
import type { Host } from '../inventory/host.js';
import type { Task } from '../task/task.js';

/** Whether a task may change a device: all but fetching a file and a command that is known to read. What cannot be known yet may. */
export function mayChange({ action }: Task, host: Pick<Host, 'platform'>, platformDirs: string[]): boolean {
  switch (action.kind) {
    case 'config':
      return true;
    case 'copy':
      return action.direction === 'put';
    case 'command': {
      const { text } = action.command;
      return text.includes('{{') || !isReadOn(host.platform, platformDirs, text);
    }
    default:
      return action satisfies never;
  }
}

function isReadOn(name: string, dirs: string[], command: string): boolean {
  const platform = findPlatform(name, dirs);
  return platform !== undefined && platform.name !== AUTO && isReadCommand(platform, command);
}
