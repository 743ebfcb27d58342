/**
 * flow as a library: load a playbook and an inventory, compile them to a task graph, run it, render its report.
 * The README's "As a library" shows all of them together.
 */

export type { AnswerParse } from './device/answer-parse.js';
export { type ConnectOptions, connect } from './device/connect.js';
export { type CommandOptions, Connection, type ParsedCommandOptions } from './device/connection.js';
export type { Device } from './device/device.js';
export { ERROR_CODES, type ErrorCode, type Phase } from './error/codes.js';
export { type Diagnostic, formatDiagnostic, type Position } from './error/diagnostic.js';
export { DeviceError, DocumentError, FlowError, JournalError, UsageError } from './error/flow-error.js';
export { KnownSecrets, type Secrets } from './error/known-secrets.js';
export { type Mask, makeMask } from './error/mask.js';
export { type HostCall, HostExecutor } from './executors/host-executor.js';
export { makeExecutor } from './executors/make-executor.js';
export type { Host, HostView, Inventory } from './inventory/host.js';
export { inventoryFrom, loadInventory } from './inventory/load.js';
export type { ContinueHow } from './journal/continue-run.js';
export type { EventTarget } from './journal/event-stream.js';
export type { CassetteOptions } from './lab/cassette/cassette-recorder.js';
export type { Scrub } from './lab/cassette/scrub.js';
export { compilePlaybook } from './playbook/compile.js';
export { loadPlaybook } from './playbook/load.js';
export type { OutputFormat } from './playbook/output-format.js';
export type {
  FailurePolicy,
  InventorySource,
  OutputSpec,
  Pace,
  Playbook,
  PlaybookOverrides,
} from './playbook/playbook.js';
export { renderReport } from './report/render.js';
export { OutputStore } from './run/output-store.js';
export { type RunOptions, runGraph } from './run/runner.js';
export type { RunView } from './run/view.js';
export { makeView, type ViewKind, type ViewOptions } from './run/views/make-view.js';
export { drawGraph, type GraphFormat } from './task/draw-graph.js';
export type { HostEvent, RunEvent } from './task/event.js';
export type { JobNode, Node, TaskGraph } from './task/graph.js';
export type { HostJob, JobOutcome } from './task/host-job.js';
export type { ErrorReport, Phases, Result, RunCounts, RunRecord, RunStatus, SettledState } from './task/result.js';
export type { Action, Need, Task, Timeouts } from './task/task.js';
export { CommitError } from './workflow/commit-saves.js';
export { type ContinueOptions, type EarlierRun, earlierRun } from './workflow/earlier-run.js';
export type { QueueAccess } from './workflow/open-queue.js';
export { type Plan, type PlanOptions, plan } from './workflow/plan.js';
export type { ReachOptions } from './workflow/reach.js';
export { Run } from './workflow/run.js';
export { RunFailed } from './workflow/run-failed.js';
export type { RunPlaybookOptions } from './workflow/run-options.js';
export { run } from './workflow/run-plan.js';
export type { RunningStandIn, StandIn } from './workflow/stand-in.js';
