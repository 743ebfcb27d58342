import type { Command } from './command.js';

/** A command's entry in the table: what is known of it before its file is loaded. */
export interface CommandEntry {
  name: string;
  /** What it is for: a phrase without a full stop. */
  purpose: string;
  load(): Promise<Command>;
}

/** Every command, in the order in which a newcomer meets them. Each is loaded only when it is called. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'run', purpose: 'run a playbook and print its report', load: async () => (await import('./run.js')).run },
  {
    name: 'plan',
    purpose: 'show what would be sent where, and send nothing',
    load: async () => (await import('./plan.js')).plan,
  },
  {
    name: 'check',
    purpose: 'log in to each host, reach the prompt, and leave',
    load: async () => (await import('./check.js')).check,
  },
  {
    name: 'validate',
    purpose: 'look for mistakes in playbooks',
    load: async () => (await import('./validate.js')).validate,
  },
  {
    name: 'test',
    purpose: 'compare reports with golden ones, without a device',
    load: async () => (await import('./test.js')).test,
  },
  { name: 'graph', purpose: 'draw which task waits for which', load: async () => (await import('./graph.js')).graph },
  {
    name: 'inventory',
    purpose: 'show what was understood of an inventory',
    load: async () => (await import('./inventory.js')).inventory,
  },
  {
    name: 'history',
    purpose: 'list the runs that were kept',
    load: async () => (await import('./history.js')).history,
  },
  {
    name: 'show',
    purpose: 'show what came of a run, or of one host',
    load: async () => (await import('./show.js')).show,
  },
  {
    name: 'report',
    purpose: 'print the report of a run once more',
    load: async () => (await import('./report.js')).report,
  },
  { name: 'diff', purpose: 'show what differs between two runs', load: async () => (await import('./diff.js')).diff },
  {
    name: 'retry',
    purpose: 'run again what was raised, cancelled or skipped',
    load: async () => (await import('./retry.js')).retry,
  },
  {
    name: 'resume',
    purpose: 'go on with a run that was killed or interrupted',
    load: async () => (await import('./resume.js')).resume,
  },
  {
    name: 'worker',
    purpose: 'speak to the hosts of a site, for runs with executor: queue',
    load: async () => (await import('./worker.js')).worker,
  },
  {
    name: 'queue',
    purpose: 'show what waits at each site, and which workers there are',
    load: async () => (await import('./queue.js')).queue,
  },
  { name: 'lab', purpose: 'start simulated devices to practise on', load: async () => (await import('./lab.js')).lab },
  {
    name: 'platforms',
    purpose: 'list the device families that flow speaks',
    load: async () => (await import('./platforms.js')).platforms,
  },
  {
    name: 'parse',
    purpose: 'make data of an output in a file, by a TextFSM template',
    load: async () => (await import('./parse.js')).parse,
  },
  {
    name: 'schema',
    purpose: 'print a JSON Schema for your editor',
    load: async () => (await import('./schema.js')).schema,
  },
  {
    name: 'init',
    purpose: 'begin a project that runs as it is',
    load: async () => (await import('./init.js')).init,
  },
  {
    name: 'completion',
    purpose: 'complete the words of flow in your shell',
    load: async () => (await import('./completion.js')).completion,
  },
];
