import type { Task } from './task.js';

/** One future to be: a task on a host. */
export interface Node {
  /** Index into `TaskGraph.nodes`. */
  id: number;
  host: string;
  task: Task;
  /** Nodes that must have settled before, by id. */
  needs: number[];
  /** 0 for what can be done on the first login; one more each time another host must be waited for. */
  stage: number;
}

/** The nodes of one login: same host, same stage, in the order in which they run. */
export interface JobNode {
  host: string;
  stage: number;
  nodes: number[];
  /** Nodes of other hosts that this login waits for. */
  waitsFor: number[];
}

/** Which future waits for which: data only, without a cycle, made by `playbook/compile`. */
export interface TaskGraph {
  /** Hosts in inventory order, then tasks in the order written. */
  nodes: Node[];
  /** In inventory order, then by stage. */
  jobs: JobNode[];
  tasks: Task[];
  hosts: string[];
  stages: number;
}
