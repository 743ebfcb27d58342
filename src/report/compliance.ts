import type { Check, Result } from '../task/result.js';
import { countOf } from '../task/summarize-run.js';

/** One rule of `expect`, and what came of it on each host. */
export interface ComplianceRule {
  task: string;
  rule: string;
  /** How many hosts. */
  pass: number;
  fail: number;
  not_applicable: number;
  /** Every host that has the task, in the order of the results. */
  hosts: ComplianceEntry[];
}

/** What came of a rule on one host. */
export interface ComplianceEntry {
  host: string;
  outcome: Check['outcome'];
  /** Why it failed. */
  message: string | null;
}

type Judged = Pick<Result, 'task' | 'checks'> & { host: { name: string } };

/**
 * The rules of a run by host, in the order written. A host on which a rule was never judged has it as `not applicable`, so that
 * none is missing.
 *
 * @returns nothing for a run without rules
 */
export function complianceOf(results: readonly Judged[]): ComplianceRule[] {
  const rules = new Map<string, Set<string>>();
  const byTask = new Map<string, Judged[]>();
  for (const result of results) {
    const { task, checks } = result;
    const known = rules.get(task) ?? new Set();
    rules.set(task, known);
    for (const { rule } of checks) known.add(rule);
    const same = byTask.get(task);
    if (same) same.push(result);
    else byTask.set(task, [result]);
  }
  return [...rules].flatMap(([task, names]) =>
    [...names].map((rule) => judgeRule(task, rule, byTask.get(task) as Judged[])),
  );
}

function judgeRule(task: string, rule: string, results: readonly Judged[]): ComplianceRule {
  const hosts = results.map(({ host, checks }): ComplianceEntry => {
    const check = checks.find((each) => each.rule === rule);
    return { host: host.name, outcome: check?.outcome ?? 'not applicable', message: check?.message ?? null };
  });
  const count = (outcome: Check['outcome']) => hosts.filter((entry) => entry.outcome === outcome).length;
  return { task, rule, pass: count('pass'), fail: count('fail'), not_applicable: count('not applicable'), hosts };
}

/** The same with a line for each host: its outcome for every rule, undefined where it has no such task. */
export function complianceByHost(
  rules: readonly ComplianceRule[],
): { host: string; outcomes: (Check['outcome'] | undefined)[] }[] {
  const lines = new Map<string, (Check['outcome'] | undefined)[]>();
  for (const [column, { hosts }] of rules.entries()) {
    for (const { host, outcome } of hosts) {
      const outcomes = lines.get(host) ?? rules.map(() => undefined);
      outcomes[column] = outcome;
      lines.set(host, outcomes);
    }
  }
  return [...lines].map(([host, outcomes]) => ({ host, outcomes }));
}

/** `4 rules on 3 hosts: 10 pass, 1 fail, 1 not applicable` */
export function summarizeCompliance(rules: readonly ComplianceRule[]): string {
  const sum = (of: 'pass' | 'fail' | 'not_applicable') => rules.reduce((total, rule) => total + rule[of], 0);
  const hosts = new Set(rules.flatMap((rule) => rule.hosts.map(({ host }) => host))).size;
  const counts = [
    `${sum('pass')} pass`,
    `${sum('fail')} fail`,
    ...(sum('not_applicable') > 0 ? [`${sum('not_applicable')} not applicable`] : []),
  ];

  return `${countOf(rules.length, 'rule')} on ${countOf(hosts, 'host')}: ${counts.join(', ')}`;
}
