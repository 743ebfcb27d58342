import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../src/inventory/host.js';

/** What every client does with the same routers: log in, enable, set width and length, ask one command, leave. */
export interface Job {
  hosts: Host[];
  /** Logins at the same time. */
  atOnce: number;
  command: string;
  /** The only key exchange that the routers offer, where that is an old one. */
  kex?: string;
  /** What a line of a right answer contains, a regular expression of the kind that `grep -E` reads too. */
  wanted: string;
  /** How many such lines there must be in the output of a client. */
  wantedLines: number;
}

/** A job as files in a folder, for programs of any language. */
export interface JobFiles {
  folder: string;
  /** The job as JSON. */
  json: string;
  /** A line per router: `R1 127.1.0.1 2201`. */
  list: string;
  /** flow's playbook. */
  playbook: string;
  /** Environment variables with what the job has to keep secret. */
  secrets: { BENCH_PASSWORD: string; BENCH_SECRET: string };
}

export function writeJob(job: Job, folder: string): JobFiles {
  const [json, list, playbook] = ['job.json', 'hosts.txt', 'bench.yaml'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(json, JSON.stringify(job));
  writeFileSync(list, job.hosts.map(({ name, address, port }) => `${name} ${address} ${port}\n`).join(''));
  writeFileSync(playbook, JSON.stringify(playbookFor(job), null, 1));
  return { folder, json, list, playbook, secrets: secretsOf(job) };
}

/** A run counts only when every answer is in what was printed. @throws {Error} when one is not */
export function checkAnswers({ wanted, wantedLines }: Job, { folder }: JobFiles): void {
  const pattern = new RegExp(wanted);
  const printed = readFileSync(join(folder, 'stdout.txt'), 'utf8');
  const found = printed.split('\n').filter((line) => pattern.test(line)).length;
  if (found !== wantedLines) throw new Error(`${found} of ${wantedLines} answers in the output`);
}

/** The routers as a user would write them down: what they share once, and no password in plain text. */
function playbookFor({ hosts, atOnce, command, kex }: Job): object {
  const [first] = hosts;
  const inventory = {
    defaults: {
      platform: first?.platform,
      username: first?.username,
      password: reference('BENCH_PASSWORD'),
      secret: reference('BENCH_SECRET'),
      ...(kex !== undefined && { ssh: { legacy: true } }),
    },
    hosts: Object.fromEntries(hosts.map(({ name, address, port }) => [name, { address, port }])),
  };
  const template = '{{#each results}}\n| {{host.name}} | {{output}} |\n{{/each}}\n';
  const output = { template, format: 'txt' }; // in Markdown the lines of an output would become one
  return { name: 'Bench', inventory, concurrency: atOnce, command, output };
}

function reference(name: keyof JobFiles['secrets']): string {
  return `\${env:${name}}`;
}

function secretsOf({ hosts }: Job): JobFiles['secrets'] {
  const [first] = hosts;
  if (hosts.some(({ password, secret }) => password !== first?.password || secret !== first?.secret))
    throw new Error('the routers of the lab have passwords of their own');
  return { BENCH_PASSWORD: first?.password ?? '', BENCH_SECRET: first?.secret ?? '' };
}
