import { Listr } from 'listr2';
import type { RunView } from './view.js';

/** What listr2 is given to run. */
export interface ListrPlan {
  view: RunView;
  /** Names of hosts. */
  batches: readonly (readonly string[])[];
  /** Has all of a host done; called once for each. */
  run(host: string): Promise<void>;
  /** Called when the view is there. */
  begin(): void;
  /** Called when the last host is through and the view is still there. */
  finish(): void;
}

/**
 * Lets listr2 run the batches, each one listr task, with all their hosts at the same time (gates and slots limit, not listr2), and
 * makes a renderer of the view. A listr task per host would be a quarter of what a host takes in memory, and nothing is shown of it.
 *
 * listr2's own renderers are not used: the default one redraws every task at each change, and ten thousand never end.
 * It keeps its hands off signals, or it would leave with exit status 127.
 *
 * @throws the first error a host's function throws, when all have ended: a bug
 */
export async function runListr(plan: ListrPlan): Promise<void> {
  let left = plan.batches.reduce((sum, hosts) => sum + hosts.length, 0);
  let bug: { error: unknown } | undefined;
  const leave = () => {
    if (--left === 0) plan.finish();
  };
  const fail = (error: unknown) => {
    bug ??= { error };
    leave();
  };
  const tasks = plan.batches.map((hosts, index) => ({
    title: `batch ${index + 1}`,
    task: async () => {
      await Promise.all(hosts.map((host) => plan.run(host).then(leave, fail)));
    },
  }));

  class ViewRenderer {
    static nonTTY = true;
    static rendererOptions = {};
    static rendererTaskOptions = {};
    render(): void {
      plan.view.start();
      plan.begin();
      if (left === 0) plan.finish();
    }
    end(): void {
      plan.view.end();
    }
  }

  await new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    renderer: ViewRenderer,
    fallbackRenderer: 'silent',
  }).run();
  if (bug) throw bug.error;
}
