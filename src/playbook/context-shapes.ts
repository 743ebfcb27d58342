import type { Shape } from '../template/shape.js';
import { isMap } from './values.js';

const HOST = { name: 'any', address: 'any', platform: 'any', groups: { items: 'any' }, vars: 'any' } as const;
const ERROR: Shape = { fields: { code: 'any', phase: 'any', message: 'any', hint: 'any', last: 'any' } };
const PHASES: Shape = {
  fields: { tcp: 'any', kex: 'any', auth: 'any', prompt: 'any', command: 'any' },
  optional: true,
};

/** The names of a result, as in `flow run --format json`. */
const RESULT = {
  host: { fields: HOST },
  task: 'any',
  command: 'any',
  state: 'any',
  attempts: 'any',
  started: 'any',
  finished: 'any',
  duration_ms: 'any',
  phases: PHASES,
  output: 'any',
  parsed: 'any',
  diff: 'any',
  complete: 'any',
  saved: { fields: { file: 'any', change: 'any' }, optional: true },
  checks: { items: { fields: { rule: 'any', outcome: 'any', message: 'any' } } },
  error: ERROR,
} as const;

const COUNTS: Shape = {
  fields: {
    hosts: 'any',
    futures: 'any',
    finished: 'any',
    raised: 'any',
    cancelled: 'any',
    skipped: 'any',
    unknown: 'any',
  },
};
const PREVIOUS: Shape = { fields: { output: 'any', parsed: 'any', state: 'any' }, optional: true };
const COMPLIANCE: Shape = {
  fields: {
    task: 'any',
    rule: 'any',
    pass: 'any',
    fail: 'any',
    not_applicable: 'any',
    hosts: { items: { fields: { host: 'any', outcome: 'any', message: 'any' } } },
  },
};
const PLAYBOOK: Shape = { fields: { name: 'any', description: 'any', file: 'any' } };
const ROW: Shape = { fields: RESULT };

/** What the templates of a playbook see: those of commands and configuration lines, and those of outputs. */
export interface ContextShapes {
  command: Shape;
  report: Shape;
  each: Shape;
  file: Shape;
}

/**
 * The names that are known before a run, so that a misspelt one is found before anything connects and not
 * when a thousand devices have answered.
 *
 * @param vars      the playbook's, with those of the command line
 * @param tasks     names of all tasks, as commands know them
 * @param reported  names that results can have; others than those where `foreach` depends on hosts
 */
export function contextShapes(
  vars: Record<string, unknown>,
  tasks: readonly string[],
  reported: readonly string[] = tasks,
): ContextShapes {
  const variables = shapeOf(vars);
  const byTask: Shape = { fields: Object.fromEntries(tasks.map((task) => [task, ROW])) };
  const reportedTasks: Shape = { fields: Object.fromEntries(reported.map((task) => [task, ROW])) };
  const hosts: Shape = { items: { fields: { ...HOST, state: 'any', results: { items: ROW }, tasks: reportedTasks } } };
  return {
    command: { fields: { host: { fields: { ...HOST, port: 'any' } }, vars: variables, results: byTask } },
    report: {
      fields: {
        schema: 'any',
        run: {
          fields: { id: 'any', status: 'any', started: 'any', finished: 'any', duration_ms: 'any', counts: COUNTS },
        },
        playbook: PLAYBOOK,
        vars: variables,
        results: { items: ROW },
        counts: COUNTS,
        summary: 'any',
        failures: { items: ROW },
        hosts,
        tasks: { items: { fields: { name: 'any', results: { items: ROW } } } },
        compliance: { items: COMPLIANCE },
        saved: { items: { fields: { host: 'any', task: 'any', file: 'any', change: 'any' } } },
      },
    },
    each: { fields: { ...RESULT, result: ROW, run: { fields: { id: 'any' } }, playbook: PLAYBOOK, vars: variables } },
    file: {
      fields: {
        run: { fields: { id: 'any', started: 'any' } },
        playbook: { fields: { name: 'any', file: 'any' } },
        vars: variables,
      },
    },
  };
}

/** Adds results of other hosts, `task@host`, which the inventory decides, to what a command's template sees. */
export function withOtherHosts(shape: Shape, mentions: readonly string[]): Shape {
  if (shape === 'any' || !('fields' in shape)) return shape;
  const { results } = shape.fields;
  if (results === undefined || results === 'any' || !('fields' in results)) return shape;
  const others = Object.fromEntries(mentions.map((name) => [name, ROW]));
  return { fields: { ...shape.fields, results: { fields: { ...results.fields, ...others } } } };
}

/** Adds what has been answered to what the templates of a task see. */
export function withAnswer(shape: Shape): Shape {
  return shape === 'any' || !('fields' in shape)
    ? shape
    : { fields: { ...shape.fields, output: 'any', parsed: 'any', previous: PREVIOUS } };
}

/** What the path of a file sees of what the templates of a task see: nothing that a device has said, but the name of the task. */
export function forPath(shape: Shape): Shape {
  if (shape === 'any' || !('fields' in shape)) return shape;
  const { results: _, ...fields } = shape.fields;
  return { fields: { ...fields, task: 'any' } };
}

/** Adds `item` to what the templates of a task with `foreach` see. */
export function withItem(shape: Shape): Shape {
  return shape === 'any' || !('fields' in shape) ? shape : { fields: { ...shape.fields, item: 'any' } };
}

function shapeOf(value: unknown): Shape {
  if (isMap(value)) {
    return {
      fields: Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)])),
      optional: true,
    };
  }
  return Array.isArray(value) ? { items: 'any' } : 'any';
}
