import { Listr } from 'listr2';
import type { RunView } from './view.js';

/** What listr2 is given to run. */
export interface ListrPlan {
  view: RunView;
  hosts: { name: string; run(): Promise<void> }[];
  /** Called when the view is there. */
  begin(): void;
  /** Called when the last host is through and the view is still there. */
  finish(): void;
}

/**
 * Lets listr2 run the hosts, each one listr task, all at the same time (the slots limit, not listr2), and
 * makes a renderer of the view.
 *
 * listr2's own renderers are not used: the default one redraws every task at each change, and ten thousand never end.
 * It keeps its hands off signals, or it would leave with exit status 127.
 *
 * @throws the first error a host's function throws, when all have ended: a bug
 */
export async function runListr(plan: ListrPlan): Promise<void> {
  let left = plan.hosts.length;
  let bug: { error: unknown } | undefined;
  const tasks = plan.hosts.map((host) => ({
    title: host.name,
    task: async () => {
      try {
        await host.run();
      } catch (error) {
        bug ??= { error };
      }
      if (--left === 0) plan.finish();
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
