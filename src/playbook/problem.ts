import type { Position } from '../error/diagnostic.js';

/** Something wrong in a playbook, as seen from the graph that it makes with an inventory. */
export interface Problem {
  position?: Position | undefined;
  message: string;
  proposal?: string | undefined;
}
