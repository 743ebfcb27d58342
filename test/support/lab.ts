import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../src/inventory/host.js';
import { inventoryText } from '../../src/lab/describe-lab.js';
import { Lab, type LabOptions } from '../../src/lab/lab.js';
import type { LabQuestion } from '../../src/lab/serve.js';
import type { Counts } from '../../src/lab/tally.js';

/** What a test hands in so that what was started ends with it. */
export type Cleanup = Pick<TestContext, 'after'>;

/** Starts a lab in this process, stopped when the test ends. */
export async function startLab(t: Cleanup, options: LabOptions): Promise<Lab> {
  const lab = await Lab.start(options);
  t.after(() => lab.stop());
  return lab;
}

/** Makes an empty folder, removed when the test ends. */
export function makeFolder(t: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'flow-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes a folder with a playbook in it. @returns the folder */
export function makePlaybook(t: Cleanup, file: string, text: string): string {
  const folder = makeFolder(t);
  writeFileSync(join(folder, file), text);
  return folder;
}

/**
 * Writes hosts (a lab's, or changed copies of them) as an inventory file.
 *
 * @returns its path
 */
export function writeInventory(folder: string, hosts: readonly Host[], notation: 'flow' | 'netmiko' = 'flow'): string {
  const file = join(folder, 'devices.yaml');
  writeFileSync(file, inventoryText(hosts, notation));
  return file;
}

/** Starts a lab, and writes the inventory of its hosts and a playbook, `clock.yaml`, into a folder. */
export async function makeProject(
  t: Cleanup,
  { playbook, ...options }: LabOptions & { playbook: string },
): Promise<{ folder: string; lab: Lab }> {
  const lab = await startLab(t, options);
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'clock.yaml'), playbook);
  return { folder, lab };
}

/** A lab in a process of its own, so that its work does not count as the test's. */
export interface LabProcess {
  hosts: Host[];
  counts(): Promise<Counts>;
  commandsOf(host: string): Promise<string[]>;
  /** Ends the process. @returns the last counts */
  stop(): Promise<Counts>;
}

/** Options that fit through a command line: no functions, nothing held. */
export type LabProcessOptions = Omit<LabOptions, 'now' | 'hold'>;

/** Starts a lab in its own process; stop it with `stop`. */
export async function startLabProcess(options: LabProcessOptions): Promise<LabProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('./lab-process.ts', import.meta.url)), JSON.stringify(options)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const { ask, next } = talkTo(child);
  const { hosts } = (await next()) as { hosts: Host[] };
  return {
    hosts,
    counts: async () => ((await ask({ ask: 'counts' })) as { counts: Counts }).counts,
    commandsOf: async (host) => ((await ask({ ask: 'commands', host })) as { commands: string[] }).commands,
    stop: async () => {
      const ended = once(child, 'exit');
      const { counts } = (await ask({ ask: 'stop' })) as { counts: Counts };
      child.stdin?.end();
      await ended;
      return counts;
    },
  };
}

function talkTo(child: ChildProcess): { next(): Promise<unknown>; ask(question: LabQuestion): Promise<unknown> } {
  if (!child.stdout) throw new Error('the lab process has no output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done) throw new Error('the lab process ended by itself');
    return JSON.parse(line.value);
  };
  return {
    next,
    ask: (question) => {
      child.stdin?.write(`${JSON.stringify(question)}\n`);
      return next();
    },
  };
}
