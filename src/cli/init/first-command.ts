import { loadPlatform } from '../../device/load-platform.js';
import { isReadCommand } from '../../device/read-command.js';
import { factsOf } from '../../lab/generic/family-facts.js';

/** A command that tells what a device is and only reads, on any platform: `show version` on most, in a Unix shell `uname -a`. */
export function firstCommandOf(platform: string): string {
  const { show } = factsOf(platform);
  return isReadCommand(loadPlatform(platform), show) ? show : 'uname -a';
}
