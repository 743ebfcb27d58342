import type { Usage } from './measure.js';
import type { Outcome } from './run-scenario.js';
import { SCENARIOS } from './scenarios.js';

/** What flow promises of its speed: a number that another program's run, or the ideal, gives the measure for. */
interface Budget {
  scenario: string;
  what: string;
  atMost: number;
  unit?: string;
  /** `of` gives what a client took; not a number when it did not finish. */
  measured(of: (client: string) => Usage): number;
}

/** A budget and what came of it. */
export interface Verdict {
  what: string;
  /** With its unit; a dash when a client that it is about did not finish. */
  measured: string;
  budget: string;
  isWithin: boolean;
}

const BUDGETS: readonly Budget[] = [
  {
    scenario: 'hosts-1000',
    what: 'CPU, flow inline to bare ssh2',
    atMost: 1.15,
    measured: (of) => of('flow inline').cpuMs / of('bare ssh2').cpuMs,
  },
  {
    scenario: 'hosts-1000',
    what: 'wall, flow threads to bare ssh2',
    atMost: 0.8,
    measured: (of) => of('flow threads').wallMs / of('bare ssh2').wallMs,
  },
  {
    scenario: 'journal',
    what: 'CPU, flow inline to flow inline --no-journal',
    atMost: 1.05,
    measured: (of) => of('flow inline').cpuMs / of('flow inline --no-journal').cpuMs,
  },
  ...['flow inline', 'flow threads', 'flow processes'].map((client) => ({
    scenario: 'hosts-10000',
    what: `peak memory, ${client} to bare ssh2`,
    atMost: 1.6,
    measured: (of: (client: string) => Usage) => of(client).memoryMiB / of('bare ssh2').memoryMiB,
  })),
  {
    scenario: 'far',
    what: 'round trips to the answer, flow inline',
    atMost: 11,
    unit: '',
    measured: (of) => of('flow inline').roundTrips ?? Number.NaN,
  },
  {
    scenario: 'far',
    what: 'wall, flow inline to bare ssh2',
    atMost: 1,
    measured: (of) => of('flow inline').wallMs / of('bare ssh2').wallMs,
  },
  {
    scenario: 'slow',
    what: 'wall, flow threads to the ideal',
    atMost: 1.08,
    measured: (of) => of('flow threads').wallMs / idealMs('slow'),
  },
  ...['group14', 'group1'].map((scenario) => ({
    scenario,
    what: 'event loop blocked at most, flow threads',
    atMost: 50,
    unit: ' ms',
    measured: (of: (client: string) => Usage) => of('flow threads').blockedMs ?? Number.NaN,
  })),
  {
    scenario: 'start-up',
    what: 'flow --version to node -e 0',
    atMost: 1.6,
    measured: (of) => of('flow --version').wallMs / of('node -e 0').wallMs,
  },
  {
    scenario: 'start-up',
    what: 'flow validate to node -e 0',
    atMost: 2.5,
    measured: (of) => of('flow validate').wallMs / of('node -e 0').wallMs,
  },
];

/** Judges what was run. A client that did not finish is over every budget. */
export function judge(outcomes: readonly Outcome[]): Verdict[] {
  return BUDGETS.flatMap((budget) => {
    const outcome = outcomes.find(({ name }) => name === budget.scenario);
    return outcome ? [judgeOne(budget, outcome)] : [];
  });
}

function judgeOne({ scenario, what, atMost, unit = ' x', measured }: Budget, { rows }: Outcome): Verdict {
  const number = measured((client) => rows.find((row) => row.client === client)?.usage ?? UNKNOWN);
  const isKnown = !Number.isNaN(number);
  return {
    what: `${scenario}: ${what}`,
    measured: isKnown ? `${number.toFixed(2)}${unit}` : '-',
    budget: `${atMost}${unit}`,
    isWithin: isKnown && number <= atMost,
  };
}

const UNKNOWN: Usage = { wallMs: Number.NaN, cpuMs: Number.NaN, memoryMiB: Number.NaN };

/** The time in which the routers alone could be through: rounds of logins, each as long as a router takes to answer. */
function idealMs(name: string): number {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (!scenario) throw new Error(`there is no scenario ${name}`);
  return Math.ceil(scenario.hosts / scenario.atOnce) * (scenario.lab?.delayMs ?? 0);
}
