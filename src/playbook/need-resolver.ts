import { proposeName } from '../error/nearest.js';
import type { Barrier, Node } from '../task/graph.js';
import type { Need, Task } from '../task/task.js';
import type { Problem } from './problem.js';

/** Turns the needs of tasks into nodes of the graph: single ones, and barriers that every host shares. */
export class NeedResolver {
  readonly barriers: Barrier[] = [];
  /** Needs that lead nowhere. */
  readonly problems: Problem[] = [];
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #rows: ReadonlyMap<string, number>;
  readonly #groups: ReadonlyMap<string, readonly string[]>;
  readonly #hosts: readonly string[];
  /** By task and group (or `all`): its members; undefined for one that leads nowhere. */
  readonly #known = new Map<string, number[] | undefined>();
  readonly #barrierOf = new Map<string, number>();

  /** @param hosts  in inventory order: a host's row */
  constructor(tasks: readonly Task[], hosts: readonly string[], groups: ReadonlyMap<string, readonly string[]>) {
    this.#tasks = new Map(tasks.map((task) => [task.name, task]));
    this.#rows = new Map(hosts.map((host, row) => [host, row]));
    this.#groups = groups;
    this.#hosts = hosts;
  }

  /** The nodes and barriers that a task waits for on the host of that row; each once. */
  resolve(task: Task, row: number): Pick<Node, 'needs' | 'barriers'> {
    const needs = new Set<number>();
    const barriers = new Set<number>();
    for (const need of task.needs) {
      const members = this.#membersOf(need, row);
      const [only] = members;
      if (members.length === 1 && only !== undefined) needs.add(only);
      if (members.length > 1) barriers.add(this.#barrier(need, members));
    }
    return { needs: [...needs], barriers: [...barriers] };
  }

  #membersOf(need: Need, row: number): readonly number[] {
    if (need.kind === 'same-host') return [this.#node(need.task, row)];
    const key = keyOf(need);
    if (!this.#known.has(key)) this.#known.set(key, this.#find(need));
    return this.#known.get(key) ?? [];
  }

  #find(need: Need): number[] | undefined {
    switch (need.kind) {
      case 'same-host':
        return undefined;
      case 'all':
        return this.#hosts.map((_, row) => this.#node(need.task, row));
      case 'named': {
        const hosts = this.#rows.has(need.on) ? [need.on] : (this.#groups.get(need.on) ?? []);
        const rows = hosts.flatMap((host) => this.#rows.get(host) ?? []).sort((a, b) => a - b);
        if (rows.length === 0) this.#report(need);
        return rows.map((row) => this.#node(need.task, row));
      }
      default:
        return need satisfies never;
    }
  }

  #report(need: Need & { kind: 'named' }): void {
    const { position, task, on } = need;
    if (this.#groups.has(on)) {
      this.problems.push({
        position,
        message: `needs ${task}@${on}: no host of the group "${on}" takes part in this run`,
      });
      return;
    }
    const proposal = proposeName(on, [...this.#hosts, ...this.#groups.keys()]);
    this.problems.push({
      position,
      message: `needs ${task}@${on}: no host and no group "${on}" takes part in this run`,
      proposal,
    });
  }

  #barrier(need: Need, members: readonly number[]): number {
    const key = keyOf(need);
    const known = this.#barrierOf.get(key);
    if (known !== undefined) return known;
    const id = this.barriers.length;
    this.barriers.push({ id, task: need.task, on: need.kind === 'named' ? need.on : 'all', members: [...members] });
    this.#barrierOf.set(key, id);
    return id;
  }

  #node(task: string, row: number): number {
    const index = this.#tasks.get(task)?.index;
    if (index === undefined) throw new Error(`no task "${task}"`);
    return row * this.#tasks.size + index;
  }
}

/** `named` and `all` apart, since a group may be called "all". */
function keyOf(need: Need): string {
  return `${need.kind}:${need.task}@${need.kind === 'named' ? need.on : ''}`;
}
