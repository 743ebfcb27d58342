/**
 * flow as a library: load a playbook and an inventory, compile them to a task graph, run it, render its report.
 * The README's "As a library" shows all of them together.
 */

export type { AnswerParse } from './device/answer-parse.js';
export { type ConnectOptions, connect } from './device/connect.js';
export { type CommandOptions, Connection, type ParsedCommandOptions } from './device/connection.js';
export type { Device } from './device/device.js';
export type { DiagnoseOptions, Document } from './document/document.js';
export { ERROR_CODES, type ErrorCode, type Phase } from './error/codes.js';
export { type Diagnostic, formatDiagnostic, type Position } from './error/diagnostic.js';
export {
  DeviceError,
  type DeviceErrorDetails,
  DocumentError,
  FlowError,
  JournalError,
  UsageError,
} from './error/flow-error.js';
export { KnownSecrets, type Secrets } from './error/known-secrets.js';
export { type Mask, makeMask } from './error/mask.js';
export type { LineSpan } from './error/secret-spans.js';
export type { Remedy, Wording, Words } from './error/wording.js';
export type { Collected, CollectedEnd, CollectedHost } from './executors/collected.js';
export { type HostCall, HostExecutor } from './executors/host-executor.js';
export { type ExecutorOptions, makeExecutor } from './executors/make-executor.js';
export type { Credential } from './inventory/credentials.js';
export type {
  Host,
  HostKeyPolicy,
  HostView,
  Inventory,
  InventoryKind,
  PlainSecrets,
  PlatformPlace,
  PromptAnswer,
  SshOptions,
} from './inventory/host.js';
export type { AskLeave, Leave } from './inventory/leave.js';
export { inventoryFrom, loadInventory } from './inventory/load.js';
export type { Place, PlaceOptions } from './inventory/place.js';
export type { ContinueHow } from './journal/continue-run.js';
export type { EventTarget } from './journal/event-stream.js';
export type { CassetteOptions } from './lab/cassette/cassette-recorder.js';
export type { Scrub } from './lab/cassette/scrub.js';
export type { CaptureType, ParseSpec } from './parse/parse-spec.js';
export { compilePlaybook, type Fleet } from './playbook/compile.js';
export { type LoadOptions, loadPlaybook } from './playbook/load.js';
export type { OutputFormat } from './playbook/output-format.js';
export type { OwnHelpers } from './playbook/own-helpers.js';
export type {
  BatchSize,
  FailurePolicy,
  Foreach,
  InventorySource,
  OutputSpec,
  OutputText,
  Pace,
  Playbook,
  PlaybookOverrides,
  PlaybookTask,
  QueuePlace,
} from './playbook/playbook.js';
export type { ReadFile } from './report/plan-outputs.js';
export { renderReport } from './report/render.js';
export type { PreviousLookup } from './run/host-job.js';
export type { LateResults } from './run/late-results.js';
export type { FailedOutcome } from './run/login-end.js';
export { OutputStore } from './run/output-store.js';
export { type RunOptions, runGraph } from './run/runner.js';
export type { RunView } from './run/view.js';
export { makeView, type ViewKind, type ViewOptions } from './run/views/make-view.js';
export type { ViewStream } from './run/views/view-options.js';
export { drawGraph, type GraphFormat } from './task/draw-graph.js';
export type { Flight, HostEvent, HostNews, LoginVerdict, NoticeGroup, RunEvent, StopReason } from './task/event.js';
export type { Barrier, JobNode, Node, TaskGraph } from './task/graph.js';
export type { HostJob, JobOutcome } from './task/host-job.js';
export type { TaskItem } from './task/item.js';
export type { RecordedExchange, RecordedLogin, RecordedQuestion, Recording } from './task/recording.js';
export type {
  Check,
  ErrorReport,
  Phases,
  PreviousResult,
  Result,
  RunCounts,
  RunRecord,
  RunStatus,
  RunWarning,
  Saved,
  SettledState,
} from './task/result.js';
export type {
  Action,
  Answer,
  CopyAction,
  Expectation,
  ExpressionText,
  Need,
  RetryPolicy,
  SaveSpec,
  Task,
  TemplateText,
  Timeouts,
} from './task/task.js';
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
