import { findPlatform } from '../device/load-platform.js';
import { AUTO } from '../device/platform.js';
import type { Host } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';

/** Makes what tells whether a login on a host may have to give its secret. A platform that nobody has found out yet may ask. */
export function makeMayEnable(enable: Playbook['enable'], platformDirs: string[]): (host: Host) => boolean {
  return ({ platform }) => {
    if (enable === false) return false;
    if (platform === AUTO) return true;
    const found = findPlatform(platform, platformDirs);
    return !found || found.privilege !== undefined;
  };
}
