import type { Task } from './task.js';

/** One future to be: a task on a host. */
export interface Node {
  /** Index into `TaskGraph.nodes`. */
  id: number;
  host: string;
  task: Task;
  /** Single nodes that must have settled before, by id: the same host's, or one of another host. */
  needs: number[];
  /** Sets of nodes that must have settled before, each as a whole: indexes into `TaskGraph.barriers`. */
  barriers: number[];
  /** 0 for what can be done on the first login; one more each time another host must be waited for. */
  stage: number;
}

/**
 * A set of nodes that others wait for as a whole (`needs: [backup@all]`), held once however many wait:
 * ten thousand hosts that wait for each other make one barrier and not a hundred million edges.
 * It has at least two members, and may hold a node of the very host that waits.
 */
export interface Barrier {
  /** Index into `TaskGraph.barriers`. */
  id: number;
  task: string;
  /** `all`, or the name of the group. */
  on: string;
  /** Nodes by id, in inventory order. */
  members: number[];
}

/** The nodes of one login: same host, same stage and part, in the order in which they run. */
export interface JobNode {
  host: string;
  stage: number;
  /** 0 for the first login of the stage; one more each time something must have been saved before the rest. */
  part: number;
  nodes: number[];
  /** Single nodes of other hosts that this login waits for. */
  waitsFor: number[];
  /** Barriers that this login waits for: indexes into `TaskGraph.barriers`. */
  barriers: number[];
}

/** Which future waits for which: data only, without a cycle, made by `playbook/compile`. */
export interface TaskGraph {
  /** Hosts in inventory order, then tasks in the order written. */
  nodes: Node[];
  barriers: Barrier[];
  /** In inventory order, then by stage and part. */
  jobs: JobNode[];
  tasks: Task[];
  hosts: string[];
  /** The same hosts by batch, in the order in which batches are run; at least one. */
  batches: string[][];
  stages: number;
}
