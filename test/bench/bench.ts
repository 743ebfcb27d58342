import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/document/package-root.js';
import type { Host } from '../../src/inventory/host.js';
import { LabRouters } from './lab-routers.js';
import { compare, measureNode, type Usage } from './measure.js';

// npm run bench [-- --assert] [-- --rounds=3] [-- --routers=1000] [-- --concurrency=100]
// Speed as ratios against another program doing the same in the same run; a ratio survives a slow machine.

const ROUTERS = flag('routers', 1000);
const ROUNDS = flag('rounds', 3);
const CONCURRENCY = flag('concurrency', 100);
const STARTS = 15;

const FLOW = join(packageRoot, 'dist', 'bin', 'flow.js');
const BARE = fileURLToPath(new URL('bare-ssh2.mjs', import.meta.url));

interface Ratio {
  what: string;
  ratio: number;
  atMost: number;
}

const folder = mkdtempSync(join(tmpdir(), 'flow-bench-'));
try {
  const ratios = [...(await benchFleet(folder)), ...(await benchStart(folder))];
  printRatios(ratios);
  if (process.argv.includes('--assert') && ratios.some((each) => each.ratio > each.atMost)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** flow and the bare script ask the same routers for the clock. */
async function benchFleet(folder: string): Promise<Ratio[]> {
  const lab = await LabRouters.start(ROUTERS);
  try {
    const hostsFile = join(folder, 'hosts.json');
    const playbook = join(folder, 'clock.yaml');
    writeFileSync(hostsFile, JSON.stringify(lab.hosts));
    writeFileSync(playbook, playbookFor(lab));
    const flow = (executor: string) => () =>
      answersOf(measureNode([FLOW, 'run', playbook, '--executor', executor], folder, secretsOf(lab.hosts)));
    const bare = () => answersOf(measureNode([BARE, hostsFile, String(CONCURRENCY)], folder));
    const [inline, threads, processes, ofBare] = (await compare(
      [flow('inline'), flow('threads'), flow('processes'), bare],
      ROUNDS,
    )) as [Usage, Usage, Usage, Usage];
    const seen = await lab.seen();
    console.log(
      `${ROUTERS} routers, ${CONCURRENCY} at once (at most ${seen.mostAtOnce} were seen), median of ${ROUNDS}`,
    );
    console.log(`${seen.logins} logins, ${seen.answered} routers answered\n`);
    printUsages(
      { 'flow inline': inline, 'flow threads': threads, 'flow processes': processes, 'bare ssh2': ofBare },
      ROUTERS,
    );
    return [
      { what: 'CPU time per host, inline to bare ssh2', ratio: inline.cpuMs / ofBare.cpuMs, atMost: 1.5 },
      { what: 'wall time, threads to bare ssh2', ratio: threads.wallMs / ofBare.wallMs, atMost: 0.8 },
      // Of a small fleet most memory is that of Node.js itself, once per worker.
      ...(ROUTERS < 10_000
        ? []
        : [{ what: 'memory, threads to bare ssh2', ratio: threads.rssMiB / ofBare.rssMiB, atMost: 1.6 }]),
    ];
  } finally {
    await lab.stop();
  }
}

/** How long a user waits before flow does anything. */
async function benchStart(folder: string): Promise<Ratio[]> {
  const playbook = join(packageRoot, 'playbooks', 'clock.yaml');
  const programs = [
    ['-e', '0'],
    [FLOW, '--version'],
    [FLOW, 'validate', playbook],
  ];
  const usages = await compare(
    programs.map((args) => () => measureNode(args, folder)),
    STARTS,
  );
  const [nothing, version, validate] = usages as [Usage, Usage, Usage];
  console.log(`start-up, median of ${STARTS}\n`);
  printUsages({ 'node -e 0': nothing, 'flow --version': version, 'flow validate': validate });
  return [
    { what: 'start of flow --version to node -e 0', ratio: version.wallMs / nothing.wallMs, atMost: 1.6 },
    { what: 'start of flow validate to node -e 0', ratio: validate.wallMs / nothing.wallMs, atMost: 2.5 },
  ];
}

/** A run counts only when every router's clock is in what was printed. */
async function answersOf(run: Promise<Usage>): Promise<Usage> {
  const usage = await run;
  const printed = await readFile(join(folder, 'stdout.txt'), 'utf8');
  const clocks = printed.split('\n').filter((line) => /\d\d:\d\d:\d\d/.test(line)).length;
  if (clocks !== ROUTERS) throw new Error(`${clocks} of ${ROUTERS} clocks in the output:\n${printed.slice(0, 1000)}`);
  return usage;
}

/** The routers as a user would write them down: what they share once, and no password in plain text. */
function playbookFor({ hosts }: LabRouters): string {
  const [first] = hosts;
  const { BENCH_PASSWORD, BENCH_SECRET } = secretsOf(hosts);
  if (hosts.some(({ password, secret }) => password !== BENCH_PASSWORD || secret !== BENCH_SECRET))
    throw new Error('the routers of the lab have passwords of their own');
  const inventory = {
    defaults: {
      platform: first?.platform,
      username: first?.username,
      password: reference('BENCH_PASSWORD'),
      secret: reference('BENCH_SECRET'),
    },
    hosts: Object.fromEntries(hosts.map(({ name, address, port }) => [name, { address, port }])),
  };
  const output = '{{#each results}}\n| {{host.name}} | {{output}} |\n{{/each}}\n';
  const playbook = { name: 'Bench', inventory, concurrency: CONCURRENCY, command: 'show clock', output };
  return JSON.stringify(playbook, null, 1);
}

function reference(name: string): string {
  return `\${env:${name}}`;
}

function secretsOf([first]: readonly Host[]): Record<'BENCH_PASSWORD' | 'BENCH_SECRET', string> {
  return { BENCH_PASSWORD: first?.password ?? '', BENCH_SECRET: first?.secret ?? '' };
}

function printUsages(usages: Record<string, Usage>, perHosts?: number): void {
  const columns = ['wall ms', 'CPU ms', ...(perHosts ? ['CPU ms/host'] : []), 'RSS MiB'];
  console.log(row('', columns));
  for (const [name, { wallMs, cpuMs, rssMiB }] of Object.entries(usages)) {
    const perHost = perHosts ? [(cpuMs / perHosts).toFixed(2)] : [];
    console.log(row(name, [wallMs.toFixed(0), cpuMs.toFixed(0), ...perHost, rssMiB.toFixed(0)]));
  }
  console.log('');
}

function printRatios(ratios: Ratio[]): void {
  for (const { what, ratio, atMost } of ratios) {
    const verdict = ratio <= atMost ? 'within' : 'OVER';
    console.log(`${what.padEnd(40)} ${ratio.toFixed(2).padStart(6)}   ${verdict} the budget of ${atMost}`);
  }
}

function row(name: string, cells: string[]): string {
  return `${name.padEnd(16)}${cells.map((cell) => cell.padStart(13)).join('')}`;
}

function flag(name: string, otherwise: number): number {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given ? Number(given.slice(name.length + 3)) : otherwise;
}
