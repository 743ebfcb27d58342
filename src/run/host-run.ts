import type { HostExecutor } from '../executors/host-executor.js';
import type { Future } from '../task/future.js';
import type { JobNode } from '../task/graph.js';
import { hasItem } from '../task/item.js';
import { cancelledReport, reportUnmetNeed } from '../task/unmet-need.js';
import { cleanReport } from './clean.js';
import type { Halt } from './halt.js';
import { HostBooks, type HostBooksOptions } from './host-books.js';
import { type JobBasis, makeHostJob } from './host-job.js';
import { allOf, type Latch } from './latch.js';
import type { LateResults } from './late-results.js';
import { type LoginEnd, runLogin } from './login.js';
import { explainNotRun, type FailedOutcome, judgeCutOff } from './login-end.js';
import type { LoginQueue } from './login-queue.js';
import { mayChange } from './may-change.js';
import { mayMove, mayRetry, retryDelayMs } from './retry.js';
import { sleep } from './timer.js';
import type { Turn } from './turn.js';

/** One host of a run, and what it shares with all the others. */
export interface HostRunOptions extends JobBasis, HostBooksOptions {
  /** The logins of this host, by stage. */
  jobs: JobNode[];
  executor: HostExecutor;
  queue: LoginQueue;
  /** The host's value of each attribute that is limited. */
  attributes: Record<string, string>;
  halt: Halt;
  /** Opens when the batch of the host begins. */
  batch: Latch;
  /** How long a login that was cut off may take to tell how it ended. */
  patienceMs: number;
  /** Logins on other hosts may name the results of this one. */
  isNamedByOthers: boolean;
  /** What the run that this one goes on with did not live to hear. */
  late: LateResults | undefined;
  now(): number;
  random(): number;
}

/**
 * Settles every future of one host: login after login, each when what it waits for has settled and its turn has
 * come. Between two logins it holds neither slot nor session.
 */
export class HostRun {
  readonly #options: HostRunOptions;
  readonly #books: HostBooks;
  /** What is left of the host's timeout; undefined means no limit. */
  #budgetMs: number | undefined;
  #logins = 0;
  #isOutOfTime = false;
  /** How often a worker was lost that spoke to this host. */
  #losses = 0;

  constructor(options: HostRunOptions) {
    this.#options = options;
    this.#books = new HostBooks(options);
    this.#budgetMs = options.playbook.timeouts.hostMs;
  }

  /** Before any host begins: who goes on with this run, should it be lost as well, finds all of it in the journal, or none. */
  hearLate(): void {
    const { late, futures, host, mask, now } = this.#options;
    if (!late) return;
    for (const result of late.results)
      this.#books.hear({ type: 'settled', host: host.name, task: result.task, at: now(), result }, futures);
    if (!late.broken) return;
    const { tasks, attempts, outcome } = late.broken;
    const [failed, ...others] = tasks.flatMap((name) => futures.find(({ node }) => node.task.name === name) ?? []);
    if (!failed) return;
    const { name } = failed.node.task;
    Object.assign(this.#books.attempts, attempts, { [name]: (attempts[name] ?? 0) + 1 });
    this.#books.raise([failed, ...others], cleanReport(outcome.error, mask), { partial: outcome.partial });
  }

  /** @throws only for a bug of flow; every future is settled even then */
  async run(): Promise<void> {
    try {
      for (const job of this.#options.jobs) await this.#runJob(job);
    } catch (error) {
      const message = `a bug in flow: ${error instanceof Error ? error.message : String(error)}`;
      this.#books.raise(openOf(this.#options.futures), {
        code: 'internal',
        phase: null,
        message,
        hint: null,
        last: null,
      });
      throw error;
    } finally {
      const { ledger, futures, isNamedByOthers } = this.#options;
      if (!isNamedByOthers) ledger.forgetUnmasked(futures);
    }
  }

