import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judge } from './budgets.js';
import { printAll } from './print.js';
import { type Outcome, type RunOptions, runScenario } from './run-scenario.js';
import { SCENARIOS } from './scenarios.js';
import { measureStartUp, START_UP } from './start-up.js';

const USAGE = `npm run bench [-- FLAGS]: the speed of flow, as ratios against other programs doing the same in the same run

  (nothing)      the short set: 1,000 hosts and start-up, flow and a bare ssh2 script
  --all          every scenario, with asyncssh, Netmiko and OpenSSH where they are installed
  --only NAME    one scenario, with all clients: ${[...SCENARIOS, START_UP].map(({ name }) => name).join(', ')}
  --rounds N     each client so often, instead of the scenario's own number
  --markdown     tables for the README
  --assert       exit status 1 when a budget is exceeded

Needs Linux, and the flow of \`npm run build\`.
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const flags = readFlags();
  if (!flags) {
    process.stderr.write(USAGE);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'flow-bench-'));
  try {
    const outcomes = await runAll(flags, {
      folder,
      isFull: flags.all || flags.only !== undefined,
      tell: (text) => process.stderr.write(`${text}\n`),
      ...(flags.rounds !== undefined && { rounds: flags.rounds }),
    });
    const verdicts = judge(outcomes);
    process.stdout.write(printAll(outcomes, verdicts, flags.markdown));
    return flags.assert && verdicts.some(({ isWithin }) => !isWithin) ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runAll({ all, only }: Flags, options: RunOptions): Promise<Outcome[]> {
  const isChosen = (name: string, isShort: boolean) => (only === undefined ? all || isShort : name === only);
  const outcomes: Outcome[] = [];
  for (const scenario of SCENARIOS) {
    if (isChosen(scenario.name, scenario.isShort === true)) outcomes.push(await runScenario(scenario, options));
  }
  if (isChosen(START_UP.name, true)) outcomes.push(await measureStartUp(options));
  return outcomes;
}

interface Flags {
  all: boolean;
  only: string | undefined;
  rounds: number | undefined;
  markdown: boolean;
  assert: boolean;
}

/** Undefined when they are wrong. */
function readFlags(): Flags | undefined {
  const values = parseFlags();
  if (!values) return undefined;
  const { all = false, markdown = false, assert = false, only } = values;
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  const isName = only === undefined || [...SCENARIOS, START_UP].some(({ name }) => name === only);
  const isCount = rounds === undefined || (Number.isInteger(rounds) && rounds > 0);
  return isName && isCount ? { all, only, rounds, markdown, assert } : undefined;
}

function parseFlags() {
  const flag = { type: 'boolean' } as const;
  const value = { type: 'string' } as const;
  try {
    return parseArgs({ options: { all: flag, only: value, rounds: value, markdown: flag, assert: flag } }).values;
  } catch {
    return undefined;
  }
}
