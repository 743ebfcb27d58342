import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { findProgram, pathOf } from './programs.js';
import { realSuite } from './real-suite.js';
import { runProgram } from './run-program.js';
import type { Workshop } from './workshop.js';

/** A network of its own on this machine, with an own loopback interface; the machine's interfaces are not touched. */
export interface Netns {
  name: string;
  /** Put before a command that is to run in it. */
  wrapper: string[];
}

let made = 0;

/** Makes a network namespace that is removed with the workshop. */
export async function makeNetns(workshop: Workshop): Promise<Netns> {
  const name = `flow${process.pid}-${made++}`;
  await runProgram('ip', 'netns', 'add', name);
  workshop.later(async () => {
    await runProgram('ip', 'netns', 'del', name);
  });
  await runProgram('ip', '-n', name, 'link', 'set', 'lo', 'up');
  return { name, wrapper: [pathOf('ip'), 'netns', 'exec', name] };
}

/**
 * Joins two namespaces by a cable.
 *
 * @param net  the first three numbers of its addresses: `192.0.2`
 * @returns the address of each end; nobody routes to others
 */
export async function joinNetns(from: Netns, to: Netns, net: string): Promise<{ near: string; far: string }> {
  const cable = `f${process.pid % 100_000}-${made++}`;
  const ends = [
    { ns: from.name, link: `${cable}a`, address: `${net}.1` },
    { ns: to.name, link: `${cable}b`, address: `${net}.2` },
  ] as const;
  await runProgram(
    'ip',
    '-n',
    from.name,
    'link',
    'add',
    ends[0].link,
    'type',
    'veth',
    'peer',
    ends[1].link,
    'netns',
    to.name,
  );
  for (const { ns, link, address } of ends) {
    await runProgram('ip', '-n', ns, 'address', 'add', `${address}/24`, 'dev', link);
    await runProgram('ip', '-n', ns, 'link', 'set', link, 'up');
  }
  return { near: ends[0].address, far: ends[1].address };
}

/** A suite that needs namespaces; a single skipped test that says why where none may be made. */
export function netnsSuite(title: string, programs: readonly string[], define: () => void): void {
  const reason = whyNoNetns();
  if (reason) test(`[real] ${title}`, { skip: reason });
  else realSuite(title, programs, define);
}

function whyNoNetns(): string | undefined {
  const ip = findProgram('ip');
  if (ip === undefined) return 'not installed: ip';
  const name = `flow${process.pid}-try`;
  try {
    execFileSync(ip, ['netns', 'add', name], { stdio: 'pipe' });
    execFileSync(ip, ['netns', 'exec', name, ip, 'link', 'set', 'lo', 'up'], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'network namespaces may not be made here';
  } finally {
    try {
      execFileSync(ip, ['netns', 'del', name], { stdio: 'pipe' });
    } catch {
      // there was none
    }
  }
}
