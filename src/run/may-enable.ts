import { loadPlatform } from '../device/load-platform.js';
import { AUTO } from '../device/platform.js';
import { DocumentError } from '../error/flow-error.js';
import type { Host } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';

/** Makes what tells whether a login on a host may have to give its secret. A platform that nobody has found out yet may ask. */
export function makeMayEnable(enable: Playbook['enable'], platformDirs: string[]): (host: Host) => boolean {
  return ({ platform }) => {
    if (enable === false) return false;
    if (platform === AUTO) return true;
    try {
      return loadPlatform(platform, platformDirs).privilege !== undefined;
    } catch (error) {
      if (error instanceof DocumentError) return true;
      throw error;
    }
  };
}
