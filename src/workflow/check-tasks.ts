import { loadPlatform } from '../device/load-platform.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import type { Host } from '../inventory/host.js';
import { compilePlaybook } from '../playbook/compile.js';
import type { Playbook } from '../playbook/playbook.js';
import { checkCopies } from '../run/check-copies.js';
import { checkLimits } from '../run/check-limits.js';
import { checkMode } from '../run/check-mode.js';
import { checkParsing } from '../run/check-parsing.js';
import { checkQueue } from '../run/check-queue.js';
import type { TaskGraph } from '../task/graph.js';
import type { Fleet } from './fleet.js';

/** What checking a playbook against its hosts needs. */
export interface CheckOptions {
  /** Folders with platforms of the user's own, those of the inventory among them. */
  platformDirs: string[];
  /** Folders with TextFSM templates of the user's own. */
  templateDirs: string[];
}

/**
 * Compiles a playbook for its hosts, and checks what neither can tell alone: that every limit has hosts, that every command can be written
 * for every host, in `mode: read` that each only reads, that every template that reads an output is there, and that a queue will do.
 *
 * @returns every mistake, and the graph where there is one
 */
export function checkTasks(
  playbook: Playbook,
  fleet: Fleet,
  { platformDirs, templateDirs }: CheckOptions,
): { graph: TaskGraph | undefined; mistakes: Diagnostic[] } {
  const { graph, mistakes } = compile(playbook, fleet);
  mistakes.push(...checkLimits(playbook, fleet.inventory.hosts));
  if (!graph) return { graph, mistakes };
  // With every `foreach` written out.
  const written = { ...playbook, tasks: graph.tasks };
  const platformOf = (host: Host) => loadPlatform(host.platform, platformDirs);
  for (const found of [
    checkCopies(written, fleet.hosts),
    checkQueue(written, fleet.hosts),
    checkMode(written, fleet.hosts, platformOf),
    checkParsing(written, fleet.hosts, { platformOf, templateDirs }),
  ])
    for (const mistake of found) mistakes.push(mistake);
  return { graph, mistakes };
}

function compile(playbook: Playbook, fleet: Fleet): { graph: TaskGraph | undefined; mistakes: Diagnostic[] } {
  try {
    return { graph: compilePlaybook(playbook, fleet), mistakes: [] };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return { graph: undefined, mistakes: [...error.diagnostics] };
  }
}
