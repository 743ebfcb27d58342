import { BenchLab } from './bench-lab.js';
import { BARE, type Client } from './clients.js';
import { checkAnswers, type Job, type JobFiles, writeJob } from './job.js';
import type { BenchLabOptions } from './lab-process.js';
import { measure, medianOf, type Usage } from './measure.js';
import type { Scenario } from './scenarios.js';

/** What came of the clients of one scenario, in their order. */
export interface Outcome {
  name: string;
  title: string;
  /** The client that the others are compared with. */
  base: string;
  rows: Row[];
}

/** What one client took, or why that is not known. */
export interface Row {
  client: string;
  usage?: Usage;
  problem?: string;
}

/** How scenarios are run. */
export interface RunOptions {
  /** For files, emptied by whoever made it. */
  folder: string;
  /** Instead of the scenario's own number. */
  rounds?: number;
  /** Clients that no budget is about run too. */
  isFull: boolean;
  /** Told what is going on. */
  tell(text: string): void;
}

/**
 * Runs the clients in turn, A B A B, so that what else the machine does falls on all of them alike; the lab is in a process of its own.
 * A client counts only when every router's answer is in what it printed.
 */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Outcome> {
  const { name, title, kex, lab: ofLab } = scenario;
  const command = ofLab?.longAnswer ? 'show tech-support' : 'show clock';
  const faults: BenchLabOptions['faults'] = kex === undefined ? {} : { algorithms: { kex: [kex] } };
  const lab = await BenchLab.start({ hosts: scenario.hosts, command, faults, ...ofLab });
  try {
    const job: Job = {
      hosts: lab.hosts,
      atOnce: scenario.atOnce,
      command,
      ...(kex !== undefined && { kex }),
      ...wantedOf(scenario),
    };
    const runner = new ClientRunner(scenario, { job, files: writeJob(job, options.folder), lab, tell: options.tell });
    const clients = scenario.clients.filter(({ isJudged }) => isJudged || options.isFull);
    const rounds = options.rounds ?? scenario.rounds;
    for (let round = 0; round < rounds; round++) {
      for (const client of clients.filter(({ isJudged }) => isJudged || round === 0)) {
        options.tell(`${name}: ${client.name}, round ${round + 1} of ${client.isJudged ? rounds : 1}`);
        await runner.run(client);
      }
    }
    return { name, title, base: (scenario.measure ?? BARE).name, rows: clients.map((client) => runner.rowOf(client)) };
  } finally {
    await lab.stop();
  }
}

/** What is wanted of each client: a time per router, or every line of the long output. */
function wantedOf({ hosts, lab }: Scenario): Pick<Job, 'wanted' | 'wantedLines'> {
  if (lab?.longAnswer) return { wanted: lab.longAnswer.line, wantedLines: lab.longAnswer.lines * hosts };
  return { wanted: '[0-9]{2}:[0-9]{2}:[0-9]{2}', wantedLines: hosts };
}

interface Work {
  job: Job;
  files: JobFiles;
  lab: BenchLab;
  tell: RunOptions['tell'];
}

class ClientRunner {
  readonly #scenario: Scenario;
  readonly #work: Work;
  readonly #usages = new Map<Client, [Usage, ...Usage[]]>();
  readonly #problems = new Map<Client, string>();

  constructor(scenario: Scenario, work: Work) {
    this.#scenario = scenario;
    this.#work = work;
  }

  /** Runs a client once, unless it has failed before. */
  async run(client: Client): Promise<void> {
    if (this.#problems.has(client)) return;
    if (!client.isInstalled()) {
      this.#problems.set(client, 'not installed');
      return;
    }
    try {
      const usage = await this.#measure(client);
      const earlier = this.#usages.get(client);
      if (earlier) earlier.push(usage);
      else this.#usages.set(client, [usage]);
    } catch (error) {
      const { message } = error as Error;
      this.#work.tell(message);
      this.#problems.set(client, `failed: ${message.split('\n')[0]}`);
    }
  }

  rowOf(client: Client): Row {
    const problem = this.#problems.get(client);
    const usages = this.#usages.get(client);
    if (problem !== undefined || !usages) return { client: client.name, problem: problem ?? 'not run' };
    return { client: client.name, usage: medianOf(usages) };
  }

  async #measure(client: Client): Promise<Usage> {
    const { job, files, lab } = this.#work;
    const watchesLoop = client.isNode && this.#scenario.watchesLoop === true;
    const usage = await measure(client.invoke(files, job), { folder: files.folder, watchesLoop });
    checkAnswers(job, files);
    const { mostAtOnce, roundTrips } = await lab.look();
    // A router that is far sees the end of a login when its client has long begun the next.
    const isFar = this.#scenario.lab?.latencyMs !== undefined;
    if (!isFar && mostAtOnce > job.atOnce) throw new Error(`${mostAtOnce} logins at once, ${job.atOnce} were allowed`);
    return { ...usage, ...(roundTrips !== undefined && { roundTrips }) };
  }
}