  async #runJob(job: JobNode): Promise<void> {
    const { ledger, halt, batch, queue, host, jumps, attributes } = this.#options;
    const futures = job.nodes.map((id) => ledger.futures[id] as Future);
    const latches = [batch, ...ledger.gates.latchesOf(job)];
    let failure: OpenFailure | undefined;
    for (;;) {
      this.#giveUp(openOf(futures), failure);
      if (openOf(futures).length === 0) return;
      const until = halt.closing.isOpen ? halt.ending : halt.closing;
      if (!(await allOf(latches, until))) continue;
      this.#skipUnmet(openOf(futures));
      if (!(await this.#waitForRetry(failure, until))) continue;
      const open = openOf(futures);
      if (open.length === 0) return;
      const turn = await queue.enter({ host, jumps, attributes }, until);
      if (!turn) continue;
      if ('code' in turn) {
        this.#books.raise(open, turn);
        return;
      }
      // It may have opened between the moment the turn was given and now.
      if (until.isOpen) {
        turn.leave();
        continue;
      }
      try {
        failure = await this.#logIn(open, turn);
      } finally {
        turn.leave();
      }
    }
  }

  /** @returns false when it was cut short. Clean-up after a halt does not wait for its retry. */
  #waitForRetry(failure: OpenFailure | undefined, until: Latch): Promise<boolean> {
    if (!failure || this.#options.halt.closing.isOpen) return Promise.resolve(true);
    return sleep(failure.delayMs, until);
  }

  /** Settles what will not be begun any more, because the run is stopping or the host is out of time. */
  #giveUp(open: Future[], failure: OpenFailure | undefined): void {
    const closed = open.filter((future) => this.#isClosedTo(future));
    if (closed.length === 0) return;
    const { halt, playbook } = this.#options;
    const raised = failure ? closed.filter((future) => future === failure.future || failure.outcome.lost) : [];
    if (failure && raised.length > 0)
      this.#books.raise(raised, failure.outcome.error, { partial: failure.outcome.partial });
    const error = cancelledReport(explainNotRun(halt.reason, playbook.timeouts));
    for (const future of openOf(closed)) this.#books.decide(future, { state: 'cancelled', error });
  }

  /** Whether no login will be begun for this future; clean-up of a host that had begun is let through. */
  #isClosedTo({ node }: Future): boolean {
    const { halt } = this.#options;
    if (halt.ending.isOpen) return true;
    if (!halt.closing.isOpen && !this.#isOutOfTime) return false;
    return !(node.task.always && this.#logins > 0);
  }

  /** In the order of the login, so that what needs a skipped one is skipped as well. */
  #skipUnmet(open: Future[]): void {
    for (const future of open) {
      if (!hasItem(future.node.task, future.node.host)) {
        this.#books.decide(future, { state: 'skipped', error: null });
        continue;
      }
      if (future.node.task.always) continue;
      const unmet = this.#options.ledger.gates.unmetNeed(future.node);
      if (!unmet) continue;
      const { host, task } = unmet.node;
      const need = host === future.node.host ? task.name : `${task.name}@${host}`;
      this.#books.decide(future, { state: 'skipped', error: reportUnmetNeed(need, unmet.result) });
    }
  }

  /** One login. @returns what is to be tried again, if anything */
  async #logIn(open: Future[], turn: Turn): Promise<OpenFailure | undefined> {
    const { executor, halt, patienceMs, now, playbook } = this.#options;
    const startedAt = now();
    this.#logins++;
    const host = { ...turn.host, platform: this.#books.platform };
    const end = await runLogin({
      executor,
      job: makeHostJob({ ...this.#options, host, jumps: turn.jumps }, open, {
        login: this.#logins,
        attempts: this.#books.attempts,
      }),
      onBegin: () => this.#tellChanges(open),
      emit: (event) => {
        if (event.type === 'login') turn.hear(event);
        else this.#books.hear(event, open);
      },
      mayShow: turn.mayShow,
      halt,
      limitMs: this.#isOutOfTime ? playbook.timeouts.hostMs : this.#budgetMs,
      patienceMs,
    });
    if (this.#budgetMs !== undefined) this.#budgetMs = Math.max(0, this.#budgetMs - (now() - startedAt));
    if (end.cut === 'host-timeout') this.#isOutOfTime = true;
    return this.#afterLogin(end, open, startedAt);
  }

  /** Whoever reads the journal of a run that was killed knows by this what may have begun. */
  #tellChanges(open: readonly Future[]): void {
    const { playbook, host, emit, now } = this.#options;
    if (playbook.mode !== 'change') return;
    const changes = open.filter((future) => this.#mayChange(future)).map(({ node }) => node.task.name);
    emit({ type: 'login-begun', host: host.name, login: this.#logins, at: now(), changes });
  }

  #mayChange({ node }: Future): boolean {
    const { playbook, platformDirs } = this.#options;
    return playbook.mode === 'change' && mayChange(node.task, { platform: this.#books.platform }, platformDirs);
  }

  #afterLogin({ outcome, cut }: LoginEnd, futures: Future[], startedAt: number): OpenFailure | undefined {
    const platform = outcome.kind === 'done' ? outcome.login?.platform : outcome.partial.host?.platform;
    if (platform !== undefined) this.#books.learn(platform);
    const open = openOf(futures);
    if (open.length === 0) return undefined;
    const failed = outcome.kind === 'failed' && open.find((future) => future.node.task.name === outcome.task);
    if (!failed) throw new Error(`a login is over, but not ${open.map((future) => future.node.task.name).join(', ')}`);
    const wasCut = cut !== undefined && outcome.error.code === 'cancelled';
    // Cut off between two tasks: the next one has not been tried, and is given up like the rest.
    if (wasCut && failed.state === 'pending' && failed !== futures[0]) return undefined;
    const attempts = this.#books.try(failed, startedAt);
    const partial = { started: new Date(startedAt).toISOString(), ...outcome.partial };
    // Begun before the one that failed, and without a result.
    const strays = open.filter((future) => future !== failed && future.state === 'running');
    if (wasCut) {
      const { timeouts } = this.#options.playbook;
      for (const stray of strays) {
        this.#books.try(stray, startedAt);
        const begun = this.#mayChange(stray);
        this.#books.decide(stray, judgeCutOff(cut, { ...outcome, partial: {}, begun }, timeouts));
      }
      this.#books.decide(failed, judgeCutOff(cut, { ...outcome, partial }, timeouts));
      return undefined;
    }
    const error = cleanReport(outcome.error, this.#options.mask);
    if (error.code === 'worker_lost') {
      this.#losses++;
      if (outcome.begun) {
        const lost = [failed, ...open.filter((future) => future !== failed)];
        this.#books.raise(lost, error, { partial, isUnknown: (future) => this.#mayChange(future) });
        return undefined;
      }
    }
    // They must not be sent a second time.
    if (strays.length > 0) this.#books.raise(strays, error);
    return this.#retryOrRaise({ failed, open: openOf(open), attempts, outcome: { ...outcome, partial, error } });
  }

  /** Tries again, or raises the task and what went down with it. */
  #retryOrRaise({ failed, open, attempts, outcome }: FailedLogin): OpenFailure | undefined {
    const { task, host } = failed.node;
    const { error, lost, begun, partial } = outcome;
    const isMoved = mayMove({ code: error.code, mode: this.#options.playbook.mode, losses: this.#losses });
    if ((isMoved || mayRetry(task.retry, { attempts, code: error.code, begun })) && !this.#isClosedTo(failed)) {
      const delayMs = isMoved ? 0 : retryDelayMs(task.retry, attempts, this.#options.random);
      const at = this.#options.now();
      this.#options.emit({ type: 'retrying', host, task: task.name, at, attempt: attempts + 1, delayMs, error });
      return { future: failed, outcome, delayMs };
    }
    // Clean-up gets a login of its own where one had worked; where none had, a second wrong password would help nobody.
    const others = open.filter((other) => other !== failed && !(other.node.task.always && hadWorked(outcome)));
    this.#books.raise(lost ? [failed, ...others] : [failed], error, { partial });
    return undefined;
  }
}

/** A login that ended at an open future, none of it settled yet. */
interface FailedLogin {
  failed: Future;
  open: Future[];
  attempts: number;
  outcome: FailedOutcome;
}

/** A failure that is waited for to be tried again. */
interface OpenFailure {
  future: Future;
  outcome: FailedOutcome;
  delayMs: number;
}

function openOf(futures: readonly Future[]): Future[] {
  return futures.filter((future) => !future.isSettled);
}

/** Whether the device had let us in before it failed. */
function hadWorked({ error }: FailedOutcome): boolean {
  return error.phase === 'command' || error.phase === 'config' || error.phase === 'save' || error.phase === 'check';
}
