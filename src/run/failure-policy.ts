import type { FailurePolicy } from '../playbook/playbook.js';

/** What has failed so far. */
export interface Failures {
  /** In the whole run: rejected commands, broken expectations and lost logins; a login that takes several tasks with it counts once. */
  failures: number;
  /** Hosts of the batch with at least one failure. */
  failedHosts: number;
  /** Hosts of the batch. */
  hosts: number;
}

/** Whether a run must stop now: the one place where `on_failure` is acted on. */
export function mustStop(policy: FailurePolicy, { failures, failedHosts, hosts }: Failures): boolean {
  switch (policy.kind) {
    case 'continue':
      return false;
    case 'stop':
      return failures > 0;
    case 'stop-after':
      return failures > 0 && failures >= policy.failures;
    case 'stop-after-percent':
      return failedHosts > 0 && failedHosts * 100 >= policy.percent * hosts;
    default:
      return policy satisfies never;
  }
}
