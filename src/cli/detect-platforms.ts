import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { AUTO } from '../device/platform.js';
import { UsageError } from '../error/flow-error.js';
import type { FoundPlatform } from '../inventory/found-platform.js';
import type { Host, Inventory } from '../inventory/host.js';
import { storePlatforms } from '../inventory/store-platforms.js';
import { cleanReport } from '../run/clean.js';
import type { JobOutcome } from '../task/host-job.js';
import type { Call } from './command.js';
import { describeCheck } from './describe-check.js';
import { EXIT } from './exit-code.js';
import { reachFleet } from './reach-fleet.js';
import { platformDirsFrom } from './shared-flags.js';
import { limitsWithout, visitHosts } from './visit-hosts.js';

/**
 * Finds out the platforms of hosts that have none, or `auto`: logs in to each and asks. With `--write` they are put into the
 * inventory's files.
 *
 * @returns the exit status
 */
export async function detectPlatforms(call: Call, inventory: Inventory, chosen: readonly Host[]): Promise<number> {
  const { flags, terminal, interrupts } = call;
  const hosts = chosen
    .filter(({ platform }) => platform === '' || platform === AUTO)
    .map((host) => ({ ...host, platform: AUTO }));
  if (hosts.length === 0) {
    terminal.err.write('every host has a platform; `platform: auto` asks for it again\n');
    return EXIT.ok;
  }
  // What cannot be written is told before anybody is asked.
  if (flags.has('write'))
    store(
      inventory,
      hosts.map((host) => ({ host, platform: AUTO })),
    );
  const fleet = { hosts, groups: inventory.groups, inventory: { ...inventory, hosts } };
  const reached = await reachFleet(fleet, call, terminal.folder);
  interrupts.begin();
  try {
    const visit = { hosts, reached, platformDirs: platformDirsFrom(call, inventory), signal: interrupts.stop };
    const outcomes = await visitHosts({ ...limitsWithout(), enable: false }, visit);
    const found = hosts.flatMap((host): FoundPlatform[] => {
      const platform = platformOf(outcomes.get(host.name));
      return platform === undefined ? [] : [{ host, platform }];
    });
    const names = new Map(found.map(({ host, platform }) => [host.name, platform]));
    const checked = hosts.map((host) => {
      const outcome = outcomes.get(host.name);
      return {
        host: reached.hosts.get(host.name) ?? host,
        platform: names.get(host.name) ?? AUTO,
        outcome:
          outcome?.kind === 'failed' ? { ...outcome, error: cleanReport(outcome.error, terminal.mask) } : outcome,
      };
    });
    terminal.out.write(describeCheck(checked, flags.text('format') === 'json' ? 'json' : 'text'));
    if (flags.has('write')) terminal.err.write(write(store(inventory, found)));
    if (interrupts.stop.aborted) return EXIT.interrupted;
    return found.length === hosts.length ? EXIT.ok : EXIT.raised;
  } finally {
    interrupts.finish();
    await reached.close();
  }
}

function platformOf(outcome: JobOutcome | undefined): string | undefined {
  return outcome?.kind === 'done' ? outcome.login?.platform : undefined;
}

function store(inventory: Inventory, found: readonly FoundPlatform[]) {
  return storePlatforms(inventory, found, (file) => readFileSync(file, 'utf8'));
}

/** Puts each file in the place of the old one at once. @returns what was written, for people */
function write(files: ReturnType<typeof store>): string {
  return files
    .map(({ file, text, count }) => {
      const path = realpathSync(file);
      const draft = `${path}.flow-new`;
      try {
        writeFileSync(draft, text, { mode: statSync(path).mode });
        renameSync(draft, path);
      } catch (error) {
        rmSync(draft, { force: true });
        throw new UsageError(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
      }
      return `${count === 1 ? '1 platform' : `${count} platforms`} written to ${file}\n`;
    })
    .join('');
}
